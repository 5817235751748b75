using Distil.Checkpoints;

namespace Distil.Runtime.Tests.Checkpoints;

internal enum ModelKind
{
    Source,
    Map,
    Filter,
    Expand,
    Fork,
    Batch,
    Join,
    Merge,
    Global,
    Leaf,
}

/// <summary>A stage of the model.</summary>
/// <param name="Inputs">The stages that it reads.</param>
/// <param name="Size">Of a batch: its rows. Of a filter: one row in so many goes on. Of a fork: at multiples of this number it may begin again.</param>
/// <param name="Fork">Of a join or merge: the fork whose branches meet. Of a batch: that by whose counts it closes, too; -1: none.</param>
internal sealed record ModelStage(ModelKind Kind, int[] Inputs, int Size = 0, int Fork = -1);

/// <summary>A row of the model: its number, what forks have counted, its value.</summary>
internal sealed record ModelRow(long Number, (int Fork, long Count)[] Forks, ulong Value)
{
    public long CountOf(int fork) => Forks.First(one => one.Fork == fork).Count;
}

/// <summary>The rows that are held of branches.</summary>
/// <param name="Rows">The rows of each stage in the run that held them.</param>
/// <param name="Below">Of a stage and a branch: the number below which its rows are held.</param>
internal sealed record ModelHeld(List<ModelRow>[] Rows, IReadOnlyDictionary<(int Stage, int Branch), long> Below)
{
    /// <summary>The number below which the rows of a branch are held; -1: none are.</summary>
    public long NumberOf(int stage, int branch) => Below.GetValueOrDefault((stage, branch), -1);

    /// <summary>What a stage reads of a branch: what is held, and behind it what comes.</summary>
    public List<ModelRow> Of(int stage, int branch, int input, List<ModelRow> come)
    {
        var below = NumberOf(stage, branch);
        return [.. Rows[input].Where(row => row.Number < below), .. come.Where(row => row.Number >= below)];
    }
}

/// <summary>
/// A graph at the level of row numbers, in which every stage is a function of the rows that come in: what batches become depends on which
/// rows are in them.
/// </summary>
internal sealed class ModelGraph
{
    private readonly Random _random;
    private readonly List<ModelStage> _stages = [new(ModelKind.Source, [])];

    /// <summary>Makes a random graph: segments, each a chain or a fork whose branches meet again.</summary>
    public ModelGraph(int seed)
    {
        _random = new(seed);
        var at = 0;
        for (var segment = _random.Next(1, 4); segment > 0; segment--)
        {
            at = Segment(at, 2, -1);
        }

        if (_random.Next(5) == 0)
        {
            at = Add(new(ModelKind.Global, [at]));
        }

        Add(new(ModelKind.Leaf, [at]));
    }

    public IReadOnlyList<ModelStage> Stages => _stages;

    /// <summary>The graph as the planner sees it.</summary>
    public IReadOnlyList<StageNode> Nodes(IReadOnlyList<StageProgress?> points) =>
    [
        .. _stages.Select((stage, index) => new StageNode(stage.Inputs)
        {
            Source = stage.Kind == ModelKind.Source ? 0 : -1,
            NeedsAll = stage.Kind == ModelKind.Global,
            Points = points[index],
        }),
    ];

