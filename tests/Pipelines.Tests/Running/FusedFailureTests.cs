using System.Collections.Concurrent;

namespace Distil.Pipelines.Tests.Running;

/// <summary>What the steps of a fused loop saw themselves, and which of them throws at which number.</summary>
public sealed class Trial(string failing, int bad)
{
    private readonly ConcurrentDictionary<string, int> _called = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _returned = new(StringComparer.Ordinal);

    public int CallsOf(string step) => _called.GetValueOrDefault(step);

    public int ReturnsOf(string step) => _returned.GetValueOrDefault(step);

    public T Call<T>(string step, int number, T answer)
    {
        _called.AddOrUpdate(step, 1, static (_, calls) => calls + 1);
        if (step == failing && number == bad)
        {
            throw new InvalidDataException($"{step} at {number}.");
        }

        _returned.AddOrUpdate(step, 1, static (_, calls) => calls + 1);
        return answer;
    }
}

[Step(OnError = OnError.Stop)]
public sealed class Tried(string name, Trial trial)
{
    [return: Column("number")]
    public int Process(int number) => trial.Call(name, number, number);
}

[Step(OnError = OnError.Stop)]
public sealed class TriedAside(string name, Trial trial)
{
    [return: Column("aside")]
    public int Process(int number) => trial.Call(name, number, number);
}

[Step(OnError = OnError.Stop)]
public sealed class TriedTap(string name, Trial trial)
{
    public void Process(int number) => trial.Call(name, number, 0);
}

[Filter(OnError = OnError.Stop)]
public sealed class TriedFilter(string name, Trial trial)
{
    public bool Keep(int number) => trial.Call(name, number, number % 3 != 0);
}

[Router(OnError = OnError.Stop)]
public sealed class TriedRouter(string name, Trial trial)
{
    public Parity Route(int number) => trial.Call(name, number, number % 2 == 0 ? Parity.Even : Parity.Odd);
}

[Expand(OnError = OnError.Stop)]
public sealed class TriedExpand(string name, Trial trial)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number) => trial.Call(name, number, Enumerable.Range(0, 2));
}

[Step(OnError = OnError.Stop)]
public sealed class TriedPart(string name, Trial trial)
{
    [return: Column("number")]
    public int Process(int number, int part) => trial.Call(name, (number * 2) + part, number);
}

[Sink(OnError = OnError.Stop)]
public sealed class TriedSink(string name, Trial trial)
{
    public void Write(int number) => trial.Call(name, number, 0);
}

/// <summary>Every shape that one loop can hold.</summary>
[Pipeline]
public sealed partial class AllShapes(int rows, Trial trial)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Tried First { get; } = new("First", trial);
    [From(nameof(First))] TriedFilter Kept { get; } = new("Kept", trial);
    [From(nameof(Kept))] TriedRouter Ways { get; } = new("Ways", trial);
    [From(nameof(Ways), When = Parity.Even)] Tried Even { get; } = new("Even", trial);
    [From(nameof(Ways), When = Parity.Odd)] Tried Odd { get; } = new("Odd", trial);
    [Merge(nameof(Even), nameof(Odd))] Tried Merged { get; } = new("Merged", trial);
    [From(nameof(Merged))] Tried Left { get; } = new("Left", trial);
    [From(nameof(Merged))] TriedAside Right { get; } = new("Right", trial);
    [From(nameof(Left), nameof(Right))] Tried Joined { get; } = new("Joined", trial);
    [From(nameof(Joined))] TriedExpand Parts { get; } = new("Parts", trial);
    [From(nameof(Parts))] TriedPart Part { get; } = new("Part", trial);
    [From(nameof(Part))] TriedSink Written { get; } = new("Written", trial);
    [From(nameof(Kept))] TriedTap Last { get; } = new("Last", trial);
}

