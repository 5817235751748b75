namespace Distil.Engine;

/// <summary>Every row, in the order of the fork, then of the branches.</summary>
internal sealed class MergeMatcher : RowMatcher
{
    public override int Match(BranchCursor[] branches, AlignKernel kernel, int match)
    {
        var least = Least(branches);
        if (least < 0)
        {
            return ReadNext(branches);
        }

        var number = branches[least].Key;
        for (var branch = 0; branch < branches.Length; branch++)
        {
            // A branch before this one may still have a row of the same number, one behind it only of a smaller.
            var cursor = branches[branch];
            if (!cursor.HasRow && !cursor.IsComplete && (branch < least ? cursor.Mark <= number : cursor.Mark < number))
            {
                return branch;
            }
        }

        kernel.Branches[match] = least;
        kernel.Rows[least][match] = branches[least].Take();
        return Matched;
    }
}
