namespace Distil.Pipelines.Tests.Graphs;

/// <summary>Makes random graphs that the generator accepts. The same seed makes the same graph.</summary>
internal sealed partial class GraphGenerator
{
    private readonly Random _random;
    private readonly List<Node> _nodes = [];
    private readonly bool _isDeep;
    private int _numberings;

    private GraphGenerator(int seed)
    {
        _random = new Random(seed);
        _isDeep = Chance(15);
    }

    /// <summary>The graph of a seed. Graphs whose rows multiply too often are passed over, in a way that the seed decides.</summary>
    public static Graph Create(int seed)
    {
        for (var attempt = 0; ; attempt++)
        {
            var graph = new GraphGenerator(unchecked((seed * 1_000) + attempt)).Make(seed);
            if (!new Reference(graph, limit: null).IsTooLarge)
            {
                return graph;
            }
        }
    }

    private Graph Make(int seed)
    {
        List<Node> open = [NewSource()];
        if (Chance(30))
        {
            open.Add(NewSource());
        }

        if (Chance(12))
        {
            open.Add(Zip());
        }

        Grow(open, _isDeep ? _random.Next(5, 14) : _random.Next(1, 5), depth: 0);
        foreach (var leaf in _nodes.Where(node => !_nodes.Exists(other => other.Edges.Any(edge => edge.From == node.Id))).ToList())
        {
            if (Chance(25))
            {
                Append(new Node(_nodes.Count, Kind.Drain, Salt()) { Meeting = Meeting.From, Edges = [new(leaf.Id, 0)], Reads = Reads(leaf) });
            }
            else if (leaf.Columns.Count > 3 && leaf.Drops is null)
            {
                // Few columns, the last ones: a leaf of many is much text to compile, and the hashes of these hold the others'.
                leaf.Keep([.. leaf.Columns.OrderByDescending(column => column.Value).Take(3).Select(column => column.Key)]);
            }
        }

        int[] declared = Chance(50) ? Shuffled() : [.. _nodes.Select(node => node.Id)];
        DrawFailures();
        return new Graph(seed, _nodes, declared);
    }

    private int[] Shuffled()
    {
        var order = _nodes.Select(node => node.Id).ToArray();
        _random.Shuffle(order);
        return order;
    }

    /// <summary>Adds steps below those of a pool. What can still be read stays in it.</summary>
    private void Grow(List<Node> pool, int steps, int depth)
    {
        for (var step = 0; step < steps && pool.Count > 0 && _nodes.Count < 28; step++)
        {
            var kind = _random.Next(100);
            if (kind < 14 && depth < 3)
            {
                Routed(pool, depth);
            }
            else if (kind < 24 && depth < 3)
            {
                Parted(pool, depth);
            }
            else if (kind < 36)
            {
                JoinAny(pool);
            }
            else if (kind < 44)
            {
                MergeAny(pool);
            }
            else
            {
                var above = Pick(pool);
                pool.Add(Consume(Meeting.From, [new(above.Id, 0)], Columns(above), above.Lists, above.Numbering));
                if (Chance(60))
                {
                    pool.Remove(above);
                }
            }
        }
    }

    /// <summary>A router, branches below it, and what becomes of them: a merge, a join of several ways, or leaves.</summary>
    private void Routed(List<Node> pool, int depth)
    {
        var above = Pick(pool);
        var isMany = Chance(55);
        var router = Append(Passing(
            new Node(_nodes.Count, isMany ? Kind.ManyWays : Kind.OneWay, Salt())
            {
                IsLater = Chance(20),
                Meeting = Meeting.From,
                Edges = [new(above.Id, 0)],
                Reads = Reads(above),
                Count = _random.Next(3),
            },
            above));
        pool.Remove(above);

        var masks = isMany && Chance(40) ? [1, 3, 6] : (int[])[1, 2, 4];
        masks = Chance(20) ? [masks[0] | masks[1], 4] : masks;
        _random.Shuffle(masks);
        var branches = masks[.._random.Next(2, masks.Length + 1)];
        if (isMany && Chance(15))
        {
            branches[0] = 0;
        }

        var isJoin = isMany && Chance(50);
        var numberings = branches.Select(_ => ++_numberings).ToList();
        var heads = branches.Select((mask, branch) => Consume(
            Meeting.From, [new(router.Id, mask)], Columns(router), router.Lists, numberings[branch], isPlain: isJoin)).ToList();
        var ends = Ends(heads, pool, depth, mustCorrespond: isJoin);
        if (isJoin)
        {
            Join(pool, ends, router, mayGather: true);
        }
        else if (Chance(85))
        {
            var numbersStay = !isMany && ends.Select(end => end.Numbering).SequenceEqual(numberings);
            Merge(pool, ends, numbersStay ? router.Numbering : ++_numberings);
        }
    }

