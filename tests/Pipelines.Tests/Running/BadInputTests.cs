using System.Runtime.CompilerServices;
using Distil.Pipelines.Tests.Graphs;
using Microsoft.CodeAnalysis;

namespace Distil.Pipelines.Tests.Running;

[Step]
public sealed class WrongCount(int tooMany)
{
    [return: Column("mark")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<int> number) => [.. Enumerable.Repeat("x", number.Count + tooMany)];
}

[Pipeline]
public sealed partial class WrongCounts(int rows, int tooMany)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 10, OnError = OnError.Stop, SplitBatches = false)] WrongCount Marked { get; } = new(tooMany);
}

[Step]
public sealed class WrongCountOfAll
{
    [return: Column("mark")]
    public IReadOnlyList<string> ProcessAll(IReadOnlyList<int> number) => ["one"];
}

[Pipeline]
public sealed partial class WrongCountsOfAll(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] WrongCountOfAll Marked { get; } = new();
}

[Expand(OnError = OnError.Stop)]
public sealed class HalfAnExpand(int bad)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number)
    {
        yield return 0;
        yield return 1;
        if (number == bad)
        {
            throw new InvalidDataException("No third part.");
        }

        yield return 2;
    }
}

[Pipeline]
public sealed partial class HalfExpanded(int rows, int bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] HalfAnExpand Parts { get; } = new(bad);
    [From(nameof(Parts)), Step(BatchSize = 4)] See Seen { get; } = new(new Calls());
}

[Source(Version = "1")]
public sealed class BrokenNumbers(int good)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        for (var i = 0; i < good; i++)
        {
            yield return i;
        }

        throw new InvalidDataException("The file ends here.");
    }
}

[Source(Version = "1")]
public sealed class BrokenNumbersLater(int good)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var i = 0; i < good; i++)
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return i;
        }

        throw new InvalidDataException("The file ends here.");
    }
}

[Pipeline]
public sealed partial class BrokenSource(int good)
{
    BrokenNumbers All { get; } = new(good);
    [From(nameof(All))] Name Named { get; } = new("n");
}

[Pipeline]
public sealed partial class BrokenSourceLater(int good)
{
    BrokenNumbersLater All { get; } = new(good);
    [From(nameof(All))] Name Named { get; } = new("n");
}

[Step]
public sealed class NullList
{
    [return: Column("mark")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<int> number) => null!;
}

[Pipeline]
public sealed partial class NullLists
{
    Numbers All { get; } = new(10);
    [From(nameof(All)), Step(OnError = OnError.Stop, SplitBatches = false)] NullList Marked { get; } = new();
}

/// <summary>A <c>[Row]</c> class where one row is null.</summary>
[Row]
public sealed record Word(string Text);

[Pipeline]
public sealed partial class NullRows(IReadOnlyList<Word> words)
{
    Rows<Word> All { get; } = Rows.From(words);
    [From(nameof(All))] Length Lengths { get; } = new();
}

[Step(OnError = OnError.Stop)]
public sealed class Length
{
    [return: Column("length")]
    public int Process(string text) => text.Length;
}

/// <summary>Bad input: each with an error that a stranger understands.</summary>
public sealed class BadInputTests
{
    private static Task<PipelineFailedException> FailureOf<T>(Func<RunOptions, Task<T>> run, [CallerArgumentExpression(nameof(run))] string what = "") =>
        Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run, what: what));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-10)]
    public async Task A_batch_step_returns_the_wrong_number_of_rows(int tooMany)
    {
        var failure = await FailureOf(o => new WrongCounts(25, tooMany).RunAsync(o));

        Assert.Equal("Marked", failure.StepName);
        Assert.Contains("ProcessBatch", failure.Message);
        Assert.Contains("10 rows", failure.Message);
        Assert.Contains($"{10 + tooMany}", failure.Message);
        Assert.Equal(0, failure.RowId?.Ordinal);
    }

    [Fact]
    public async Task A_global_step_returns_the_wrong_number_of_rows()
    {
        var failure = await FailureOf(o => new WrongCountsOfAll(25).RunAsync(o));

        Assert.Equal("Marked", failure.StepName);
        Assert.Contains("ProcessAll", failure.Message);
        Assert.Contains("25 rows", failure.Message);
    }

    [Fact]
    public async Task An_expand_throws_half_way()
    {
        var failure = await FailureOf(o => new HalfExpanded(10, bad: 6).RunAsync(o));

        Assert.Equal("Parts", failure.StepName);
        Assert.Equal(6, failure.RowId?.Ordinal);
        Assert.Equal("All", failure.RowId?.Source);
        Assert.Equal("No third part.", Assert.IsType<InvalidDataException>(failure.InnerException).Message);
        Assert.Contains(nameof(HalfAnExpand.Expand), failure.InnerException.StackTrace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_throws_after_a_hundred_rows(bool isLater)
    {
        var failure = isLater
            ? await FailureOf(o => new BrokenSourceLater(100).RunAsync(o))
            : await FailureOf(o => new BrokenSource(100).RunAsync(o));

        Assert.Equal("All", failure.StepName);
        Assert.Equal("The file ends here.", Assert.IsType<InvalidDataException>(failure.InnerException).Message);
        Assert.Contains("All", failure.Message);
        Assert.Contains("The file ends here.", failure.Message);

        // What came before has gone on.
        Assert.Equal(100, failure.PartialResult!.Steps.Single(step => step.Name == "Named").RowsOut);
    }

    [Fact]
    public async Task A_batch_step_returns_null()
    {
        var failure = await FailureOf(o => new NullLists().RunAsync(o));

        Assert.Equal("Marked", failure.StepName);
        Assert.Contains("returned null", failure.Message);
    }

    [Fact]
    public async Task A_row_is_null()
    {
        var failure = await FailureOf(o => new NullRows([new("a"), null!, new("c")]).RunAsync(o));

        Assert.Equal("All", failure.StepName);
        Assert.Equal(1, failure.RowId?.Ordinal);
        Assert.Contains("null", failure.Message);
        Assert.IsNotType<NullReferenceException>(failure.InnerException);
    }

    [Fact]
    public async Task A_text_is_null_where_none_is_allowed()
    {
        var failure = await FailureOf(o => new NullRows([new("a"), new(null!), new("c")]).RunAsync(o));

        Assert.Equal("All", failure.StepName);
        Assert.Equal(1, failure.RowId?.Ordinal);
        Assert.Contains("null", failure.Message);
        Assert.Contains("Text", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_option_that_makes_no_sense_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run.WithLimit(o => new WrongCounts(1, 0).RunAsync(o), new RunOptions { Limit = -1 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Run.WithLimit(o => new WrongCounts(1, 0).RunAsync(o), new RunOptions { MaxConsecutiveErrors = -1 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_batch_size_below_one_does_not_compile(int size)
    {
        var errors = Assert.Throws<InvalidOperationException>(() => GraphCompiler.Emit(
            "BatchSize",
            OutputKind.DynamicallyLinkedLibrary,
            ("Text.cs", $$"""
                using Distil;
                using Distil.Pipelines.Tests.Helpers;

                [Pipeline]
                public sealed partial class Sized
                {
                    Numbers All { get; } = new(10);
                    [From(nameof(All)), Step(BatchSize = {{size}})] See Seen { get; } = new(new Calls());
                }
                """)));

        Assert.Contains("DSTL04", errors.Message);
        Assert.Contains("Seen", errors.Message);
        Assert.Contains($"{size}", errors.Message);
    }
}
