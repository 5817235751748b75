using System.ComponentModel;

namespace Distil.Engine;

/// <summary>Where the branches of a join, merge or zip meet, and what is fused behind them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FanInKernel : Kernel
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="inputs">By which key each branch is aligned.</param>
    /// <param name="watermarks">Per watermark of the head: which level of each branch makes it; -1: the branch has no part in it.</param>
    /// <param name="outlets">What it writes to.</param>
    protected FanInKernel(PipelineRun run, int forks, int[] steps, FanInBranch[] inputs, int[][] watermarks, params Outlet[] outlets)
        : base(run, forks, steps, outlets)
    {
        FanIn = inputs;
        HeadWatermarks = watermarks;
        Inputs = new RowBatch?[inputs.Length];
        Rows = new int[inputs.Length][];
        for (var branch = 0; branch < inputs.Length; branch++)
        {
            Rows[branch] = new int[run.TransportSize];
        }

        Branches = new int[run.TransportSize];
    }

    /// <summary>The batch at hand of each branch.</summary>
    public readonly RowBatch?[] Inputs;

    /// <summary><c>[branch][match]</c>: the row in the branch's batch; -1: the row did not go through it.</summary>
    public readonly int[][] Rows;

    /// <summary>Merges: the branch that gives the match.</summary>
    public readonly int[] Branches;

    internal FanInBranch[] FanIn { get; }

    internal int[][] HeadWatermarks { get; }

    /// <summary>Runs the body for matched rows.</summary>
    /// <param name="from">The first match.</param>
    /// <param name="to">Behind the last.</param>
    /// <returns>The first match not handled.</returns>
    public abstract int Process(int from, int to);
}

/// <summary>How a branch is aligned with its siblings.</summary>
/// <param name="ForkKey">The level of the key that is compared.</param>
/// <param name="RouteKey">The level that says to which branches the row was sent; -1: to every one.</param>
/// <param name="RouteBits">The bits of that key that mean this branch; 0: every row is sent here.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct FanInBranch(int ForkKey, int RouteKey, long RouteBits);
