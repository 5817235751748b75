namespace Distil.Pipelines.Tests.Methods;

// One step for each form that a batch or global method can have. All add 1 to `number`.

[Step(BatchSize = 7)]
public sealed class OfList
{
    [return: Column("number")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> number) => [.. number.Select(n => n + 1)];
}

[Step(BatchSize = 7)]
public sealed class OfMemory
{
    [return: Column("number")]
    public ReadOnlyMemory<int> ProcessBatch(ReadOnlyMemory<int> number)
    {
        var result = number.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            result[i]++;
        }

        return result;
    }
}

[Step(BatchSize = 7)]
public sealed class OfSpan
{
    // What a batch method returns is taken before the next call, so that one list can be used for all: it is no state.
    private readonly List<int> _result = [];

    [return: Column("number")]
    public List<int> ProcessBatch(ReadOnlySpan<int> number)
    {
#pragma warning disable DSTL0014 // Each call fills it anew.
        _result.Clear();
        foreach (var n in number)
        {
            _result.Add(n + 1);
        }
#pragma warning restore DSTL0014

        return _result;
    }
}

[Step(BatchSize = 7, Version = "1")]
public sealed class OfListTask
{
    [return: Column("number")]
    public async Task<int[]> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        return [.. number.Select(n => n + 1)];
    }
}

[Step(BatchSize = 7, Version = "1")]
public sealed class OfMemoryValueTask
{
    [return: Column("number")]
    public async ValueTask<Memory<int>> ProcessBatchAsync(ReadOnlyMemory<int> number, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        return number.ToArray().Select(n => n + 1).ToArray();
    }
}

[Step]
public sealed class AllOfList
{
    [return: Column("number")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number) => [.. number.Select(n => n + 1)];
}

[Step]
public sealed class AllOfSpan
{
    [return: Column("number")]
    public int[] ProcessAll(ReadOnlySpan<int> number)
    {
        var result = number.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            result[i]++;
        }

        return result;
    }
}

[Step]
public sealed class AllOfMemoryTask
{
    [return: Column("number")]
    public async Task<ReadOnlyMemory<int>> ProcessAllAsync(ReadOnlyMemory<int> number)
    {
        await Task.Yield();
        return number.ToArray().Select(n => n + 1).ToArray();
    }
}

/// <summary>Several columns in, several out, as rows.</summary>
[Step(BatchSize = 3)]
public sealed class PairUp
{
    public IReadOnlyList<(int Sum, string Text)> ProcessBatch(IReadOnlyList<int> number, ReadOnlyMemory<int> other) =>
        [.. number.Select((n, i) => (n + other.Span[i], $"{n}+{other.Span[i]}"))];
}

[Pipeline]
public sealed partial class EveryBatchForm(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), OutputMapping("number", "other")] OfList One { get; } = new();
    [From(nameof(One))] OfMemory Two { get; } = new();
    [From(nameof(Two))] OfSpan Three { get; } = new();
    [From(nameof(Three))] OfListTask Four { get; } = new();
    [From(nameof(Four))] OfMemoryValueTask Five { get; } = new();
    [From(nameof(Five))] AllOfList Six { get; } = new();
    [From(nameof(Six))] AllOfSpan Seven { get; } = new();
    [From(nameof(Seven))] AllOfMemoryTask Eight { get; } = new();
    [From(nameof(Eight))] PairUp Pairs { get; } = new();
}

public sealed class BatchMethodTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Every_form_of_a_batch_and_a_global_method(int rows)
    {
        var result = await Run.WithLimit(o => new EveryBatchForm(rows).RunAsync(o));

        Assert.Equal(
            Enumerable.Range(0, rows).Select(i => (i + 7, i + 1, (2 * i) + 8, $"{i + 7}+{i + 1}")),
            result.Pairs.Select(row => (row.Number, row.Other, row.Sum, row.Text)));
    }
}
