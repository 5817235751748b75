namespace Distil.Pipelines.Tests.Resuming;

/// <summary>What happens to the runs of a pipeline, across them.</summary>
public sealed class Doings
{
    private int _reads;
    private int _calls;
    private int _loads;

    /// <summary>At this number the action is run, once.</summary>
    public (int At, Action Then)? Event { get; set; }

    /// <summary>Where sources end before they have given all rows.</summary>
    public int End { get; set; } = int.MaxValue;

    /// <summary>Whether the key that a step asks with is right.</summary>
    public bool HasKey { get; set; } = true;

    /// <summary>Rows that sources gave.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How often a step was loaded.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <summary>The numbers that the asked step was called with.</summary>
    public Log<int> Asked { get; } = new();

    public void Read(int number)
    {
        Interlocked.Increment(ref _reads);
        if (Event is { } due && due.At == number)
        {
            Event = null;
            due.Then();
        }
    }

    /// <summary>At this call of the asked step the action is run.</summary>
    public (int At, Action Then)? CallEvent { get; set; }

    public void Ask(int number)
    {
        Asked.Add(number);
        if (Interlocked.Increment(ref _calls) == CallEvent?.At)
        {
            CallEvent.Value.Then();
        }
    }

    public void Load() => Interlocked.Increment(ref _loads);
}

/// <summary>The numbers 0 to <paramref name="count"/> - 1; it cannot begin at a number.</summary>
[Source]
public sealed class Counted(int count, Doings doings)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        for (var number = 0; number < Math.Min(count, doings.End); number++)
        {
            doings.Read(number);
            yield return number;
        }
    }
}

/// <summary>The same; it can.</summary>
[Source]
public sealed class CountedFrom(int count, Doings doings)
{
    [return: Column("number")]
    public IEnumerable<int> Read(long offset)
    {
        for (var number = (int)offset; number < count; number++)
        {
            doings.Read(number);
            yield return number;
        }
    }
}

/// <summary>The same, asynchronous; it cannot.</summary>
[Source]
public sealed class CountedLater(int count, Doings doings)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync()
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Yield();
            doings.Read(number);
            yield return number;
        }
    }
}

/// <summary>Asks with a key. Without the right one every row fails.</summary>
[Step(Concurrency = 4, Retries = 0)]
public sealed class Ask(Doings doings) : IStepLifecycle
{
    [RuntimeParameter]
    public int Heat { get; set; } = 1;

    public ValueTask LoadAsync(CancellationToken ct)
    {
        doings.Load();
        return default;
    }

    public ValueTask UnloadAsync(CancellationToken ct) => default;

    [return: Column("answer")]
    public async Task<string> ProcessAsync(int number)
    {
        await Task.Yield();
        doings.Ask(number);
        return doings.HasKey ? $"{number * Heat}" : throw new InvalidOperationException("The key is wrong.");
    }
}

/// <summary>Fails on the numbers given.</summary>
[Step]
public sealed class FailOn(params int[] numbers)
{
    [return: Column("number")]
    public int Process(int number) => numbers.Contains(number) ? throw new InvalidDataException($"{number} is bad.") : number;
}

[Pipeline]
public sealed partial class AskedOnce(int count, Doings doings)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] Ask Asked { get; } = new(doings);
}

[Pipeline]
public sealed partial class AskedFrom(int count, Doings doings)
{
    CountedFrom All { get; } = new(count, doings);
    [From(nameof(All))] Ask Asked { get; } = new(doings);
}

[Pipeline]
public sealed partial class AskedLater(int count, Doings doings)
{
    CountedLater All { get; } = new(count, doings);
    [From(nameof(All))] Ask Asked { get; } = new(doings);
}

/// <summary>Lines of files are asked, and marked in batches.</summary>
[Pipeline]
public sealed partial class AskedFromFiles(string path, Doings doings)
{
    JsonLines<Line> All { get; } = Distil.JsonLines.Read<Line>(path);
    [From(nameof(All))] Ask Asked { get; } = new(doings);
    [From(nameof(All)), Drop("text")] Tag Tagged { get; } = new("t", new Calls());
}

/// <summary>Even numbers are asked, odd ones are not; both come together in the leaf.</summary>
[Pipeline]
public sealed partial class AskedOnOneRoute(int count, Doings doings)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] Ask Asked { get; } = new(doings);
    [From(nameof(Route), When = Parity.Odd)] Pass Others { get; } = new();
    [Merge(nameof(Asked), nameof(Others))] Pass Together { get; } = new();
}

/// <summary>Fails on some rows, in the loop of the source; batches come behind, and two leaves.</summary>
[Pipeline]
public sealed partial class WithFailures(int count, Doings doings)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] FailOn Checked { get; } = new(3, 40, 41, 77);
    [From(nameof(Checked))] Tag Tagged { get; } = new("t", new Calls());
    [From(nameof(Checked))] Divisible Tenth { get; } = new(10);
}
