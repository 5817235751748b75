namespace Distil.Engine.FanIn;

/// <summary>
/// Every row, in the order of the fork, then of the branches: run by run, a run being the rows that one branch gives in a row.
/// </summary>
internal sealed class MergeMatcher : RowMatcher
{
    public override int Match(BranchCursor[] branches, FanInKernel kernel, ref int matches)
    {
        while (matches < kernel.Branches.Length)
        {
            var least = Least(branches);
            if (least < 0)
            {
                return ReadNext(branches);
            }

            var number = branches[least].Key;
            var last = long.MaxValue;
            for (var branch = 0; branch < branches.Length; branch++)
            {
                var cursor = branches[branch];
                if (branch == least || (!cursor.HasRow && cursor.IsComplete))
                {
                    continue;
                }

                // A branch before this one may still have a row of the same number, one behind it only of a smaller.
                var bound = cursor.HasRow ? cursor.Key : cursor.Watermark;
                bound = branch < least ? bound - 1 : bound;
                if (bound < number)
                {
                    return branch;
                }

                last = Math.Min(last, bound);
            }

            var rows = branches[least].Take(last, kernel.Rows[least].AsSpan(matches));
            kernel.Branches.AsSpan(matches, rows).Fill(least);
            matches += rows;
        }

        return Full;
    }
}
