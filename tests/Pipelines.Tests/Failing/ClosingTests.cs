using System.Collections;

namespace Distil.Pipelines.Tests.Failing;

/// <summary>What fails while rows are read, and what fails at the end of reading.</summary>
public sealed class Ending
{
    /// <summary>The number at which reading fails; none.</summary>
    public int Bad { get; init; } = -1;

    public Exception Cause { get; } = new InvalidDataException("The file is broken.");

    public Exception Closing { get; } = new NotSupportedException("The file cannot be closed.");

    public IEnumerable<int> Read(int count) => new Sequence(this, count);

    public IAsyncEnumerable<int> ReadAsync(int count) => new Sequence(this, count);

    /// <summary>No iterator: of one, what the end throws takes the place of the failure before anyone sees it.</summary>
    private sealed class Sequence(Ending ending, int count) : IEnumerable<int>, IEnumerator<int>, IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        public int Current { get; private set; } = -1;

        object IEnumerator.Current => Current;

        public IEnumerator<int> GetEnumerator() => this;

        IEnumerator IEnumerable.GetEnumerator() => this;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public bool MoveNext() => ++Current == ending.Bad ? throw ending.Cause : Current < count;

        public async ValueTask<bool> MoveNextAsync()
        {
            await Task.Yield();
            return MoveNext();
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => throw ending.Closing;

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Dispose();
        }
    }
}

[Source(Version = "1")]
public sealed class ClosingNumbers(int count, Ending ending)
{
    [return: Column("number")]
    public IEnumerable<int> Read() => ending.Read(count);
}

[Source(Version = "1")]
public sealed class ClosingNumbersLater(int count, Ending ending)
{
    [return: Column("number")]
    public IAsyncEnumerable<int> ReadAsync() => ending.ReadAsync(count);
}

[Expand(OnError = OnError.Stop)]
public sealed class ClosingParts(int at, Ending ending)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number) => number == at ? ending.Read(3) : [number];
}

[Expand(OnError = OnError.Stop, Retries = 0, Version = "1")]
public sealed class ClosingPartsLater(int at, Ending ending)
{
    [return: Column("part")]
    public IAsyncEnumerable<int> ExpandAsync(int number) => number == at ? ending.ReadAsync(3) : One(number);

    private static async IAsyncEnumerable<int> One(int number)
    {
        await Task.Yield();
        yield return number;
    }
}

[Step(OnError = OnError.Stop)]
public sealed class FailAtPart(int bad, Exception cause)
{
    [return: Column("part")]
    public int Process(int part) => part == bad ? throw cause : part;
}

[Pipeline]
public sealed partial class ClosedSource(Ending ending, int bad)
{
    ClosingNumbers All { get; } = new(300, ending);
    [From(nameof(All)), OutputMapping("part", "number"), InputMapping("part", "number")] FailAtPart Step { get; } = new(bad, ending.Cause);
}

[Pipeline]
public sealed partial class ClosedSourceLater(Ending ending, int bad)
{
    ClosingNumbersLater All { get; } = new(300, ending);
    [From(nameof(All)), OutputMapping("part", "number"), InputMapping("part", "number")] FailAtPart Step { get; } = new(bad, ending.Cause);
}

[Pipeline]
public sealed partial class ClosedExpand(Ending ending, int bad)
{
    Numbers All { get; } = new(20);
    [From(nameof(All))] ClosingParts Parts { get; } = new(12, ending);
    [From(nameof(Parts))] FailAtPart Step { get; } = new(bad, ending.Cause);
}

[Pipeline]
public sealed partial class ClosedExpandReplicated(Ending ending)
{
    Numbers All { get; } = new(20);
    [From(nameof(All)), Expand(Concurrency = 3)] ClosingParts Parts { get; } = new(12, ending);
}

[Pipeline]
public sealed partial class ClosedExpandLater(Ending ending)
{
    Numbers All { get; } = new(20);
    [From(nameof(All))] ClosingPartsLater Parts { get; } = new(12, ending);
}

