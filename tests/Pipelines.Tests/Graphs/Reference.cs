namespace Distil.Pipelines.Tests.Graphs;

/// <summary>
/// What a graph must give, worked out step by step with whole lists and no thought of speed: the meaning of sections 4 and 5
/// of the design and nothing of how the engine does it.
/// </summary>
internal sealed partial class Reference
{
    private const int MostRows = 6_000;

    private readonly Graph _graph;
    private readonly long? _limit;
    private readonly List<Line>[] _rows;
    private readonly int[][] _routes;
    private readonly List<long>[] _calls;

    /// <summary>A row. <c>At</c>: for each step that it came through, its place among the rows that left there.</summary>
    private sealed record Line(
        RowId Id, int Source, long Place, int[] At, Dictionary<string, long?> Columns, Dictionary<string, long?[]> Lists);

    public Reference(Graph graph, long? limit)
    {
        _graph = graph;
        _limit = limit;
        _rows = new List<Line>[graph.Nodes.Count];
        _routes = new int[graph.Nodes.Count][];
        _failures = [.. graph.Nodes.Select(_ => new List<Failure>())];
        _attempts = new long[graph.Nodes.Count];
        _calls = [.. graph.Nodes.Select(_ => new List<long>())];
        foreach (var node in graph.Nodes)
        {
            Run(node);
            if (_rows[node.Id].Count > MostRows)
            {
                IsTooLarge = true;
                return;
            }
        }
    }

    /// <summary>More rows than these tests want; the rest of the graph was not worked out.</summary>
    public bool IsTooLarge { get; }

    public IReadOnlyList<long> Calls(Node node) => [.. _calls[node.Id].Order()];

    public int RowsOut(Node node) => _rows[node.Id].Count;

    public Table Table(Node leaf)
    {
        string[] columns = [.. leaf.Columns.Keys];
        return new Table(leaf.Name, columns, [.. _rows[leaf.Id].Select(row => columns.Select(column => Cell(row, column)).ToArray())]);

        static long? Cell(Line row, string column) =>
            row.Lists.TryGetValue(column, out var list) ? Hash.Of(0, list) : row.Columns.GetValueOrDefault(column);
    }

    private void Run(Node node)
    {
        var input = node.Meeting switch
        {
            Meeting.None => [],
            Meeting.From => [.. Sent(node.Edges[0])],
            Meeting.Join => Join(node),
            Meeting.Merge => Merge(node),
            _ => Zip(node),
        };
        _attempts[node.Id] = node.Kind is Kind.Whole or Kind.Groups ? 1 : 0;
        if (node.CanFail && !node.IsBatch)
        {
            input = Attempted(node, input);
        }

        var output = node.Kind switch
        {
            Kind.Source => Read(node),
            Kind.Row => input.ConvertAll(row => With(row, node, Processed(node, row))),
            Kind.Batch => Batches(node, input, Made),
            Kind.Whole => Whole(node, input),
            Kind.Groups => Groups(node, input),
            Kind.Sift => input.FindAll(row => Hash.Keep(node.Salt, X(node, row), node.Count, node.Of)),
            Kind.SiftBatch => Batches(node, input, Kept),
            Kind.Children => [.. input.SelectMany(row => Children(node, row))],
            Kind.Drain => Drain(node, input),
            _ => input,
        };
        _routes[node.Id] = node.Kind switch
        {
            Kind.OneWay => [.. output.Select(row => 1 << Hash.Way(node.Salt, X(node, row), node.Count))],
            Kind.ManyWays => [.. output.Select(row => Hash.Ways(node.Salt, X(node, row), node.Count))],
            _ => [],
        };
        _rows[node.Id] = [.. output.Select((row, place) => Leave(node, row, place))];
    }

    private Line Leave(Node node, Line row, int place)
    {
        var at = (int[])row.At.Clone();
        at[node.Id] = place;
        var columns = row.Columns;
        if (node.Drops is not null)
        {
            columns = new(columns);
            columns.Remove(node.Drops);
        }

        if (node.Renames is var (renamed, to))
        {
            columns = new(columns);
            columns.Remove(renamed, out var value);
            columns[to] = value;
        }

        return row with { At = at, Columns = columns };
    }

    private List<Line> Read(Node node)
    {
        var count = (int)Math.Min(node.Count, _limit ?? int.MaxValue);
        var source = _graph.SourceIndex(node.Id);
        return [.. Enumerable.Range(0, count).Select(place => New(source, place, node, Hash.Of(node.Salt, place)))];
    }

    private Line New(int source, int place, Node node, long value)
    {
        var at = new int[_graph.Nodes.Count];
        at.AsSpan().Fill(-1);
        return new Line(new RowId(node.Name, place), source, place, at, new() { [node.Makes] = value }, []);
    }

    private List<Line> Whole(Node node, List<Line> input)
    {
        var x = input.ConvertAll(row => X(node, row));
        _calls[node.Id].Add(Hash.Of(node.Salt, x));
        return [.. Made(node, input, x)];
    }

    private List<Line> Groups(Node node, List<Line> input)
    {
        var x = input.ConvertAll(row => X(node, row));
        _calls[node.Id].Add(Hash.Of(node.Salt, x));
        var source = _graph.SourceIndex(node.Id);
        return [.. Hash.Groups(node.Salt, x).Select((value, place) => New(source, place, node, value))];
    }

