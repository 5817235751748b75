namespace Distil.Pipelines.Tests.Running;

/// <summary>Says when it is loaded, called and unloaded.</summary>
[Step(OnError = OnError.Stop)]
public sealed class Living(string name, Log<string> log, string? failure = null) : IStepLifecycle
{
    [return: Column("number")]
    public int Process(int number)
    {
        log.Add($"{name} called");
        return number;
    }

    public async ValueTask LoadAsync(CancellationToken ct)
    {
        await Task.Yield();
        if (failure is not null)
        {
            throw new InvalidDataException(failure);
        }

        log.Add($"{name} loaded");
    }

    public ValueTask UnloadAsync(CancellationToken ct)
    {
        log.Add($"{name} unloaded");
        return default;
    }
}

[Source(Version = "1")]
public sealed class LivingNumbers(int count, Log<string> log) : IStepLifecycle
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        log.Add("source read");
        return Enumerable.Range(0, count);
    }

    public ValueTask LoadAsync(CancellationToken ct)
    {
        log.Add("source loaded");
        return default;
    }

    public ValueTask UnloadAsync(CancellationToken ct)
    {
        log.Add("source unloaded");
        return default;
    }
}

[Pipeline]
public sealed partial class Lived(Log<string> log, string? failure, int bad)
{
    LivingNumbers All { get; } = new(2, log);
    [From(nameof(All))] Living First { get; } = new("first", log);
    [From(nameof(First))] Living Second { get; } = new("second", log, failure);
    [From(nameof(Second)), Step(OnError = OnError.Stop)] FailAt Third { get; } = new(bad);
}

/// <summary>Waits in its LoadAsync until the others of its pipeline wait too.</summary>
[Step]
public sealed class Meets(Barrier barrier) : IStepLifecycle
{
    [return: Column("number")]
    public int Process(int number) => number;

    public async ValueTask LoadAsync(CancellationToken ct) => await Task.Run(() => Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30), ct)), ct);

    public ValueTask UnloadAsync(CancellationToken ct) => default;
}

[Pipeline]
public sealed partial class LoadedSideBySide(Barrier barrier)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] Meets First { get; } = new(barrier);
    [From(nameof(First))] Meets Second { get; } = new(barrier);
}

/// <summary>Point 12 of what must hold.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task T12_A_load_that_fails_runs_nothing_and_unloads_what_was_loaded()
    {
        var log = new Log<string>();
        var exception = await Assert.ThrowsAsync<StepLoadException>(
            () => Run.WithLimit(o => new Lived(log, "The model is not there.", bad: -1).RunAsync(o)));

        Assert.Equal("Second", exception.StepName);
        Assert.Contains("Second", exception.Message);
        Assert.Equal("The model is not there.", Assert.IsType<InvalidDataException>(exception.InnerException).Message);
        Assert.Contains(nameof(Living.LoadAsync), exception.InnerException.StackTrace);
        Assert.Equal(["first loaded", "first unloaded", "source loaded", "source unloaded"], log.All.Order());
    }

    [Fact]
    public async Task Steps_are_loaded_before_any_row_and_unloaded_after_the_last()
    {
        var log = new Log<string>();
        await Run.WithLimit(o => new Lived(log, failure: null, bad: -1).RunAsync(o));

        var lines = log.All;
        Assert.Equal(["first loaded", "second loaded", "source loaded"], lines.Take(3).Order());
        Assert.Equal("source read", lines[3]);
        Assert.Equal(["first called", "first called", "second called", "second called"], lines.Skip(4).Take(4).Order());
        Assert.Equal(["first unloaded", "second unloaded", "source unloaded"], lines.Skip(8).Order());
    }

    [Fact]
    public async Task Steps_are_unloaded_after_a_failure()
    {
        var log = new Log<string>();
        await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new Lived(log, failure: null, bad: 1).RunAsync(o)));

        Assert.Equal(["first unloaded", "second unloaded", "source unloaded"], log.All.Where(line => line.EndsWith("unloaded", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task All_steps_load_side_by_side()
    {
        using var barrier = new Barrier(2);
        var result = await Run.WithLimit(o => new LoadedSideBySide(barrier).RunAsync(o));

        Assert.Equal(RunStatus.Completed, result.Status);
    }
}