/// <summary>What closing a sequence throws never hides what went wrong before, nor the row.</summary>
public sealed class ClosingTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_source_that_fails_and_cannot_be_closed(bool isLater, bool sequential)
    {
        var ending = new Ending { Bad = 130 };
        var failure = await FailureOf(
            o => isLater ? Result(new ClosedSourceLater(ending, -1).RunAsync(o)) : Result(new ClosedSource(ending, -1).RunAsync(o)), sequential);

        AssertFailure(failure, "All", "All#130", ending.Cause, ending.Closing);

        // What came before has gone on.
        Assert.Equal(130, failure.PartialResult!.Steps.Single(step => step.Name == "Step").RowsOut);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_that_fails_in_the_loop_of_a_source_that_cannot_be_closed(bool isLater)
    {
        var ending = new Ending();
        var failure = await FailureOf(o => isLater ? Result(new ClosedSourceLater(ending, 70).RunAsync(o)) : Result(new ClosedSource(ending, 70).RunAsync(o)));

        AssertFailure(failure, "Step", "All#70", ending.Cause, ending.Closing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_that_only_cannot_be_closed(bool isLater)
    {
        var ending = new Ending();
        var failure = await FailureOf(o => isLater ? Result(new ClosedSourceLater(ending, -1).RunAsync(o)) : Result(new ClosedSource(ending, -1).RunAsync(o)));

        AssertFailure(failure, "All", "", ending.Closing);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("replicated")]
    [InlineData("awaited")]
    public async Task An_expand_that_fails_and_cannot_be_closed(string how)
    {
        var ending = new Ending { Bad = 1 };
        var failure = await FailureOf(o => Expand(how, ending, o));

        AssertFailure(failure, "Parts", "All#12", ending.Cause, ending.Closing);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("replicated")]
    [InlineData("awaited")]
    public async Task An_expand_that_only_cannot_be_closed(string how)
    {
        var ending = new Ending();
        var failure = await FailureOf(o => Expand(how, ending, o));

        AssertFailure(failure, "Parts", "All#12", ending.Closing);
    }

    [Fact]
    public async Task A_step_that_fails_on_a_child_of_an_expand_that_cannot_be_closed()
    {
        var ending = new Ending();
        var failure = await FailureOf(o => Result(new ClosedExpand(ending, 2).RunAsync(o)));

        // The second row's child is a 1, the third row's a 2: the twelfth row's third child is never made.
        AssertFailure(failure, "Step", "All#2.0", ending.Cause);

        var inside = new Ending();
        var second = await FailureOf(o => Result(new ClosedExpandInside(inside).RunAsync(o)));
        AssertFailure(second, "Step", "All#12.1", inside.Cause, inside.Closing);
    }

    private static Task<PipelineResult> Expand(string how, Ending ending, RunOptions options) => how switch
    {
        "fused" => Result(new ClosedExpand(ending, -1).RunAsync(options)),
        "replicated" => Result(new ClosedExpandReplicated(ending).RunAsync(options)),
        _ => Result(new ClosedExpandLater(ending).RunAsync(options)),
    };

    private static async Task<PipelineResult> Result<T>(Task<T> run)
        where T : PipelineResult => await run;

    private static async Task<PipelineFailedException> FailureOf(Func<RunOptions, Task<PipelineResult>> run, bool sequential = false) =>
        await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run, new RunOptions { Sequential = sequential }));

    private static void AssertFailure(PipelineFailedException failure, string step, string row, params Exception[] errors)
    {
        Assert.Equal(step, failure.StepName);
        Assert.StartsWith(row, $"{failure.RowId}", StringComparison.Ordinal);
        Assert.Equal(row.Length == 0, failure.RowId is null);
        Assert.Same(errors[0], failure.InnerException);
        Assert.Equal(errors, failure.PartialResult!.Errors.Select(error => error.Exception!));
    }
}

/// <summary>Fails at the second child of the twelfth row.</summary>
[Step(OnError = OnError.Stop)]
public sealed class FailAtChild(Exception cause)
{
    [return: Column("part")]
    public int Process(int number, int part) => number == 12 && part == 1 ? throw cause : part;
}

[Pipeline]
public sealed partial class ClosedExpandInside(Ending ending)
{
    Numbers All { get; } = new(20);
    [From(nameof(All))] ClosingParts Parts { get; } = new(12, ending);
    [From(nameof(Parts))] FailAtChild Step { get; } = new(ending.Cause);
}
