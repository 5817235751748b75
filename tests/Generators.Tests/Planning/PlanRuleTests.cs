using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>Order, reasons, error policy, and graphs that are no graphs.</summary>
public sealed class PlanRuleTests
{
    [Fact]
    public void Order_is_given_up_where_the_user_waives_it_and_nothing_below_needs_it()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s, new Shape { IsAsync = true, Ordered = false });
        g.Filter("F", x, "a");

        var stage = Stage(g, "X");

        Assert.False(stage.IsOrdered);
        Assert.Equal("X.ProcessAsync is awaited: up to 16 calls run while rows leave as they are answered", stage.Why);
    }

    [Theory]
    [InlineData(nameof(MethodForm.Row), false)]
    [InlineData(nameof(MethodForm.Batch), true)]
    [InlineData(nameof(MethodForm.All), true)]
    public void A_batch_or_global_step_anywhere_below_restores_the_order(string below, bool isOrdered)
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s, new Shape { IsAsync = true, Ordered = false });
        var y = g.Call("Y", x);
        g.Step("Z", y, new Shape { Form = Enum.Parse<MethodForm>(below) });

        Assert.Equal(isOrdered, Stage(g, "X").IsOrdered);
    }

    [Fact]
    public void A_meet_below_restores_the_order_and_one_above_does_not()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s, new Shape { IsAsync = true, Ordered = false });
        var m = g.Step("M", Input.Merge(s, x));
        g.Step("Y", m, new Shape { IsAsync = true, Ordered = false });

        Assert.True(Stage(g, "X").IsOrdered);
        Assert.False(Stage(g, "Y").IsOrdered);
    }

    [Fact]
    public void A_replicated_loop_may_be_unordered_and_a_plain_one_never_is()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s, new Shape { Concurrency = 2, Ordered = false });
        g.Step("Y", x, new Shape { Ordered = false });

        Assert.False(Stage(g, "X").IsOrdered);
        Assert.True(Stage(g, "Y").IsOrdered);
    }

    [Fact]
    public void Reasons_are_sentences()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var t = g.Source("T", "b");
        var z = g.Pass("Z", Input.Zip(s, t));
        var r = g.Router("R", z, "A", "B", "C");
        var b = g.Batch("B", Edge.On(r, "A"));
        var c = g.Step("C", Edge.On(r, "B", "C"), new Shape { Form = MethodForm.Batch, BatchSize = 1, IsAsync = true, Concurrency = 1 });
        var m = g.Pass("M", Input.Merge(b, c, Edge.On(r, "C")));
        var x = g.Replicated("X", m, 4);
        var y = g.Step("Y", x);
        g.Step("W", y, new Shape { IsAsync = true, Concurrency = 1 });
        g.Batch("V", y);

        Assert.Equal(
            [
                "S is a source and starts its own loop",
                "T is a source and starts its own loop",
                "The rows of S and T are paired here",
                "B.ProcessBatch sees exactly 50 rows at a time, fewer where the branches that meet below would wait too long",
                "C.ProcessBatchAsync sees exactly 1 row at a time, fewer where the branches that meet below would wait too long",
                "The branches B, C and R (C) meet here",
                "Concurrency = 4 replicates this loop",
                "Y runs once at a time, unlike the loop before it, which is replicated 4 times",
                "W.ProcessAsync is awaited: one call runs at a time",
                "V.ProcessBatch sees exactly 50 rows at a time",
                "The rows of W become a data set",
                "The rows of V become a data set",
            ],
            g.Build().Plan.Stages.Select(stage => stage.Why));
    }

    [Fact]
    public void Only_a_dead_letter_drops_a_row()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Call("X", s, "b");
        var all = g.Step("All", x, new Shape { Form = MethodForm.All });
        var steps = g.Build().Steps;

        Assert.Equal(ErrorPolicy.DeadLetter, steps[x].Settings.OnError);
        Assert.True(StepGraph.FailureMayDrop(steps[x]));
        Assert.False(StepGraph.FailureMayDrop(Under(ErrorPolicy.Stop, x)));
        Assert.False(StepGraph.FailureMayDrop(Under(ErrorPolicy.Null, x)));
        Assert.False(StepGraph.FailureMayDrop(Under(ErrorPolicy.DeadLetter, s)));
        Assert.False(StepGraph.FailureMayDrop(Under(ErrorPolicy.DeadLetter, all)));

        StepModel Under(ErrorPolicy policy, int step) =>
            steps[step] with { Settings = steps[step].Settings with { OnError = policy } };
    }

    [Fact]
    public void A_cycle_has_no_plan()
    {
        var g = new GraphBuilder();
        var s = g.Source("S", "a");
        var x = g.Step("X", s);
        g.Step("Y", x);
        var steps = g.Build().Steps.ToList();
        steps[x] = steps[x] with { Input = steps[x].Input with { Branches = new[] { new BranchModel(2, EquatableArray<string>.Empty, 0) }.ToEquatableArray() } };

        Assert.Equal(PlanModel.Empty, new Pipeline(steps, [], [], new Dictionary<string, long>()).Plan);
    }

    [Fact]
    public void A_pipeline_without_steps_has_an_empty_plan() => Assert.Equal(PlanModel.Empty, new GraphBuilder().Build().Plan);

    [Fact(Timeout = 120_000)]
    public async Task A_long_pipeline_is_planned()
    {
        var g = new GraphBuilder();
        var above = g.Source("S", "a");
        for (var step = 0; step < 100; step++)
        {
            var x = g.Call($"X{step}", above, "b");
            var y = g.Call($"Y{step}", above, "c");
            above = g.Step($"J{step}", Input.Join(x, y), new Shape { Keep = ["a"] });
        }

        // A plan whose work doubles with each fork would not be here within the age of the universe.
        await Task.Run(() => PlanChecker.Check(g.Build()), TestContext.Current.CancellationToken);
        Assert.Equal(100, g.Build().Plan.Forks.Count);
    }

    private static StageModel Stage(GraphBuilder graph, string first)
    {
        var pipeline = graph.Build();
        return pipeline.Plan.Stages.First(stage => stage.Steps.Count > 0 && pipeline.Steps[stage.Steps[0]].Name == first);
    }
}
