namespace Distil.Engine.FanIn;

/// <summary>Decides, from the rows at hand and the watermarks, which rows belong together or come next.</summary>
internal abstract class RowMatcher
{
    /// <summary>Every branch is complete.</summary>
    public const int Complete = -1;

    /// <summary>As many matches as fit.</summary>
    public const int Full = -2;

    /// <summary>Matches rows of the batches at hand, until no more fit or a branch must be read.</summary>
    /// <param name="branches">Where each branch stands.</param>
    /// <param name="kernel">Where the matches go.</param>
    /// <param name="matches">How many there are.</param>
    /// <returns>One of the constants, or the branch that must be read before anything more can be decided.</returns>
    public abstract int Match(BranchCursor[] branches, FanInKernel kernel, ref int matches);

    /// <summary>Whether rows are matched by their ordinal alone, whatever their source.</summary>
    public virtual bool IsByOrdinal => false;

    /// <summary>The number below which every row has been dealt with.</summary>
    public long Progress(BranchCursor[] branches)
    {
        var least = long.MaxValue;
        foreach (var branch in branches)
        {
            least = Math.Min(least, branch.HasRow ? branch.Key : branch.IsComplete ? long.MaxValue : branch.Watermark);
        }

        return least;
    }

    /// <summary>The branch with rows whose next number is least; the first of several.</summary>
    private protected static int Least(BranchCursor[] branches)
    {
        var least = -1;
        for (var branch = 0; branch < branches.Length; branch++)
        {
            if (branches[branch].HasRow && (least < 0 || branches[branch].Key < branches[least].Key))
            {
                least = branch;
            }
        }

        return least;
    }

    /// <summary>
    /// No branch has a row at hand: the one that has come least far says more first. Where no row reaches the fork its number stands
    /// still, and the rows' own numbers tell which branch is behind.
    /// </summary>
    private protected static int ReadNext(BranchCursor[] branches)
    {
        var next = Complete;
        for (var branch = 0; branch < branches.Length; branch++)
        {
            if (!branches[branch].IsComplete && (next == Complete || branches[branch].IsBehind(branches[next])))
            {
                next = branch;
            }
        }

        return next;
    }
}