    /// <summary>Runs the graph over so many rows.</summary>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="starts">Where each stage begins; null: at its first row.</param>
    /// <param name="held">The rows that are held; null: none.</param>
    /// <returns>The rows of each stage, and where it may begin again.</returns>
    public (List<ModelRow>[] Rows, StageProgress?[] Points) Run(
        long rows, IReadOnlyList<RestartPoint>? starts, ModelHeld? held = null)
    {
        var results = new List<ModelRow>[_stages.Count];
        var points = new StageProgress?[_stages.Count];
        for (var stage = 0; stage < _stages.Count; stage++)
        {
            var (kind, start) = (_stages[stage].Kind, starts?[stage] ?? RestartPoint.Start(1));
            points[stage] = kind is ModelKind.Batch or ModelKind.Fork ? new(start.Forks.Count == 0 ? start with { Forks = [0] } : start) : null;
            var first = kind == ModelKind.Global && start.Position != Position.End ? Position.Start : start.Position;
            var inputs = _stages[stage].Inputs
                .Select((input, branch) => From(held?.Of(stage, branch, input, results[input]) ?? results[input], first)).ToList();
            results[stage] = kind == ModelKind.Source
                ? [.. Range(start.Position.Number, rows).Select(number => new ModelRow(number, [], Hash((ulong)number)))]
                : [.. Process(stage, inputs, start, points[stage])];
        }

        return (results, points);
    }

    private static IEnumerable<long> Range(long from, long to)
    {
        for (var number = from; number < to; number++)
        {
            yield return number;
        }
    }

    private static List<(ModelRow Row, Position Position)> From(List<ModelRow> rows, Position start)
    {
        var positions = new List<(ModelRow, Position)>();
        var last = new Position(-1, 0);
        foreach (var row in rows)
        {
            last = row.Number == last.Number ? last with { Repeat = last.Repeat + 1 } : new(row.Number, 0);
            if (!last.IsBefore(start))
            {
                positions.Add((row, last));
            }
        }

        return positions;
    }

    private IEnumerable<ModelRow> Process(
        int index, List<List<(ModelRow Row, Position Position)>> inputs, RestartPoint start, StageProgress? points)
    {
        var stage = _stages[index];
        var rows = inputs[0].ConvertAll(static one => one.Row);
        return stage.Kind switch
        {
            ModelKind.Map => rows.Select(row => row with { Value = Hash(1, At(index), row.Value) }),
            ModelKind.Filter => rows.Where(row => Hash(2, At(index), row.Value) % (ulong)stage.Size == 0),
            ModelKind.Expand => rows.SelectMany(row => Enumerable.Range(0, (int)(Hash(3, At(index), row.Value) % 4))
                .Select(child => row with { Value = Hash(4, At(index), row.Value, At(child)) })),
            ModelKind.Fork => Count(index, stage, inputs[0], start, points!),
            ModelKind.Batch => Cut(index, stage, inputs[0], points!),
            ModelKind.Join => Join(index, stage, inputs),
            ModelKind.Merge => inputs.SelectMany(static (branch, at) => branch.Select((one, place) => (one.Row, at, place)))
                .OrderBy(one => one.Row.CountOf(stage.Fork)).ThenBy(static one => one.at).ThenBy(static one => one.place)
                .Select(one => Without(one.Row, stage.Fork)),
            ModelKind.Global => Whole(index, rows),
            _ => rows,
        };
    }

    private static ulong At(int place) => (ulong)place + 11;

    private static ulong AllOf(List<ModelRow> rows) => rows.Aggregate(17UL, static (all, row) => Hash(all, row.Value));

    private static IEnumerable<ModelRow> Count(
        int index, ModelStage stage, List<(ModelRow Row, Position Position)> rows, RestartPoint start, StageProgress points)
    {
        var count = start.Forks.Count == 0 ? 0 : start.Forks[0];
        foreach (var (row, position) in rows)
        {
            if (position.Repeat == 0 && row.Number % stage.Size == 0)
            {
                points.Note(position, [count]);
            }

            yield return row with { Forks = [.. row.Forks, (index, count++)] };
        }
    }

