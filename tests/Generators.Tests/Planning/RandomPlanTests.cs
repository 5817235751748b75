using System.Globalization;

namespace Distil.Generators.Tests.Planning;

/// <summary>What holds for the plans of random graphs. DISTIL_PLANS sets how many times the least number of them is planned.</summary>
public sealed class RandomPlanTests
{
    private static readonly int s_times =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_PLANS"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 1;

    [Fact]
    public void Every_plan_keeps_what_holds_for_all() => ForEachGraph(400, PlanChecker.Check);

    [Fact]
    public void A_plan_shows_every_step_the_rows_that_the_graph_says() =>
        ForEachGraph(200, pipeline => Assert.Equal(Reference.Run(pipeline), PlanSimulator.Run(pipeline)));

    [Fact]
    public void Equal_models_give_equal_plans() =>
        ForEachGraph(100, pipeline => Assert.Equal(pipeline.Plan, new Pipeline(pipeline.Steps, pipeline.Columns, pipeline.Leaves, pipeline.Routes).Plan));

    [Fact]
    public void A_plan_comes_to_its_end() =>
        ForEachGraph(200, pipeline => Assert.True(Bounds.ZipsAndMerges(pipeline) || FlowingRun.Stuck(pipeline) is "", PlanText.Of(pipeline)));

    private static void ForEachGraph(int count, Action<Pipeline> check)
    {
        for (var seed = 0; seed < count * s_times; seed++)
        {
            try
            {
                check(RandomGraph.Make(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }
}
