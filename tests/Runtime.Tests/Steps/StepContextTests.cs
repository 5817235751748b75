using Microsoft.Extensions.Logging.Abstractions;

namespace Distil.Runtime.Tests.Steps;

public sealed class StepContextTests
{
    [Fact]
    public void A_test_of_a_step_can_make_one()
    {
        var context = new StepContext("Judge");
        Assert.Equal("Judge", context.StepName);
        Assert.Equal(1, context.Attempt);
        Assert.Same(NullLogger.Instance, context.Logger);
        Assert.Same(TimeProvider.System, context.TimeProvider);
        Assert.Empty(context.Devices);
        Assert.Empty(context.Metadata);
    }

    [Fact]
    public void Random_numbers_are_the_same_for_the_same_step_and_row()
    {
        var first = new StepContext("Judge", new RowId("Prompts", 3), runId: "a", attempt: 1);
        var second = new StepContext("Judge", new RowId("Prompts", 3), runId: "b", attempt: 2);
        Assert.Equal(first.Random.Next(), second.Random.Next());
        Assert.Same(first.Random, first.Random);
    }

    [Fact]
    public void Random_numbers_are_the_same_in_every_process()
        => Assert.Equal(PinnedFirst, new StepContext("Judge", new RowId("Prompts", 3, 1)).Random.Next());

    // Taken once; another value means that every user's random columns change.
    private const int PinnedFirst = 1616592822;

    [Fact]
    public void Random_numbers_differ_from_step_to_step_and_from_row_to_row()
    {
        var contexts =
            from step in (string[])["A", "B", "AB"]
            from place in Enumerable.Range(0, 200)
            from child in Enumerable.Range(0, 3)
            select new StepContext(step, new RowId("S", place, child)).Random.NextInt64();
        Assert.Equal(1800, contexts.Distinct().Count());
        Assert.NotEqual(
            new StepContext("AB", new RowId("C", 0)).Random.Next(),
            new StepContext("A", new RowId("BC", 0)).Random.Next());
    }

    [Fact]
    public void Metadata_is_of_its_call()
    {
        var context = new StepContext("Judge");
        Assert.False(context.HasMetadata);
        context.Metadata["tokens"] = 12;
        Assert.True(context.HasMetadata);
        Assert.Empty(new StepContext("Judge").Metadata);
    }
}
