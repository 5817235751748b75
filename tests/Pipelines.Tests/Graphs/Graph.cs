namespace Distil.Pipelines.Tests.Graphs;

internal enum Kind
{
    Source,
    Pass,
    Row,
    Batch,
    Whole,
    Groups,
    Sift,
    SiftBatch,
    Children,
    OneWay,
    ManyWays,
    Drain,
}

internal enum Meeting
{
    None,
    From,
    Join,
    Merge,
    Zip,
}

/// <summary>An edge. <paramref name="Routes"/>: the ways of the router that it takes, as bits; 0: every row.</summary>
internal readonly record struct Edge(int From, int Routes);

/// <summary>A step of a random graph.</summary>
internal sealed partial class Node(int id, Kind kind, long salt)
{
    public int Id => id;

    public string Name => $"N{id}";

    public Kind Kind => kind;

    public long Salt { get; set; } = salt;

    /// <summary>The asynchronous form of the step.</summary>
    public bool IsLater { get; init; }

    /// <summary>Of a source: its rows stand in files.</summary>
    public bool IsInFiles => kind == Kind.Source && !IsLater && Salt % 3 == 0;

    public Meeting Meeting { get; init; }

    public IReadOnlyList<Edge> Edges { get; init; } = [];

    /// <summary>The columns that feed the parameters x and y.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>The column that the step makes.</summary>
    public string Makes { get; init; } = $"C{id}";

    /// <summary>A column that ends here.</summary>
    public string? Drops { get; init; }

    /// <summary>The columns that leave here; null: all.</summary>
    public IReadOnlyList<string>? Keeps { get; set; }

    /// <summary>On a join: the column that each branch made, and the list that takes its place.</summary>
    public (string Column, string Into)? Gather { get; init; }

    /// <summary>Of a pass: the column that leaves under another name.</summary>
    public (string Column, string To)? Renames { get; init; }

    public int BatchSize { get; init; } = 50;

    /// <summary>0: as the step has it.</summary>
    public int Concurrency { get; init; }

    public bool IsUnordered { get; init; }

    /// <summary>Rows of a source, the most children of an expand, the skew of a router, of a filter the rows kept of <see cref="Of"/>.</summary>
    public int Count { get; init; }

    public int Of { get; init; } = 1;

    public bool IsBatch => kind is Kind.Batch or Kind.SiftBatch;

    public bool IsRouter => kind is Kind.OneWay or Kind.ManyWays;

    public bool StartsNumbers => kind is Kind.Source or Kind.Groups;

    public bool MakesColumn => kind is Kind.Source or Kind.Row or Kind.Batch or Kind.Whole or Kind.Groups or Kind.Children;

    /// <summary>The same step under another number.</summary>
    public Node Renumbered(Func<int, int> number)
    {
        var node = new Node(number(id), kind, Salt)
        {
            IsLater = IsLater,
            Meeting = Meeting,
            Edges = [.. Edges.Select(edge => edge with { From = number(edge.From) })],
            Reads = Reads,
            Makes = Makes,
            Drops = Drops,
            Gather = Gather,
            Renames = Renames,
            BatchSize = BatchSize,
            Concurrency = Concurrency,
            IsUnordered = IsUnordered,
            Count = Count,
            Of = Of,
            Keeps = Keeps,
            Numbering = Numbering,
            Policy = Policy,
            Retries = Retries,
            HasTimeout = HasTimeout,
            SplitsBatches = SplitsBatches,
        };
        foreach (var (column, maker) in Columns)
        {
            node.Columns[column] = number(maker);
        }

        node.Lists.UnionWith(Lists);
        return node;
    }

    // What the generator knows of the rows that leave here.

    /// <summary>Every column that leaves, with the step that made this version of it.</summary>
    public SortedDictionary<string, int> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>Of a leaf: only these leave.</summary>
    public void Keep(IReadOnlyList<string> columns)
    {
        Keeps = columns;
        foreach (var column in Columns.Keys.Except(columns).ToList())
        {
            Columns.Remove(column);
        }
    }

    /// <summary>Columns that are lists: nothing reads them.</summary>
    public HashSet<string> Lists { get; } = [];

    /// <summary>Steps with the same number here have rows that correspond, so that a join may put them together.</summary>
    public int Numbering { get; set; }
}

/// <summary>A random graph: its steps, each after those whose rows it reads, and the order in which the class declares them.</summary>
internal sealed class Graph(int seed, IReadOnlyList<Node> nodes, IReadOnlyList<int> declared)
{
    private readonly int[] _idoms = Dominators(nodes);

    public int Seed => seed;

    public IReadOnlyList<Node> Nodes => nodes;

    public IReadOnlyList<int> Declared => declared;

    public IEnumerable<Node> Leaves => nodes.Where(node => node.Kind != Kind.Drain && Readers(node.Id).Count == 0);

    /// <summary>The graph without a step that nothing reads.</summary>
    public Graph Without(int removed)
    {
        return new Graph(
            seed,
            [.. nodes.Where(node => node.Id != removed).Select(node => node.Renumbered(Number))],
            [.. declared.Where(id => id != removed).Select(Number)]);

        int Number(int id) => id > removed ? id - 1 : id;
    }

    public IReadOnlyList<int> Readers(int id) => [.. nodes.Where(node => node.Edges.Any(edge => edge.From == id)).Select(node => node.Id)];

    /// <summary>The number of a source, or of a step that makes new rows, among those, as declared.</summary>
    public int SourceIndex(int id) => declared.Where(other => nodes[other].StartsNumbers).ToList().IndexOf(id);

