using System.Diagnostics;

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>Stands for a service: waits, and adds up how long the waits really took, which is more than was asked for.</summary>
public sealed class Latency(Func<long, int> milliseconds)
{
    private long _ticks;

    /// <summary>Every call takes 5 ms.</summary>
    public static Latency Fixed() => new(static _ => 5);

    /// <summary>95 % of the calls take 3 ms, the others 43 ms.</summary>
    public static Latency HeavyTail() => new(static id => (((ulong)id * 0x9E37_79B9_7F4A_7C15) >> 32) % 20 == 0 ? 43 : 3);

    public TimeSpan Total => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    public async ValueTask WaitAsync(long id)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(milliseconds(id));
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - started);
    }
}