    /// <summary>Branches of one step, joined or merged.</summary>
    private void Parted(List<Node> pool, int depth)
    {
        var fork = Pick(pool);
        pool.Remove(fork);
        var isJoin = Chance(65);
        var heads = Enumerable.Range(0, _random.Next(2, 5))
            .Select(_ => Consume(Meeting.From, [new(fork.Id, 0)], Columns(fork), fork.Lists, fork.Numbering, isPlain: isJoin)).ToList();
        var ends = Ends(heads, pool, depth, mustCorrespond: isJoin);
        if (isJoin)
        {
            Join(pool, ends, fork, mayGather: true);
        }
        else
        {
            Merge(pool, ends, ++_numberings);
        }
    }

    /// <summary>Grows each branch by itself and chooses the step with which it goes to the meeting; the others stay in the pool.</summary>
    private List<Node> Ends(List<Node> heads, List<Node> pool, int depth, bool mustCorrespond)
    {
        var ends = new List<Node>();
        foreach (var head in heads)
        {
            List<Node> branch = [head];
            Grow(branch, _random.Next(0, _isDeep ? 3 : 2), depth + 1);
            var fitting = branch.FindAll(node => !mustCorrespond || node.Numbering == head.Numbering);
            var end = fitting.Count > 0 ? Pick(fitting) : head;
            ends.Add(end);
            branch.Remove(end);
            pool.AddRange(branch);
        }

        return ends;
    }

    private void Join(List<Node> pool, List<Node> ends, Node fork, bool mayGather)
    {
        (string Column, string Into)? gather = null;
        if (mayGather && Chance(35))
        {
            // One more step a branch, all with a column of the same name.
            gather = ($"G{_nodes.Count}", $"L{_nodes.Count}");
            ends = ends.ConvertAll(end => Append(Passing(
                new Node(_nodes.Count, Kind.Row, Salt())
                {
                    IsLater = Chance(40),
                    Meeting = Meeting.From,
                    Edges = [new(end.Id, 0)],
                    Reads = Reads(end),
                    Makes = gather.Value.Column,
                },
                end)));
        }

        if (Together(ends, fork, gather?.Column) is not { } columns)
        {
            pool.AddRange(ends);
            return;
        }

        var lists = ends.SelectMany(end => end.Lists).ToHashSet();
        if (gather is var (_, into))
        {
            columns[into] = _nodes.Count;
            lists.Add(into);
        }

        pool.Add(Consume(Meeting.Join, [.. ends.Select(end => new Edge(end.Id, 0))], columns, lists, fork.Numbering, gather));
    }

    /// <summary>Any steps whose rows correspond.</summary>
    private void JoinAny(List<Node> pool)
    {
        var group = pool.GroupBy(node => node.Numbering).Where(group => group.Count() > 1).OrderBy(_ => _random.Next()).FirstOrDefault();
        if (group is null)
        {
            return;
        }

        var ends = group.OrderBy(_ => _random.Next()).Take(_random.Next(2, 4)).ToList();
        var fork = new Graph(0, _nodes, []).Fork(new Node(-1, Kind.Pass, 0) { Meeting = Meeting.Join, Edges = [.. ends.Select(end => new Edge(end.Id, 0))] });
        if (fork >= 0 && !_nodes[fork].IsRouter && Together(ends, _nodes[fork], gathered: null) is { } columns)
        {
            pool.Add(Consume(
                Meeting.Join, [.. ends.Select(end => new Edge(end.Id, 0))], columns, ends.SelectMany(end => end.Lists).ToHashSet(), ends[0].Numbering));
            pool.RemoveAll(node => ends.Contains(node) && Chance(70));
        }
    }

    private void MergeAny(List<Node> pool)
    {
        var ends = pool.OrderBy(_ => _random.Next()).Take(_random.Next(2, 4)).ToList();
        if (ends.Count > 1)
        {
            pool.RemoveAll(node => ends.Contains(node) && Chance(80));
            Merge(pool, ends, ++_numberings);
        }
    }

    private void Merge(List<Node> pool, List<Node> ends, int numbering)
    {
        var columns = new Dictionary<string, int>();
        foreach (var column in ends.SelectMany(end => end.Columns.Keys).Distinct())
        {
            var makers = ends.Where(end => end.Columns.ContainsKey(column)).Select(end => end.Columns[column]).Distinct().ToList();
            columns[column] = makers.Count == 1 ? makers[0] : _nodes.Count;
        }

        // A list in one branch and none in another cannot be made one column's type; it can be null, and nothing reads it.
        pool.Add(Consume(
            Meeting.Merge, [.. ends.Select(end => new Edge(end.Id, 0))], columns, ends.SelectMany(end => end.Lists).ToHashSet(), numbering));
    }