    private static IEnumerable<ModelRow> Cut(
        int index, ModelStage stage, List<(ModelRow Row, Position Position)> rows, StageProgress points)
    {
        var batch = new List<ModelRow>();
        var period = 4L * stage.Size;
        foreach (var (row, position) in rows)
        {
            var closes = batch.Count == stage.Size
                || (batch.Count > 0 && stage.Fork >= 0 && batch[0].CountOf(stage.Fork) / period != row.CountOf(stage.Fork) / period);
            if (closes)
            {
                foreach (var one in Answer(index, batch))
                {
                    yield return one;
                }

                batch.Clear();
            }

            if (batch.Count == 0)
            {
                points.Note(position, [0]);
            }

            batch.Add(row);
        }

        foreach (var one in Answer(index, batch))
        {
            yield return one;
        }
    }

    private static IEnumerable<ModelRow> Answer(int index, List<ModelRow> batch)
    {
        var all = AllOf(batch);
        return [.. batch.Select((row, place) => row with { Value = Hash(all, At(index), At(place)) })];
    }

    private static IEnumerable<ModelRow> Whole(int index, List<ModelRow> rows)
    {
        var all = AllOf(rows);
        return rows.Select((row, place) => row with { Value = Hash(all, At(index), row.Value, At(place)) });
    }

    private static IEnumerable<ModelRow> Join(int index, ModelStage stage, List<List<(ModelRow Row, Position Position)>> inputs)
    {
        var others = inputs.Skip(1).Select(branch => branch.ToDictionary(one => one.Row.CountOf(stage.Fork), static one => one.Row)).ToList();
        foreach (var (row, _) in inputs[0].OrderBy(one => one.Row.CountOf(stage.Fork)))
        {
            var count = row.CountOf(stage.Fork);
            if (others.TrueForAll(other => other.ContainsKey(count)))
            {
                var value = others.Aggregate(row.Value, (all, other) => Hash(all, other[count].Value));
                yield return Without(row, stage.Fork) with { Value = Hash(5, At(index), value) };
            }
        }
    }

    private static ModelRow Without(ModelRow row, int fork) => row with { Forks = [.. row.Forks.Where(one => one.Fork != fork)] };

    private static ulong Hash(params ReadOnlySpan<ulong> values)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in values)
        {
            hash = (hash ^ value) * 1099511628211UL;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private int Segment(int at, int depth, int outer)
    {
        at = Chain(at, _random.Next(4), outer);
        AddLeaf(at, 4);
        if (depth == 0 || _random.Next(4) == 0)
        {
            return at;
        }

        var fork = Add(new(ModelKind.Fork, [at], _random.Next(3) switch { 0 => 1, 1 => 3, _ => 10 }));
        var ends = new int[_random.Next(3) == 0 ? 3 : 2];
        for (var branch = 0; branch < ends.Length; branch++)
        {
            ends[branch] = Chain(fork, _random.Next(4), fork);
            ends[branch] = depth > 1 && _random.Next(5) < 2 ? Segment(ends[branch], depth - 1, fork) : ends[branch];
            AddLeaf(ends[branch], 5);
        }

        // A merge makes several rows of one count: below it no join by an outer fork.
        var kind = outer < 0 && _random.Next(2) == 0 ? ModelKind.Merge : ModelKind.Join;
        return Chain(Add(new(kind, ends, Fork: fork)), _random.Next(3), outer);
    }

    private int Chain(int at, int length, int fork)
    {
        for (; length > 0; length--)
        {
            at = Add(_random.Next(6) switch
            {
                0 => new(ModelKind.Map, [at]),
                1 => new(ModelKind.Filter, [at], _random.Next(1, 5)),
                2 => new(fork < 0 ? ModelKind.Expand : ModelKind.Map, [at]),
                3 => new(ModelKind.Filter, [at], 6),
                _ => new(ModelKind.Batch, [at], _random.Next(2, 12), fork),
            });
        }

        return at;
    }

    private void AddLeaf(int at, int oneIn)
    {
        if (_random.Next(oneIn) == 0)
        {
            Add(new(ModelKind.Leaf, [at]));
        }
    }

    private int Add(ModelStage stage)
    {
        _stages.Add(stage);
        return _stages.Count - 1;
    }
}
