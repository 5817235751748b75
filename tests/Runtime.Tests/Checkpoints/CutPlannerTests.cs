using System.Globalization;
using Distil.Checkpoints;
using Distil.Engine;

namespace Distil.Runtime.Tests.Checkpoints;

/// <summary>The planner of cuts against a model of graphs. DISTIL_CUT_GRAPHS sets how many graphs there are.</summary>
public sealed class CutPlannerTests
{
    private const int CutsPerGraph = 4;

    private static readonly int s_graphs =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_CUT_GRAPHS"), CultureInfo.InvariantCulture, out var count) ? count : 300;

    [Fact]
    public void Stages_that_begin_again_where_the_planner_says_give_every_row_that_is_not_committed()
    {
        var restarts = 0;
        var (later, heldBack) = (0, 0);
        for (var seed = 1; seed <= s_graphs; seed++)
        {
            var (graph, random) = (new ModelGraph(seed), new Random(seed));
            long[] lengths = [0, 37, 200, 400, 800];
            var length = lengths[random.Next(lengths.Length)];
            var (undisturbed, points) = graph.Run(length, starts: null);
            for (var cut = 0; cut < CutsPerGraph; cut++)
            {
                // Leaves near each other, as channels keep them, or anywhere, as across a global step.
                var near = random.NextInt64(length + 1);
                var own = graph.Stages.Select(stage => stage.Kind != ModelKind.Leaf ? long.MaxValue
                    : cut % 2 == 0 ? Math.Clamp(near + random.Next(-20, 21), 0, length)
                    : random.NextInt64(length + 1)).ToArray();
                var starts = new CutPlanner(graph.Nodes(points)).Starts(own);
                var (resumed, pointsOfResumed) = graph.Run(length, starts);
                Compare(graph, seed, undisturbed, resumed, own);
                restarts++;
                later += starts[0].Position.Number > 0 ? 1 : 0;

                // The same with rows that are held of global steps and of branches that meet.
                var held = new ModelHeld(undisturbed, HeldOf(graph, length, random));
                starts = new CutPlanner(graph.Nodes(points)).Starts(own, held.NumberOf);
                Compare(graph, seed, undisturbed, graph.Run(length, starts, held).Rows, own);
                heldBack += starts[0].Position.Number > 0 ? 1 : 0;

                // Killed again in the resume: what it has noted, and where it began, is all that is known.
                own = [.. own.Select(number => number == long.MaxValue ? number : Math.Clamp(number + random.Next(0, 61), number, length))];
                starts = new CutPlanner(graph.Nodes(pointsOfResumed)).Starts(own);
                Compare(graph, seed, undisturbed, graph.Run(length, starts).Rows, own);
            }
        }

        Assert.Equal(s_graphs * CutsPerGraph, restarts);
        Assert.InRange(later, restarts / 5, restarts);
        Assert.InRange(heldBack, restarts / 5, restarts);
    }

    [Fact]
    public void A_stage_that_needs_nothing_more_begins_at_the_end()
    {
        var planner = new CutPlanner([new([]) { Source = 0 }, new([0]), new([0])]);
        Assert.All(planner.Starts([long.MaxValue, long.MaxValue, long.MaxValue]), start => Assert.Equal(Position.End, start.Position));
        Assert.Equal(
            [new Position(7, 0), Position.End, new Position(7, 0)],
            planner.Starts([long.MaxValue, long.MaxValue, 7]).Select(start => start.Position));
    }

    [Fact]
    public void A_source_before_the_one_that_a_row_is_of_is_complete_and_one_behind_begins_at_its_first_row()
    {
        var planner = new CutPlanner(
            [new([]) { Source = 0 }, new([]) { Source = 1 }, new([]) { Source = 2 }, new([0, 1, 2]), new([3])]);
        var starts = planner.Starts([long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, RowNumber.Pack(1, 5)]);

        Assert.Equal(Position.End, starts[0].Position);
        Assert.Equal(new Position(RowNumber.Pack(1, 5), 0), starts[1].Position);

        // A number of an earlier source: the stage begins at its first row.
        Assert.True(RowNumber.SourceOf(starts[2].Position.Number) < 2);
    }

