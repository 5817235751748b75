using Distil.Running;

namespace Distil.Pipelines.Tests.Stopping;

/// <summary>Holds a step fast, whatever its token says, until the test lets go.</summary>
public sealed class Wedge(bool fails) : IDisposable
{
    private readonly ManualResetEventSlim _mayEnd = new();
    private readonly TaskCompletionSource _mayEndAsync = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _beforeGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _beforeOn;

    /// <summary>Whether the step beside it fails as soon as it is held fast.</summary>
    public bool Fails => fails;

    public Task Entered => _entered.Task;

    /// <summary>The row of the step beside it has come to the stage behind that, and so no call of that step runs.</summary>
    public TaskCompletionSource BesideDone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The step beside it is loaded.</summary>
    public TaskCompletionSource BesideLoaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    /// <summary>The rows before the one that is held fast have gone on, and are counted.</summary>
    public Task BeforeGone => _beforeGone.Task;

    public Log<string> Unloaded { get; } = new();

    /// <summary>The last row before the one that is held fast goes on, in the loop that runs on this thread.</summary>
    public void GoesOnHere() => Volatile.Write(ref _beforeOn, Environment.CurrentManagedThreadId);

    /// <summary>Notes that the loop has ended its block.</summary>
    internal void Reach(RacePoint point)
    {
        if (point == RacePoint.EndBlock && Volatile.Read(ref _beforeOn) == Environment.CurrentManagedThreadId)
        {
            _beforeGone.TrySetResult();
        }
    }

    public int Block()
    {
        _entered.TrySetResult();
        _mayEnd.Wait();
        _ended.TrySetResult();
        return 1_000;
    }

    public async Task<int> BlockAsync()
    {
        _entered.TrySetResult();
        await _mayEndAsync.Task;
        _ended.TrySetResult();
        return 1_000;
    }

    public void Dispose()
    {
        _mayEnd.Set();
        _mayEndAsync.TrySetResult();
    }
}

/// <summary>What all of these steps are: they say when they are unloaded.</summary>
public abstract class Unloadable(string name, Wedge wedge) : IStepLifecycle
{
    protected Wedge Wedge => wedge;

    public ValueTask LoadAsync(CancellationToken ct)
    {
        if (name == "Beside")
        {
            wedge.BesideLoaded.TrySetResult();
        }

        return default;
    }

    public ValueTask UnloadAsync(CancellationToken ct)
    {
        wedge.Unloaded.Add(name);
        return default;
    }
}

/// <summary>Fails as soon as the step beside it is held fast.</summary>
[Step(Retries = 0, Concurrency = 1, OnError = OnError.Stop)]
public sealed class Beside(Wedge wedge) : Unloadable("Beside", wedge)
{
    [return: Column("beside")]
    public async Task<int> ProcessAsync(int number)
    {
        if (Wedge.Fails)
        {
            await Wedge.Entered;
            throw new InvalidDataException("Beside.");
        }

        return number;
    }
}

/// <summary>In a stage of its own: it is awaited.</summary>
[Step(Retries = 0, OnError = OnError.Stop)]
public sealed class BehindBeside(Wedge wedge)
{
    public Task ProcessAsync(int beside)
    {
        _ = beside;
        wedge.BesideDone.TrySetResult();
        return Task.CompletedTask;
    }
}

[Step(OnError = OnError.Stop)]
public sealed class BlockedStep(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public int Process(int number) => number == 2 ? Wedge.Block() : number;
}

[Step(Concurrency = 4, OnError = OnError.Stop)]
public sealed class WedgedCall(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public async ValueTask<int> ProcessAsync(int number) => number == 2 ? await Wedge.BlockAsync() : number;
}

[Step(Concurrency = 1, BatchSize = 2, OnError = OnError.Stop)]
public sealed class WedgedBatch(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number) =>
        number.Contains(2) ? [await Wedge.BlockAsync(), 3] : number;
}

[Step]
public sealed class WedgedGlobal(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number) => [Wedge.Block(), .. number.Skip(1)];
}

/// <summary>In the loop behind the call: notes that the last row before the one that is held fast has gone on.</summary>
[Step(OnError = OnError.Stop)]
public sealed class NoteBefore(Wedge wedge)
{
    [return: Column("number")]
    public int Process(int number)
    {
        if (number == 1)
        {
            wedge.GoesOnHere();
        }

        return number;
    }
}

[Sink(OnError = OnError.Stop)]
public sealed class WedgedSink(Wedge wedge) : Unloadable("Wedged", wedge)
{
    public async Task WriteAsync(int number) => await (number == 2 ? Wedge.BlockAsync() : Task.FromResult(number));
}

