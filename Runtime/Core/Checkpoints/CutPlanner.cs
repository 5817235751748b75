using Distil.Engine;

namespace Distil.Checkpoints;

/// <summary>
/// Decides where each stage begins again, from what is committed of the data sets: readers first, each stage at its last restart point
/// that is not behind what they need.
/// </summary>
/// <remarks>
/// A row's number is the barrier: whatever the graph does to rows, each keeps the number of the row of a source that it comes from, and
/// comes in the order of these numbers. So a stage that is given every row from a number on gives every row from that number on.
/// </remarks>
/// <param name="stages">The stages of a run.</param>
internal sealed class CutPlanner(IReadOnlyList<StageNode> stages)
{
    private readonly int[] _order = Order(stages);

    /// <summary>
    /// Finds how far each stage's rows may be committed, where rows above it are to be tried again from some number on.
    /// </summary>
    /// <param name="unsettled">
    /// Per stage: the first number that it may treat another way in the next run; <see cref="long.MaxValue"/>: there is none.
    /// </param>
    /// <returns>Per stage: no row of this number, or above, may be committed below it.</returns>
    public long[] Bounds(IReadOnlyList<long> unsettled)
    {
        var bounds = new long[stages.Count];
        foreach (var stage in _order)
        {
            var bound = unsettled[stage];
            for (var branch = 0; branch < stages[stage].Inputs.Count; branch++)
            {
                bound = Math.Min(bound, Down(stages[stage], branch, bounds[stages[stage].Inputs[branch]]));
            }

            bounds[stage] = bound;
        }

        return bounds;
    }

    /// <summary>Finds how far the rows may be committed that are held of a branch: they are those of the stage above.</summary>
    /// <param name="bounds">What <see cref="Bounds"/> found.</param>
    /// <param name="stage">The stage that reads them.</param>
    /// <param name="branch">The branch.</param>
    public long BoundOf(IReadOnlyList<long> bounds, int stage, int branch) => bounds[stages[stage].Inputs[branch]];

    /// <summary>Finds where each stage begins again.</summary>
    /// <param name="own">
    /// Per stage: the first number that it has itself not done with: a leaf has not committed it, a sink was not called for it, a failure
    /// is to be tried again. <see cref="long.MaxValue"/>: it does nothing by itself.
    /// </param>
    /// <param name="held">
    /// Of a stage and a branch whose rows are held: the number below which they are; -1: none are. Such a stage reads them back,
    /// wherever it begins, and its input begins behind them. Null: none are held.
    /// </param>
    public RestartPoint[] Starts(IReadOnlyList<long> own, Func<int, int, long>? held = null)
    {
        long[] needs = [.. own];
        var starts = new RestartPoint[stages.Count];
        for (var place = _order.Length - 1; place >= 0; place--)
        {
            var stage = _order[place];
            var node = stages[stage];
            var need = node.Source >= 0 && RowNumber.SourceOf(needs[stage]) > node.Source ? long.MaxValue : needs[stage];
            starts[stage] = need == long.MaxValue || node.Points is null ? new(new(need, 0), []) : node.Points.PointAt(need);
            for (var branch = 0; branch < node.Inputs.Count; branch++)
            {
                ref var above = ref needs[node.Inputs[branch]];
                var number = NumberAt(stage, branch, starts[stage].Position.Number);
                above = Math.Min(above, number < long.MaxValue && held?.Invoke(stage, branch) is { } kept and >= 0 ? kept : number);
            }
        }

        return starts;
    }

    /// <summary>The first number that a stage needs on a branch, where it begins again at a number.</summary>
    public long NumberAt(int stage, int branch, long number)
    {
        var node = stages[stage];
        return number == long.MaxValue ? number
            : node.NeedsAll ? 0
            : node.Zipped is { } sources ? Convert(number, sources[0], sources[branch])
            : number;
    }

    private static long Down(StageNode node, int branch, long number) =>
        number == long.MaxValue ? number
        : node.NeedsAll ? 0
        : node.Zipped is { } sources ? Convert(number, sources[branch], sources[0])
        : number;

    /// <summary>The number of the row of one source that has the ordinal of a row of another.</summary>
    private static long Convert(long number, int from, int to)
    {
        var source = RowNumber.SourceOf(number);
        return source == from ? RowNumber.Pack(to, RowNumber.OrdinalOf(number))
            : source > from ? long.MaxValue
            : RowNumber.Pack(to, 0);
    }

    /// <summary>The stages, each behind those that it reads.</summary>
    private static int[] Order(IReadOnlyList<StageNode> stages)
    {
        var left = stages.Select(static stage => stage.Inputs.Count).ToArray();
        var readers = stages.SelectMany(static (stage, index) => stage.Inputs.Select(input => (input, index))).ToLookup(
            static edge => edge.input, static edge => edge.index);
        var order = new List<int>(Enumerable.Range(0, stages.Count).Where(stage => left[stage] == 0));
        for (var next = 0; next < order.Count; next++)
        {
            order.AddRange(readers[order[next]].Where(reader => --left[reader] == 0));
        }

        return [.. order];
    }
}
