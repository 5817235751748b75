namespace Distil.Pipelines.Tests.Running;

/// <summary>Looks, once many rows have come, whether the first one's text is still held by anybody.</summary>
public sealed class FirstText
{
    private readonly WeakReference<string> _first = new("");

    /// <summary>Null: not looked yet.</summary>
    public bool? IsHeld { get; private set; }

    public string Make()
    {
        var text = new string('x', 1_000);
        _first.SetTarget(text);
        return text;
    }

    public void Look()
    {
        GC.Collect();
        IsHeld = _first.TryGetTarget(out _);
    }
}

[Source]
public sealed class Texts(int rows, FirstText first)
{
    [return: Column("text")]
    public IEnumerable<string> Read()
    {
        for (var row = 0; row < rows; row++)
        {
            yield return row == 0 ? first.Make() : "text";
        }
    }
}

[Router]
public sealed class ByTextLength
{
    public Parity Route(string text) => text.Length % 2 == 0 ? Parity.Even : Parity.Odd;
}

[Step]
public sealed class SameText
{
    [return: Column("text")]
    public string Process(string text) => text;
}

[Step]
public sealed class SameTextLater
{
    [return: Column("text")]
    public async ValueTask<string> ProcessAsync(string text)
    {
        await Task.Yield();
        return text;
    }
}

[Step]
public sealed class SameTexts
{
    [return: Column("text")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<string> text) => [.. text];
}

[Sink]
public sealed class LookAfter(int rows, FirstText first)
{
    private int _rows;

    public void Write(string text)
    {
        if (++_rows == rows)
        {
            first.Look();
        }
    }
}

[Pipeline]
public sealed partial class TextsThroughReplicas(FirstText first)
{
    Texts All { get; } = new(40_000, first);
    [From(nameof(All)), Step(Concurrency = 2)] SameText Passed { get; } = new();
    [From(nameof(Passed))] LookAfter Seen { get; } = new(20_000, first);
}

[Pipeline]
public sealed partial class TextsThroughBatches(FirstText first)
{
    Texts All { get; } = new(40_000, first);
    [From(nameof(All)), Step(BatchSize = 100)] SameTexts Passed { get; } = new();
    [From(nameof(Passed)), Step(BatchSize = 64)] SameTexts Again { get; } = new();
    [From(nameof(Again))] LookAfter Seen { get; } = new(20_000, first);
}

[Pipeline]
public sealed partial class TextsThroughCalls(FirstText first)
{
    Texts All { get; } = new(40_000, first);
    [From(nameof(All))] SameTextLater Passed { get; } = new();
    [From(nameof(Passed))] LookAfter Seen { get; } = new(20_000, first);
}

[Pipeline]
public sealed partial class TextsThroughBranches(FirstText first)
{
    Texts All { get; } = new(40_000, first);
    [From(nameof(All))] ByTextLength Ways { get; } = new();
    [From(nameof(Ways), When = Parity.Even), Step(BatchSize = 100)] SameTexts Even { get; } = new();
    [From(nameof(Ways), When = Parity.Odd)] SameText Odd { get; } = new();
    [Merge(nameof(Even), nameof(Odd))] LookAfter Seen { get; } = new(20_000, first);
}

/// <summary>A batch that is used again keeps nothing alive that has passed.</summary>
public sealed class RecycledBatchTests
{
    [Fact]
    public async Task A_text_dies_though_the_batches_that_carried_it_live_on()
    {
        await Check((first, options) => new TextsThroughReplicas(first).RunAsync(options));
        await Check((first, options) => new TextsThroughBatches(first).RunAsync(options));
        await Check((first, options) => new TextsThroughCalls(first).RunAsync(options));
        await Check((first, options) => new TextsThroughBranches(first).RunAsync(options));
    }

    private static async Task Check<T>(Func<FirstText, RunOptions, Task<T>> run)
    {
        var first = new FirstText();
        await Run.WithLimit(options => run(first, options));

        Assert.False(first.IsHeld, $"The first text of {typeof(T).DeclaringType!.Name} is held after 20,000 rows.");
        Assert.NotNull(first.IsHeld);
    }
}
