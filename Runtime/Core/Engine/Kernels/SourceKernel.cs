using System.ComponentModel;
using System.Globalization;
using Distil.Engine.Kernels;
using Distil.IO.JsonLines;

namespace Distil.Engine;

/// <summary>A source and what is fused to it. Its head's only watermark is the row's number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SourceKernel : Kernel
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The source's index among the steps.</param>
    /// <param name="sourceIndex">The source's index among the sources.</param>
    /// <param name="outlets">What it writes to.</param>
    protected SourceKernel(PipelineRun run, int forks, int[] steps, int step, int sourceIndex, params Outlet[] outlets)
        : base(run, forks, steps, outlets)
    {
        Step = step;
        SourceIndex = sourceIndex;
    }

    /// <summary>Whether the source is an asynchronous sequence.</summary>
    public abstract bool IsAsync { get; }

    /// <summary>Whether the source can begin at a row number.</summary>
    public virtual bool SupportsOffset => false;

    /// <summary>
    /// Whether rows are parsed ahead: <see cref="WaitAsync"/> is asked before <see cref="Read"/>, which takes what there is.
    /// </summary>
    internal virtual bool IsParsed => false;

    /// <summary>Where in its files the source may begin again; null: it has none, or the run cannot be resumed.</summary>
    internal virtual SourceLocations? Locations => null;

    /// <summary>Whether the sequence has no further row.</summary>
    protected internal bool HasEnded { get; set; }

    internal int Step { get; }

    /// <summary>
    /// Rows at the beginning that an earlier run has taken, of a source that cannot begin at a number: they are passed over.
    /// </summary>
    internal long Skip { get; set; }

    internal override bool CallsFirst => true;

    internal int SourceIndex { get; }

    /// <summary>Opens the sequence.</summary>
    /// <param name="offset">The first row wanted; above 0 only where <see cref="SupportsOffset"/>.</param>
    /// <param name="token">Fires when the source is to stop.</param>
    public abstract void Start(long offset, CancellationToken token);

    /// <summary>Synchronous sources: takes rows and runs the body for each.</summary>
    /// <param name="number">The number of the first.</param>
    /// <param name="max">At most so many.</param>
    /// <returns>How many were taken; <see cref="HasEnded"/> says whether there are more.</returns>
    public virtual int Read(long number, int max) => throw new NotSupportedException();

    /// <summary>Asynchronous sources: goes to the next row.</summary>
    /// <returns>False: there are no more.</returns>
    public virtual ValueTask<bool> MoveNextAsync() => throw new NotSupportedException();

    /// <summary>Asynchronous sources: runs the body for the current row.</summary>
    /// <param name="number">Its number.</param>
    public virtual void Take(long number) => throw new NotSupportedException();

    /// <summary>Closes the sequence.</summary>
    /// <returns>When it is closed.</returns>
    public virtual ValueTask StopAsync() => default;

    /// <summary>Begins to enumerate what the source's method returned.</summary>
    /// <typeparam name="T">The row type.</typeparam>
    /// <param name="rows">What it returned.</param>
    /// <returns>The enumerator.</returns>
    protected IEnumerator<T> Enumerate<T>(IEnumerable<T>? rows)
    {
        var enumerator = Returned(Returned(rows).GetEnumerator());
        for (long skipped = 0; skipped < Skip && !Run.IsStopping; skipped++)
        {
            if (!enumerator.MoveNext())
            {
                throw SkippedRowTooMany(skipped);
            }
        }

        return enumerator;
    }

    /// <summary>Begins to enumerate what the source's method returned.</summary>
    /// <typeparam name="T">The row type.</typeparam>
    /// <param name="rows">What it returned.</param>
    /// <param name="token">Fires when the source is to stop.</param>
    /// <returns>The enumerator.</returns>
    protected IAsyncEnumerator<T> EnumerateAsync<T>(IAsyncEnumerable<T>? rows, CancellationToken token)
    {
        var enumerator = Returned(Returned(rows).GetAsyncEnumerator(token));
        return Skip == 0 ? enumerator : new SkippingEnumerator<T>(enumerator, Skip, () => Run.IsStopping, SkippedRowTooMany);
    }

    /// <summary>The source ended within the rows that an earlier run has taken.</summary>
    private InvalidOperationException SkippedRowTooMany(long rows) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Run.StepName(Step)} has {rows} rows, and an earlier run that this one goes on with has taken {Skip}: it is another source "
            + $"now. Give it the same rows, or pass RunOptions.Recompute = true, which makes the data anew from the answers that "
            + $"are kept."));

    /// <summary>Checks what the source's method returned.</summary>
    private protected T Returned<T>(T? rows)
        where T : class => RequireRows(rows, Run.StepName(Step), IsAsync ? "ReadAsync" : "Read");

    /// <summary>Parsed sources: waits for rows.</summary>
    /// <returns>False: there are no more.</returns>
    internal virtual ValueTask<bool> WaitAsync() => throw new NotSupportedException();
}
