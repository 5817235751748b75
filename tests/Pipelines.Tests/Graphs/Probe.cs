using System.Collections.Concurrent;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>
/// Writes down the calls of batch steps, global steps and sinks of one run: what each was called with, as a hash. At the
/// <paramref name="at"/>-th call it does something else beside.
/// </summary>
public sealed class Probe(int at = 0, Action? then = null)
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> _calls = new();
    private int _count;

    public void Called(string step, long hash)
    {
        _calls.GetOrAdd(step, _ => new ConcurrentQueue<long>()).Enqueue(hash);
        if (Interlocked.Increment(ref _count) == at)
        {
            then?.Invoke();
        }
    }

    /// <summary>How many calls there were.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The calls of a step in no order: several may have run at a time.</summary>
    public IReadOnlyList<long> Calls(string step) =>
        _calls.TryGetValue(step, out var calls) ? [.. calls.Order()] : [];
}

/// <summary>The rows of one leaf: its columns' names and a line of values a row.</summary>
public sealed record Table(string Leaf, IReadOnlyList<string> Columns, IReadOnlyList<long?[]> Rows);

/// <summary>A pipeline of the compiled text.</summary>
public sealed record Runner(string Name, Func<Probe, RunOptions, CancellationToken, Task<Outcome>> RunAsync);

/// <summary>What a run gave. <paramref name="Failure"/>: what it failed with; the rest is its partial result then.</summary>
public sealed record Outcome(
    RunStatus Status,
    long ErrorCount,
    IReadOnlyList<RunError> Errors,
    IReadOnlyDictionary<string, StepReport> Steps,
    IReadOnlyList<Table> Tables,
    PipelineFailedException? Failure);
