using Distil.Guards;
using Distil.Running;

namespace Distil.Runtime.Tests.Guards;

/// <summary>Which failures a result keeps: a function of the failures, whenever they came.</summary>
public sealed class RunErrorsTests
{
    private static readonly string[] s_steps = ["Load", "Later", "Ask", "Judge"];
    private static readonly string[] s_sources = ["Load", "Later"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Failures_of_a_step_are_told_in_the_order_of_its_rows(int seed)
    {
        var errors = new List<RunError>
        {
            Error("Ask", new("Load", 9)),
            Error("Ask", new("Load", 10)),
            Error("Ask", new("Load", 11, 0)),
            Error("Ask", new("Load", 11, 0, 1)),
            Error("Ask", new("Load", 11, 2)),
            Error("Ask", new("Later", 0)),
            Error("Judge", new("Load", 3)),
            Error("Judge", new("Load", 12)),
        };
        var expected = errors.ToList();
        new Random(seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(errors));

        Assert.Equal(expected, Kept(errors));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_share_the_places_evenly(int seed)
    {
        var few = Enumerable.Range(0, 10).Select(place => Error("Load", new("Load", place)));
        var many = Enumerable.Range(0, 1_200).SelectMany(place => new[] { Error("Ask", new("Load", place)), Error("Judge", new("Load", place)) });
        RunError[] errors = [.. few, .. many];
        new Random(seed).Shuffle(errors);

        var kept = Kept(errors);

        Assert.Equal(RunSummary.MaxErrors, kept.Count);
        Assert.Equal(
            [
                .. Enumerable.Range(0, 10).Select(static place => $"Load Load#{place}"),
                .. Enumerable.Range(0, 495).Select(static place => $"Ask Load#{place}"),
                .. Enumerable.Range(0, 495).Select(static place => $"Judge Load#{place}"),
            ],
            kept.Select(static error => $"{error.Step} {error.RowId}"));
    }

    [Fact]
    public void The_failure_that_ended_the_run_takes_a_place()
    {
        var all = new RunErrors();
        all.OrderBy(s_steps, s_sources);
        for (var place = 0; place < 1_500; place++)
        {
            all.Add(Error("Ask", new("Load", place)));
        }

        all.Add(Error("Judge", new("Load", 7)), isFirst: true);

        Assert.Equal(1_501, all.All.Count);
        Assert.Equal(1_000, all.All.Kept.Count);
        Assert.Equal(["Judge Load#7", "Ask Load#0"], all.All.Kept.Take(2).Select(static error => $"{error.Step} {error.RowId}"));
        Assert.Equal(998, all.All.Kept[^1].RowId?.Ordinal);
    }

    [Theory]
    [InlineData(10, new[] { 4, 4, 4 }, new[] { 4, 3, 3 })]
    [InlineData(10, new[] { 1, 99, 2 }, new[] { 1, 7, 2 })]
    [InlineData(10, new[] { 3, 3 }, new[] { 3, 3 })]
    [InlineData(2, new[] { 5, 5, 5 }, new[] { 1, 1, 0 })]
    [InlineData(10, new int[0], new int[0])]
    public void Whoever_needs_fewer_leaves_the_rest_to_others(int places, int[] wanted, int[] shares) =>
        Assert.Equal(shares, RunErrors.Share(places, wanted));

    [Fact]
    public void An_error_tells_type_and_message_without_its_exception()
    {
        var error = new RunError("Ask", null, new InvalidDataException("no"), attempts: 4);

        Assert.Equal(new RunError("Ask", null, 4, "System.IO.InvalidDataException", "no", error.Exception), error);
    }

    private static IReadOnlyList<RunError> Kept(IEnumerable<RunError> errors)
    {
        var all = new RunErrors();
        all.OrderBy(s_steps, s_sources);
        foreach (var error in errors)
        {
            all.Add(error);
        }

        return all.All.Kept;
    }

    private static RunError Error(string step, RowId row) => new(step, row, 1, "T", "m", null);
}
