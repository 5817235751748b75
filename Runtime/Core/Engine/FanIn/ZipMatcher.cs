using System.Globalization;

namespace Distil.Engine.FanIn;

/// <summary>Matches the rows of several sources that have the same ordinal.</summary>
/// <param name="run">The run, which knows how many rows each source had.</param>
/// <param name="name">The step that reads the combined rows, for messages.</param>
/// <param name="sources">For each branch the index of the source by whose indices its rows go.</param>
internal sealed class ZipMatcher(PipelineRun run, string name, int[] sources) : RowMatcher
{
    public override bool IsByOrdinal => true;

    public override int Match(BranchCursor[] branches, FanInKernel kernel, ref int matches)
    {
        // A source says its length before its last rows come, and those are what this call looks at.
        CheckLengths();
        while (matches < kernel.Branches.Length)
        {
            if (MatchOne(branches, kernel, ref matches) is { } stopped)
            {
                return stopped;
            }
        }

        return Full;
    }

    /// <summary>Decides about the row with the least ordinal.</summary>
    /// <returns>Null: the rows of that ordinal were combined or dropped.</returns>
    private int? MatchOne(BranchCursor[] branches, FanInKernel kernel, ref int matches)
    {
        var least = Least(branches);
        if (least < 0)
        {
            return ReadNext(branches);
        }

        var ordinal = branches[least].Key;
        var isWhole = true;
        foreach (var branch in branches)
        {
            isWhole &= branch.HasRow && branch.Key == ordinal;
        }

        if (!isWhole && Unknown(branches, ordinal, least) is { } unknown)
        {
            return unknown;
        }

        for (var branch = 0; branch < branches.Length; branch++)
        {
            var cursor = branches[branch];
            kernel.Rows[branch][matches] = cursor.HasRow && cursor.Key == ordinal ? cursor.Take() : -1;
        }

        matches += isWhole ? 1 : 0;
        return null;
    }

    /// <summary>The branch that has not said yet whether it has a row of this ordinal; null: the row is missing on some branch.</summary>
    private int? Unknown(BranchCursor[] branches, long ordinal, int least)
    {
        // A row that is missing was filtered away there, or that source has ended: an endless one must not be read on for nothing.
        foreach (var source in sources)
        {
            var length = run.Sources.LengthOf(source);
            if (!run.AllowsUnequalZip && length >= 0 && ordinal >= length)
            {
                throw Unequal(string.Create(CultureInfo.InvariantCulture,
                    $"{run.Sources.NameOf(source)} has {length} rows, {run.Sources.NameOf(sources[least])} has more."));
            }
        }

        for (var branch = 0; branch < branches.Length; branch++)
        {
            var cursor = branches[branch];
            if (!cursor.HasRow && !cursor.IsComplete && cursor.Watermark <= ordinal)
            {
                return branch;
            }
        }

        return null;
    }

    private void CheckLengths()
    {
        if (run.AllowsUnequalZip)
        {
            return;
        }

        var known = -1;
        foreach (var source in sources)
        {
            var length = run.Sources.LengthOf(source);
            if (length < 0)
            {
                continue;
            }

            if (known < 0)
            {
                known = source;
            }
            else if (run.Sources.LengthOf(known) != length)
            {
                throw Unequal(string.Create(CultureInfo.InvariantCulture,
                    $"{run.Sources.NameOf(known)} has {run.Sources.LengthOf(known)} rows, {run.Sources.NameOf(source)} has {length} "
                    + $"rows."));
            }
        }
    }

    private InvalidOperationException Unequal(string lengths) => new($"The sources zipped at '{name}' have different lengths: {lengths}");
}