    [Fact]
    public void Branches_of_a_zip_begin_at_the_same_ordinal()
    {
        var planner = new CutPlanner([new([]) { Source = 0 }, new([]) { Source = 1 }, new([0, 1]) { Zipped = [0, 1] }, new([2])]);
        var starts = planner.Starts([long.MaxValue, long.MaxValue, long.MaxValue, 9]);

        Assert.Equal(new Position(9, 0), starts[0].Position);
        Assert.Equal(new Position(RowNumber.Pack(1, 9), 0), starts[1].Position);
    }

    [Fact]
    public void What_a_global_step_reads_begins_at_the_first_row()
    {
        var planner = new CutPlanner([new([]) { Source = 0 }, new([0]) { NeedsAll = true }, new([1])]);
        Assert.Equal(Position.Start, planner.Starts([long.MaxValue, long.MaxValue, 9])[0].Position);
    }

    [Fact]
    public void What_a_global_step_reads_begins_behind_the_rows_that_are_held()
    {
        // 0 → 1 (global) → 3 and 0 → 2 → 3: the rows of both branches are held.
        var planner = new CutPlanner([new([]) { Source = 0 }, new([0]) { NeedsAll = true }, new([0]), new([1, 2])]);
        long Held(int stage, int branch) => (stage, branch) switch
        {
            (1, _) => 7,
            (3, 1) => 5,
            _ => -1,
        };
        long[] own = [long.MaxValue, long.MaxValue, long.MaxValue, 3];

        Assert.Equal([5, 3, 5, 3], planner.Starts(own, Held).Select(static start => start.Position.Number));
        Assert.Equal([0, 3, 3, 3], planner.Starts(own).Select(static start => start.Position.Number));

        // All of them are held: nothing is needed above. Nothing is needed below: nor is what is held.
        Assert.Equal(Position.End, planner.Starts(own, static (stage, branch) => branch == 0 && stage == 3 ? -1 : long.MaxValue)[0].Position);
        Assert.All(planner.Starts([.. own.Select(static _ => long.MaxValue)], Held), start => Assert.Equal(Position.End, start.Position));
    }

    [Fact]
    public void Nothing_below_a_failure_that_is_not_settled_is_committed_from_its_row_on()
    {
        // 0 → 1 → 3 and 0 → 2 → 3; 4 reads 2 alone.
        var planner = new CutPlanner([new([]) { Source = 0 }, new([0]), new([0]), new([1, 2]), new([2])]);
        Assert.Equal(
            [long.MaxValue, 5, long.MaxValue, 5, long.MaxValue],
            planner.Bounds([long.MaxValue, 5, long.MaxValue, long.MaxValue, long.MaxValue]));
    }

    private static Dictionary<(int Stage, int Branch), long> HeldOf(ModelGraph graph, long length, Random random)
    {
        var held = new Dictionary<(int Stage, int Branch), long>();
        for (var stage = 0; stage < graph.Stages.Count; stage++)
        {
            var model = graph.Stages[stage];
            for (var branch = 0; branch < model.Inputs.Length; branch++)
            {
                if (model.Kind == ModelKind.Global || (model.Kind is ModelKind.Join or ModelKind.Merge && random.Next(3) == 0))
                {
                    held.Add((stage, branch), random.Next(8) == 0 ? long.MaxValue : random.NextInt64(length + 1));
                }
            }
        }

        return held;
    }

    private static void Compare(ModelGraph graph, int seed, List<ModelRow>[] undisturbed, List<ModelRow>[] resumed, long[] own)
    {
        for (var stage = 0; stage < own.Length; stage++)
        {
            if (own[stage] < long.MaxValue)
            {
                Assert.True(
                    Rest(undisturbed[stage], own[stage]).SequenceEqual(Rest(resumed[stage], own[stage])),
                    $"Graph {seed}, leaf {stage} from row {own[stage]}: {string.Join(", ", graph.Stages)}");
            }
        }
    }

    private static IEnumerable<(long, ulong)> Rest(List<ModelRow> rows, long from) =>
        rows.Where(row => row.Number >= from).Select(static row => (row.Number, row.Value));
}
