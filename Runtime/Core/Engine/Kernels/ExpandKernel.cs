using System.ComponentModel;

namespace Distil.Engine;

/// <summary>An expand that is called row by row, and whose children go on as they are made, and what is fused behind it.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TResults">Where the children are on their way.</typeparam>
/// <typeparam name="T">The type of a child.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ExpandKernel<TIn, TResults, T> : CalledKernel<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The step that is called.</param>
    /// <param name="outlets">What it writes to.</param>
    protected ExpandKernel(PipelineRun run, int forks, int[] steps, int step, params Outlet[] outlets)
        : base(run, forks, steps, step, outlets)
    {
    }

    /// <summary>Makes the place for the children of a row.</summary>
    /// <param name="results">Where it is kept.</param>
    /// <param name="row">At the index of the row.</param>
    /// <returns>An empty buffer.</returns>
    public abstract ChildBuffer<T> CreateChildren(TResults results, int row);

    /// <summary>One attempt at one expansion.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">The row it is for.</param>
    /// <param name="children">Where its children go.</param>
    /// <param name="call">Token and attempt.</param>
    /// <returns>When all are made.</returns>
    public abstract ValueTask ExpandAsync(TIn rows, int row, ChildBuffer<T> children, CallAttempt call);

    /// <summary>Enumerates what the method returned.</summary>
    /// <param name="rows">What it returned.</param>
    /// <param name="children">Where the children go.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>When all are made.</returns>
    protected async ValueTask SendAsync(IEnumerable<T>? rows, ChildBuffer<T> children, string step, string method)
    {
        ArgumentNullException.ThrowIfNull(children);
        var made = Children(rows, step, method);
        try
        {
            while (await children.MayMakeAsync().ConfigureAwait(false) && made.MoveNext())
            {
                children.Add(made.Current);
            }
        }
        finally
        {
            if (!children.MayNotClose)
            {
                made.Dispose();
            }
        }
    }

    /// <summary>Enumerates what the method returned.</summary>
    /// <param name="rows">What it returned.</param>
    /// <param name="children">Where the children go.</param>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="token">The attempt's token.</param>
    /// <returns>When all are made.</returns>
    protected async ValueTask SendAsync(
        IAsyncEnumerable<T>? rows, ChildBuffer<T> children, string step, string method, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(children);
        var made = RequireRows(RequireRows(rows, step, method).GetAsyncEnumerator(token), step, method);
        var hasEnded = false;
        try
        {
            while (!hasEnded && await children.MayMakeAsync().ConfigureAwait(false))
            {
                hasEnded = !await made.MoveNextAsync().ConfigureAwait(false);
                if (!hasEnded)
                {
                    children.Add(made.Current);
                }
            }
        }
        finally
        {
            if (!hasEnded && !children.MayNotClose)
            {
                await Run.UserCode.RunAsync(step, () => made.DisposeAsync().AsTask()).ConfigureAwait(false);
            }
        }

        if (hasEnded)
        {
            await made.DisposeAsync().ConfigureAwait(false);
        }
    }
}
