namespace Distil.Engine;

/// <summary>The same row of every branch that it was sent to.</summary>
internal sealed class JoinMatcher : RowMatcher
{
    public override int Match(BranchCursor[] branches, AlignKernel kernel, int match)
    {
        var least = Least(branches);
        if (least < 0)
        {
            return ReadNext(branches);
        }

        var number = branches[least].Key;
        var route = branches[least].Route;
        var isWhole = true;
        for (var branch = 0; branch < branches.Length; branch++)
        {
            var cursor = branches[branch];
            if (!cursor.HasRow && !cursor.IsComplete && cursor.Mark <= number)
            {
                return branch;
            }

            var bits = cursor.Aligned.RouteBits;
            var wasSent = bits == 0 || (route & bits) != 0;
            isWhole &= !wasSent || (cursor.HasRow && cursor.Key == number);
        }

        for (var branch = 0; branch < branches.Length; branch++)
        {
            var cursor = branches[branch];
            var isHere = cursor.HasRow && cursor.Key == number;
            kernel.Rows[branch][match] = isHere ? cursor.Take() : -1;
        }

        return isWhole ? Matched : Dropped;
    }
}