    private List<Line> Drain(Node node, List<Line> input)
    {
        _calls[node.Id].AddRange(input.Select(row => Hash.Of(node.Salt, X(node, row))));
        return [];
    }

    private List<Line> Batches(Node node, List<Line> input, Func<Node, List<Line>, List<long?>, IEnumerable<Line>> answer)
    {
        var forks = _graph.ClosingForks(node);
        var period = 64L * node.BatchSize;
        var output = new List<Line>();
        var batch = new List<Line>();
        foreach (var row in input)
        {
            if (batch.Count == node.BatchSize || (batch.Count > 0 && forks.Any(fork => Period(fork, row) != Period(fork, batch[0]))))
            {
                Call();
            }

            batch.Add(row);
        }

        if (batch.Count > 0)
        {
            Call();
        }

        return output;

        // A source counts its places; a row of another source is in another period.
        (long, long) Period(int fork, Line row) =>
            _graph.Nodes[fork].StartsNumbers ? (row.Source, row.Place / period) : (0, row.At[fork] / period);

        void Call()
        {
            output.AddRange(Called(node, batch, answer));
            batch = [];
        }
    }

    private static IEnumerable<Line> Made(Node node, List<Line> rows, List<long?> x)
    {
        var values = Hash.Each(node.Salt, x);
        return rows.Select((row, i) => With(row, node, values[i]));
    }

    private static IEnumerable<Line> Kept(Node node, List<Line> rows, List<long?> x)
    {
        var values = Hash.Each(node.Salt, x);
        return rows.Where((_, i) => Hash.Keep(node.Salt, values[i], node.Count, node.Of));
    }

    private IEnumerable<Line> Sent(Edge edge) =>
        edge.Routes == 0 ? _rows[edge.From] : _rows[edge.From].Where(row => (_routes[edge.From][row.At[edge.From]] & edge.Routes) != 0);

    private List<Line> Join(Node node)
    {
        var fork = _graph.Fork(node);
        var branches = node.Edges.Select(edge => Sent(edge).ToDictionary(row => row.At[fork])).ToList();
        var isRouted = _graph.Nodes[fork].Kind == Kind.ManyWays;
        var selected = node.Edges.Select(edge => isRouted ? _graph.Selected(fork, edge) : 0).ToList();
        var output = new List<Line>();
        for (var place = 0; place < _rows[fork].Count; place++)
        {
            var expected = Enumerable.Range(0, branches.Count).Where(b => selected[b] == 0 || (_routes[fork][place] & selected[b]) != 0).ToList();
            if (expected.Count > 0 && expected.TrueForAll(b => branches[b].ContainsKey(place)))
            {
                output.Add(Together(node, _graph.Nodes[fork], expected.ConvertAll(b => (b, branches[b][place]))));
            }
        }

        return output;
    }

    /// <summary>One row of the branches that a row took.</summary>
    private Line Together(Node node, Node? fork, List<(int Branch, Line Row)> taken)
    {
        var first = taken[0].Row;
        var at = (int[])first.At.Clone();
        var columns = new Dictionary<string, long?>();
        var lists = new Dictionary<string, long?[]>();
        foreach (var (branch, row) in taken)
        {
            for (var step = 0; step < at.Length; step++)
            {
                at[step] = Math.Max(at[step], row.At[step]);
            }

            var leaving = _graph.Nodes[node.Edges[branch].From].Columns;
            foreach (var (column, value) in row.Columns)
            {
                // The branch that made or replaced a column gives it.
                if (!columns.ContainsKey(column) || fork?.Columns.GetValueOrDefault(column, -1) != leaving.GetValueOrDefault(column, -1))
                {
                    columns[column] = value;
                }
            }

            foreach (var (column, list) in row.Lists)
            {
                lists.TryAdd(column, list);
            }
        }

        if (node.Gather is var (gathered, into))
        {
            lists[into] = [.. taken.Select(branch => branch.Row.Columns[gathered])];
            columns.Remove(gathered);
        }

        return new Line(first.Id, first.Source, first.Place, at, columns, lists);
    }

    private List<Line> Merge(Node node)
    {
        var fork = _graph.Fork(node);
        var repeats = _graph.RepeatsRows(node);
        var rows = node.Edges.SelectMany((edge, branch) => Sent(edge).Select(row => (row: repeats ? By(row, branch) : row, branch)));
        return fork >= 0
            ? [.. rows.OrderBy(item => item.row.At[fork]).ThenBy(item => item.branch).Select(item => item.row)]
            : [.. rows.OrderBy(item => item.row.Source).ThenBy(item => item.row.Place).ThenBy(item => item.branch).Select(item => item.row)];

        Line By(Line row, int branch) => row with { Id = row.Id with { Repeat = (row.Id.Repeat * node.Edges.Count) + branch } };
    }

    private List<Line> Zip(Node node)
    {
        var others = node.Edges.Skip(1).Select(edge => Sent(edge).ToDictionary(row => row.Place)).ToList();
        return
        [
            .. from row in Sent(node.Edges[0])
               where others.TrueForAll(side => side.ContainsKey(row.Place))
               select Together(node, null, [(0, row), .. others.Select((side, index) => (index + 1, side[row.Place]))]),
        ];
    }

    private static long? X(Node node, Line row) => row.Columns.GetValueOrDefault(node.Reads[0]);

    private static Line With(Line row, Node node, long? value) => row with { Columns = new(row.Columns) { [node.Makes] = value } };
}
