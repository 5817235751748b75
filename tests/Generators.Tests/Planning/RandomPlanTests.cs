namespace Distil.Generators.Tests.Planning;

public sealed class RandomPlanTests
{
    private const int Graphs = 2000;

    [Fact]
    public void Every_plan_keeps_what_holds_for_all() => ForEachGraph(PlanChecker.Check);

    [Fact]
    public void A_plan_shows_every_step_the_rows_that_the_graph_says() =>
        ForEachGraph(pipeline => Assert.Equal(Reference.Run(pipeline), PlanSimulator.Run(pipeline)));

    [Fact]
    public void Equal_models_give_equal_plans() =>
        ForEachGraph(pipeline => Assert.Equal(pipeline.Plan, new Pipeline(pipeline.Steps, pipeline.Columns, pipeline.Leaves, pipeline.Routes).Plan));

    private static void ForEachGraph(Action<Pipeline> check)
    {
        for (var seed = 0; seed < Graphs; seed++)
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
