using System.ComponentModel;

namespace Distil.Engine;

/// <summary>What is fused behind an edge. The head's watermarks are the levels of the input.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LoopKernel<TIn> : Kernel
    where TIn : RowBatch
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="outlets">What it writes to.</param>
    protected LoopKernel(PipelineRun run, int forks, int[] steps, params Outlet[] outlets)
        : base(run, forks, steps, outlets)
    {
    }

    /// <summary>Runs the body for the rows from <paramref name="from"/> on.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first to handle.</param>
    /// <returns>The first row not handled: the count, or less where an outlet is full.</returns>
    public abstract int Process(TIn rows, int from);
}
