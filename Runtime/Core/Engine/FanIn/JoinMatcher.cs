namespace Distil.Engine.FanIn;

/// <summary>The same row of every branch that it was sent to.</summary>
internal sealed class JoinMatcher : RowMatcher
{
    public override int Match(BranchCursor[] branches, FanInKernel kernel, ref int matches)
    {
        while (matches < kernel.Branches.Length)
        {
            var together = Together(branches, kernel.Branches.Length - matches);
            if (together > 0)
            {
                for (var branch = 1; branch < branches.Length; branch++)
                {
                    RequireSameRows(branches[0], branches[branch], together);
                }

                for (var branch = 0; branch < branches.Length; branch++)
                {
                    branches[branch].Take(kernel.Rows[branch].AsSpan(matches, together));
                }

                matches += together;
                continue;
            }

            if (MatchOne(branches, kernel, ref matches) is { } stopped)
            {
                return stopped;
            }
        }

        return Full;
    }

    /// <summary>How many of the next rows every branch has at hand, one behind the other.</summary>
    private static int Together(BranchCursor[] branches, int most)
    {
        var keys = branches[0].Keys;
        keys = keys[..Math.Min(keys.Length, most)];
        foreach (var branch in branches)
        {
            if (branch.FanIn.RouteBits != 0)
            {
                return 0;
            }

            keys = keys[..keys.CommonPrefixLength(branch.Keys)];
        }

        return keys.Length;
    }

    /// <summary>
    /// Rows that meet have the same number. Where they have not, a step above the fork has given other rows than in the run that this one
    /// goes on with, and those of a branch that was held on disk are not those of the others.
    /// </summary>
    /// <exception cref="InvalidOperationException">They have not.</exception>
    private static void RequireSameRows(BranchCursor first, BranchCursor other, int rows)
    {
        if (!other.Numbers[..rows].SequenceEqual(first.Numbers[..rows]))
        {
            throw new InvalidOperationException(
                "Its branches have different rows: a step above them has failed on other rows than in the run that this one goes on "
                    + "with. Make that step durable, or pass RunOptions.Recompute = true, which makes the data anew from the answers that "
                    + "are kept.");
        }
    }

    /// <summary>Decides about the row with the least number.</summary>
    /// <returns>Null: it was matched or dropped.</returns>
    private static int? MatchOne(BranchCursor[] branches, FanInKernel kernel, ref int matches)
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
            if (!cursor.HasRow && !cursor.IsComplete && cursor.Watermark <= number)
            {
                return branch;
            }

            var bits = cursor.FanIn.RouteBits;
            var wasSent = bits == 0 || (route & bits) != 0;
            var isHere = cursor.HasRow && cursor.Key == number;
            isWhole &= !wasSent || isHere;
            if (isHere)
            {
                RequireSameRows(branches[least], cursor, 1);
            }
        }

        for (var branch = 0; branch < branches.Length; branch++)
        {
            var cursor = branches[branch];
            var isHere = cursor.HasRow && cursor.Key == number;
            kernel.Rows[branch][matches] = isHere ? cursor.Take() : -1;
        }

        matches += isWhole ? 1 : 0;
        return null;
    }
}