[Source]
public sealed class WedgedSource(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        yield return 0;
        yield return Wedge.Block();
    }
}

[Source]
public sealed class WedgedAsyncSource(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync()
    {
        yield return 0;
        yield return await Wedge.BlockAsync();
    }
}

[Pipeline]
public sealed partial class WedgedRows(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] BlockedStep Wedged { get; } = new(wedge);
}

/// <summary>The step stands in a loop of its own, between one that it holds up and one that waits for it.</summary>
[Pipeline]
public sealed partial class WedgedBetween(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] See Before { get; } = new(new Calls());
    [From(nameof(All))] Tag Other { get; } = new("t", new Calls());
    [From(nameof(Before), nameof(Other))] BlockedStep Wedged { get; } = new(wedge);
    [From(nameof(Wedged))] NameLater After { get; } = new("n", 0);
}

[Pipeline]
public sealed partial class WedgedReplicas(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All)), Step(Concurrency = 3)] BlockedStep Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedCalls(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedCall Wedged { get; } = new(wedge);
    [From(nameof(Wedged))] NoteBefore Noted { get; } = new(wedge);
    [From(nameof(Noted))] See After { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class WedgedBatches(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedBatch Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedBatchesSideBySide(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All)), Step(Concurrency = 3)] WedgedBatch Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedGlobals(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(5);
    [From(nameof(All))] WedgedGlobal Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedWrites(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedSink Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedReads(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    WedgedSource Wedged { get; } = new(wedge);
    [From(nameof(Wedged))] See After { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class WedgedAsyncReads(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    WedgedAsyncSource Wedged { get; } = new(wedge);
    [From(nameof(Wedged))] See After { get; } = new(new Calls());
}

/// <summary>One leaf, to be streamed.</summary>
[Pipeline]
public sealed partial class WedgedOnce(Wedge wedge)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] WedgedCall Wedged { get; } = new(wedge);
}

/// <summary>Never loaded.</summary>
[Step(OnError = OnError.Stop)]
public sealed class WedgedLoading(Wedge wedge) : IStepLifecycle
{
    public void Process(int number) => _ = number;

    public async ValueTask LoadAsync(CancellationToken ct) => await wedge.BlockAsync();

    public ValueTask UnloadAsync(CancellationToken ct)
    {
        wedge.Unloaded.Add("Wedged");
        return default;
    }
}

[Pipeline]
public sealed partial class WedgedLoad(Wedge wedge)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] WedgedLoading Wedged { get; } = new(wedge);
}

/// <summary>Late, and still running when the run ends.</summary>
[Step(Timeout = 5, Retries = 1, Concurrency = 1, OnError = OnError.Stop)]
public sealed class LateAndLoaded(Wedge wedge) : Unloadable("Late", wedge)
{
    [return: Column("text")]
    public async Task<string> ProcessAsync(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        if (number == 2 && context.Attempt == 1)
        {
            await Wedge.BlockAsync();
        }

        return $"{number}";
    }
}

[Pipeline]
public sealed partial class LateAtTheEnd(Wedge wedge)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] LateAndLoaded Late { get; } = new(wedge);
    [From(nameof(Late))] Beside Beside { get; } = new(wedge);
}

/// <summary>Says when it is closed.</summary>
[Source]
public sealed class ClosedSource(Wedge wedge) : Unloadable("All", wedge)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        try
        {
            for (var number = 0; number < 1_000_000; number++)
            {
                yield return number;
            }
        }
        finally
        {
            Wedge.Unloaded.Add("All closed");
        }
    }
}

/// <summary>The source waits for room in front of the step, long before its last row.</summary>
[Pipeline]
public sealed partial class WedgedBelow(Wedge wedge)
{
    ClosedSource All { get; } = new(wedge);
    [From(nameof(All)), Step(Concurrency = 3)] BlockedStep Wedged { get; } = new(wedge);
}

/// <summary>Fails on its first attempt.</summary>
[Step(Retries = 3, Concurrency = 1, OnError = OnError.Stop)]
public sealed class FailsFirst(Wedge wedge) : Unloadable("Failing", wedge)
{
    [return: Column("text")]
    public Task<string> ProcessAsync(int number, StepContext context) =>
        context.Attempt == 1 ? throw new InvalidDataException("First.") : Task.FromResult($"{number}");
}

[Pipeline]
public sealed partial class WedgedBetweenAttempts(Wedge wedge)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] FailsFirst Failing { get; } = new(wedge);
}