    /// <summary>Two or three sources of one length, each with steps that keep its rows' numbers, paired.</summary>
    private Node Zip()
    {
        var rows = Rows();
        var sides = new List<Node>();
        for (var left = Chance(40) ? 3 : 2; left > 0; left--)
        {
            var end = NewSource(rows);
            for (var steps = _random.Next(3); steps > 0; steps--)
            {
                end = Consume(Meeting.From, [new(end.Id, 0)], Columns(end), end.Lists, end.Numbering, isPlain: true);
            }

            sides.Add(end);
        }

        var columns = new Dictionary<string, int>(Columns(sides[0]));
        foreach (var (column, maker) in sides.Skip(1).SelectMany(Columns))
        {
            columns[column] = maker;
        }

        return Consume(Meeting.Zip, [.. sides.Select(side => new Edge(side.Id, 0))], columns, new HashSet<string>(), ++_numberings);
    }

    private int Rows() => _random.Next(10) switch
    {
        0 => 0,
        1 => 1,
        < 5 => _random.Next(2, 40),
        < 8 => _random.Next(40, 300),
        _ => _random.Next(300, 900),
    };

    private Node NewSource(int rows = -1)
    {
        var source = new Node(_nodes.Count, Kind.Source, Salt())
        {
            IsLater = Chance(30),
            Count = rows < 0 ? Rows() : rows,
            BatchSize = Chance(50) ? 50 : _random.Next(1, 65),
            Numbering = ++_numberings,
        };
        source.Columns[source.Makes] = source.Id;
        return Append(source);
    }

    /// <summary>A step with these edges. <paramref name="isPlain"/>: one that keeps the rows' numbers.</summary>
    private Node Consume(
        Meeting meeting,
        IReadOnlyList<Edge> edges,
        IReadOnlyDictionary<string, int> columns,
        IReadOnlySet<string> lists,
        int numbering,
        (string, string)? gather = null,
        bool isPlain = false)
    {
        var id = _nodes.Count;
        var kind = _random.Next(100) switch
        {
            < 12 => Kind.Pass,
            < 42 => Kind.Row,
            < 64 => Kind.Batch,
            < 78 => Kind.Sift,
            < 84 => Kind.SiftBatch,
            < 88 => Kind.Whole,
            < 91 => isPlain ? Kind.Row : Kind.Groups,
            _ => isPlain ? Kind.Batch : Kind.Children,
        };
        var (count, of) = kind is Kind.Children ? (_random.Next(1, 4), 1) : _random.Next(6) switch
        {
            0 => (0, 1),
            1 => (1, 1),
            2 => (1, 50),
            3 => (9, 10),
            _ => (1, 2),
        };
        var scalars = columns.Keys.Where(column => !lists.Contains(column)).Order(StringComparer.Ordinal).ToList();
        var node = new Node(id, kind, Salt())
        {
            IsLater = kind is Kind.Row or Kind.Batch or Kind.Sift or Kind.Children && Chance(40),
            Meeting = meeting,
            Edges = edges,
            Reads = [scalars[_random.Next(scalars.Count)], scalars[_random.Next(scalars.Count)]],
            Gather = gather,
            BatchSize = Chance(60) ? _random.Next(1, 6) : _random.Next(6, 65),
            Concurrency = kind is Kind.Row or Kind.Batch or Kind.Sift or Kind.SiftBatch or Kind.Children && Chance(40) ? _random.Next(1, 9) : 0,
            IsUnordered = kind is Kind.Row or Kind.Batch && Chance(8),
            Drops = scalars.Count > 2 && kind is not (Kind.Groups or Kind.Pass) && Chance(8) ? scalars[_random.Next(scalars.Count)] : null,
            Renames = kind == Kind.Pass && Chance(40) ? (scalars[_random.Next(scalars.Count)], $"N{id}") : null,
            Count = count,
            Of = of,
            Numbering = kind is Kind.Groups or Kind.Children ? ++_numberings : numbering,
        };
        Leave(node, columns, lists);
        return Append(node);
    }

    private string[] Reads(Node above)
    {
        var scalars = above.Columns.Keys.Where(column => !above.Lists.Contains(column)).ToList();
        return [scalars[_random.Next(scalars.Count)], scalars[_random.Next(scalars.Count)]];
    }

    private Node Append(Node node)
    {
        _nodes.Add(node);
        return node;
    }

    private Node Pick(List<Node> nodes) => nodes[_random.Next(nodes.Count)];

    private bool Chance(int percent) => _random.Next(100) < percent;

    private long Salt() => _random.NextInt64();
}