    /// <summary>The step at which the branches of a meeting part; -1: they begin at several sources.</summary>
    public int Fork(Node meet) => meet.Meeting == Meeting.Zip ? -1 : Common(_idoms, meet.Edges);

    /// <summary>The routes of the fork that lead into a branch; 0: every row.</summary>
    public int Selected(int fork, Edge last)
    {
        var bits = 0;
        var open = new Stack<Edge>([last]);
        var seen = new HashSet<int>();
        while (open.TryPop(out var edge))
        {
            if (edge.From == fork)
            {
                if (edge.Routes == 0)
                {
                    return 0;
                }

                bits |= edge.Routes;
            }
            else if (seen.Add(edge.From))
            {
                foreach (var above in nodes[edge.From].Edges)
                {
                    open.Push(above);
                }
            }
        }

        return bits;
    }

    /// <summary>Whether a meeting is a merge that one row can reach by several branches.</summary>
    public bool RepeatsRows(Node meet)
    {
        if (meet.Meeting != Meeting.Merge)
        {
            return false;
        }

        var fork = Fork(meet);
        var selected = meet.Edges.Select(edge => fork < 0 ? 0 : Selected(fork, edge)).ToList();
        var takesOneWay = fork >= 0 && nodes[fork].Kind == Kind.OneWay;
        return Pairs().Any(pair =>
            Sources(meet.Edges[pair.Left].From).Overlaps(Sources(meet.Edges[pair.Right].From))
            && !(takesOneWay && selected[pair.Left] != 0 && selected[pair.Right] != 0 && (selected[pair.Left] & selected[pair.Right]) == 0));

        IEnumerable<(int Left, int Right)> Pairs() =>
            from left in Enumerable.Range(0, meet.Edges.Count)
            from right in Enumerable.Range(left + 1, meet.Edges.Count - left - 1)
            select (left, right);
    }

    /// <summary>The steps that number the rows of a step.</summary>
    private HashSet<int> Sources(int id) =>
        nodes[id].StartsNumbers ? [id] : [.. Numbering(nodes[id]).SelectMany(edge => Sources(edge.From))];

    /// <summary>Whether the rows of a leaf may come in any order.</summary>
    public bool IsUnordered(Node node) =>
        node.IsUnordered
        || (node.Meeting == Meeting.From && !node.IsBatch && node.Kind is not (Kind.Whole or Kind.Groups) && IsUnordered(nodes[node.Edges[0].From]));

    /// <summary>
    /// The numbers by whose multiples of 64 times its size a batch step also closes its batches: of each fork (or source; those
    /// have the numbers of their places) whose branches meet below and of which rows may be missing on the step's input.
    /// </summary>
    public IReadOnlyList<int> ClosingForks(Node batch)
    {
        var forks = new SortedSet<int>();
        foreach (var meet in nodes.Where(node => node.Meeting is Meeting.Join or Meeting.Merge or Meeting.Zip))
        {
            if (Fork(meet) is >= 0 and var fork)
            {
                if (Thinned(fork, meet, node => node.Edges).Contains(batch.Id))
                {
                    forks.Add(fork);
                }
            }
            else
            {
                foreach (var source in nodes.Where(node => node.StartsNumbers))
                {
                    if (Thinned(source.Id, meet, Numbering).Contains(batch.Id))
                    {
                        forks.Add(source.Id);
                    }
                }
            }
        }

        return [.. forks];
    }

    /// <summary>The edges from which a step's rows have their numbers.</summary>
    private static IEnumerable<Edge> Numbering(Node node) =>
        node.StartsNumbers ? [] : node.Meeting == Meeting.Zip ? node.Edges.Take(1) : node.Edges;

    /// <summary>The steps between a fork and a meeting on whose input rows of the fork may be missing.</summary>
    private HashSet<int> Thinned(int fork, Node meet, Func<Node, IEnumerable<Edge>> edges)
    {
        var above = new HashSet<int>();
        var open = new Stack<int>(meet.Edges.Select(edge => edge.From));
        while (open.TryPop(out var id))
        {
            if (id != fork && above.Add(id))
            {
                foreach (var edge in edges(nodes[id]))
                {
                    open.Push(edge.From);
                }
            }
        }

        var below = new HashSet<int>();
        var thin = new HashSet<int>();
        foreach (var node in nodes.Where(node => above.Contains(node.Id)))
        {
            foreach (var edge in edges(node).Where(edge => edge.From == fork || below.Contains(edge.From)))
            {
                below.Add(node.Id);
                var isThinAbove = edge.From != fork
                    && (thin.Contains(edge.From) || nodes[edge.From].MayDrop);
                if (edge.Routes != 0 || isThinAbove)
                {
                    thin.Add(node.Id);
                }
            }
        }

        return thin;
    }

    private static int[] Dominators(IReadOnlyList<Node> nodes)
    {
        var idoms = new int[nodes.Count];
        foreach (var node in nodes)
        {
            idoms[node.Id] = node.StartsNumbers || node.Meeting == Meeting.Zip ? -1 : Common(idoms, node.Edges);
        }

        return idoms;
    }

    private static int Common(int[] idoms, IReadOnlyList<Edge> edges)
    {
        var ways = edges.Select(edge => Above(idoms, edge.From)).ToList();
        return ways[0].First(step => ways.TrueForAll(way => way.Contains(step)));
    }

    private static List<int> Above(int[] idoms, int step)
    {
        var way = new List<int>();
        for (; step >= 0; step = idoms[step])
        {
            way.Add(step);
        }

        return [.. way, -1];
    }
}
