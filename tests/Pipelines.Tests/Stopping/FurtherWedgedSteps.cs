namespace Distil.Pipelines.Tests.Stopping;

/// <summary>Closed by code that does not end.</summary>
[Source]
public sealed class WedgedClosing(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        try
        {
            yield return 0;
        }
        finally
        {
            Wedge.Block();
        }
    }
}

/// <summary>Its time limit is longer than what the run waits.</summary>
[Step(Concurrency = 3, Timeout = 1_000, OnError = OnError.Stop)]
public sealed class WedgedTimeout(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public async ValueTask<int> ProcessAsync(int number, CancellationToken ct)
    {
        _ = ct;
        return number == 2 ? await Wedge.BlockAsync() : number;
    }
}

[Step(Timeout = 1_000, OnError = OnError.Stop)]
public sealed class WedgedBlockingTimeout(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public int Process(int number, CancellationToken ct)
    {
        _ = ct;
        return number == 2 ? Wedge.Block() : number;
    }
}

[Step(Concurrency = 1, BatchSize = 2, Timeout = 1_000, OnError = OnError.Stop)]
public sealed class WedgedTimedBatch(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("number")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number, CancellationToken ct)
    {
        _ = ct;
        return number.Contains(2) ? [await Wedge.BlockAsync(), 3] : number;
    }
}

[Filter(OnError = OnError.Stop)]
public sealed class WedgedFilter(Wedge wedge) : Unloadable("Wedged", wedge)
{
    public bool Keep(int number) => number != 2 || Wedge.Block() > 0;
}

[Expand(Concurrency = 2, OnError = OnError.Stop)]
public sealed class WedgedExpand(Wedge wedge) : Unloadable("Wedged", wedge)
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number)
    {
        yield return 0;
        yield return number == 2 ? await Wedge.BlockAsync() : 1;
    }
}

[Pipeline]
public sealed partial class WedgedTimeouts(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedTimeout Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedBlockingTimeouts(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedBlockingTimeout Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedUnordered(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All)), Step(Ordered = false)] WedgedCall Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedTimedBatches(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedTimedBatch Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedFilters(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedFilter Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedExpands(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    Numbers All { get; } = new(20_000);
    [From(nameof(All))] WedgedExpand Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class WedgedClosings(Wedge wedge)
{
    Numbers Others { get; } = new(1);
    [From(nameof(Others))] Beside Beside { get; } = new(wedge);
    [From(nameof(Beside))] BehindBeside Behind { get; } = new(wedge);
    WedgedClosing Wedged { get; } = new(wedge);
    [From(nameof(Wedged))] See After { get; } = new(new Calls());
}

/// <summary>Cannot be unloaded.</summary>
[Sink(OnError = OnError.Stop)]
public sealed class WedgedUnloading(Wedge wedge, bool blocksThread) : IStepLifecycle
{
    public void Write(int number)
    {
        if (number == 2 && wedge.Fails)
        {
            throw new InvalidOperationException("Two.");
        }
    }

    public ValueTask LoadAsync(CancellationToken ct) => default;

    public async ValueTask UnloadAsync(CancellationToken ct) => _ = blocksThread ? wedge.Block() : await wedge.BlockAsync();
}

[Pipeline]
public sealed partial class WedgedUnload(Wedge wedge, bool blocksThread)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] WedgedUnloading Wedged { get; } = new(wedge, blocksThread);
}