/// <summary>The same shapes behind a batch step: the loop is not a source's.</summary>
[Pipeline]
public sealed partial class AllShapesBelow(int rows, Trial trial)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 10)] See Seen { get; } = new(new Calls());
    [From(nameof(Seen))] Tried First { get; } = new("First", trial);
    [From(nameof(First))] TriedFilter Kept { get; } = new("Kept", trial);
    [From(nameof(Kept))] TriedRouter Ways { get; } = new("Ways", trial);
    [From(nameof(Ways), When = Parity.Even)] Tried Even { get; } = new("Even", trial);
    [From(nameof(Ways), When = Parity.Odd)] Tried Odd { get; } = new("Odd", trial);
    [Merge(nameof(Even), nameof(Odd))] Tried Merged { get; } = new("Merged", trial);
    [From(nameof(Merged))] TriedExpand Parts { get; } = new("Parts", trial);
    [From(nameof(Parts))] TriedPart Part { get; } = new("Part", trial);
    [From(nameof(Part))] TriedSink Written { get; } = new("Written", trial);
    [From(nameof(Kept))] TriedTap Last { get; } = new("Last", trial);
}

/// <summary>Whichever step of a loop throws: the step and the row are named, and the counts are those of the calls that were made.</summary>
public sealed class FusedFailureTests
{
    [Theory]
    [InlineData("First", 64, "All#64")]
    [InlineData("Kept", 64, "All#64")]
    [InlineData("Kept", 63, "All#63")]
    [InlineData("Ways", 64, "All#64")]
    [InlineData("Even", 64, "All#64")]
    [InlineData("Odd", 65, "All#65")]
    [InlineData("Merged", 64, "All#64")]
    [InlineData("Merged", 65, "All#65")]
    [InlineData("Left", 64, "All#64")]
    [InlineData("Right", 64, "All#64")]
    [InlineData("Joined", 64, "All#64")]
    [InlineData("Parts", 64, "All#64")]
    [InlineData("Part", 128, "All#64.0")]
    [InlineData("Part", 129, "All#64.1")]
    [InlineData("Written", 64, "All#64.0")]
    [InlineData("Last", 64, "All#64")]
    public async Task In_a_sources_loop(string step, int bad, string row)
    {
        var trial = new Trial(step, bad);
        await Check(o => new AllShapes(200, trial).RunAsync(o), trial, step, row);
    }

    [Theory]
    [InlineData("First", 64, "All#64")]
    [InlineData("Kept", 64, "All#64")]
    [InlineData("Ways", 64, "All#64")]
    [InlineData("Even", 64, "All#64")]
    [InlineData("Odd", 65, "All#65")]
    [InlineData("Merged", 65, "All#65")]
    [InlineData("Parts", 64, "All#64")]
    [InlineData("Part", 129, "All#64.1")]
    [InlineData("Written", 64, "All#64.0")]
    [InlineData("Last", 64, "All#64")]
    public async Task In_a_loop_behind_a_batch_step(string step, int bad, string row)
    {
        var trial = new Trial(step, bad);
        await Check(o => new AllShapesBelow(200, trial).RunAsync(o), trial, step, row);
    }

    private static async Task Check<T>(Func<RunOptions, Task<T>> run, Trial trial, string step, string row)
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run));

        Assert.Equal(step, failure.StepName);
        Assert.Equal(row, $"{failure.RowId}");
        Assert.IsType<InvalidDataException>(failure.InnerException);
        foreach (var report in failure.PartialResult!.Steps.Where(report => report.Name is not ("All" or "Seen")))
        {
            Assert.True(trial.CallsOf(report.Name) == report.RowsIn, $"{report.Name}: {trial.CallsOf(report.Name)} calls, {report.RowsIn} rows in.");
            if (report.Name is not ("Kept" or "Parts"))
            {
                Assert.True(trial.ReturnsOf(report.Name) == report.RowsOut, $"{report.Name}: {trial.ReturnsOf(report.Name)} answers, {report.RowsOut} rows out.");
            }
        }
    }
}
