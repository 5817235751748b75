using System.Globalization;

namespace Distil.Engine;

/// <summary>Rows of two sources with the same place.</summary>
internal sealed class ZipMatcher(PipelineRun run, string name, int left, int right) : RowMatcher
{
    public override bool IsByPlace => true;

    public override int Match(BranchCursor[] branches, AlignKernel kernel, ref int matches)
    {
        while (matches < kernel.Branches.Length)
        {
            if (MatchOne(branches, kernel, ref matches) is { } stopped)
            {
                return stopped;
            }
        }

        return Full;
    }

    /// <summary>Decides about the row with the least place.</summary>
    /// <returns>Null: it was paired or dropped.</returns>
    private int? MatchOne(BranchCursor[] branches, AlignKernel kernel, ref int matches)
    {
        CheckLengths();
        var least = Least(branches);
        if (least < 0)
        {
            return ReadNext(branches);
        }

        var number = branches[least].Key;
        var other = branches[1 - least];
        if (!other.HasRow && !other.IsComplete && other.Mark <= number)
        {
            return 1 - least;
        }

        var isPair = other.HasRow && other.Key == number;
        if (!isPair)
        {
            CheckWithin(number, least == 0 ? right : left);
        }

        kernel.Rows[least][matches] = branches[least].Take();
        kernel.Rows[1 - least][matches] = isPair ? other.Take() : -1;
        matches += isPair ? 1 : 0;
        return null;
    }

    /// <summary>A row without a partner was filtered away there, or the other source has ended: an endless one must not be read on for nothing.</summary>
    private void CheckWithin(long place, int other)
    {
        var length = run.SourceLength(other);
        if (!run.AllowsUnequalZip && length >= 0 && place >= length)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The sources zipped at '{name}' have different lengths: {run.SourceName(other)} has {length} rows, the other has more."));
        }
    }

    private void CheckLengths()
    {
        if (run.AllowsUnequalZip)
        {
            return;
        }

        var (leftRows, rightRows) = (run.SourceLength(left), run.SourceLength(right));
        if (leftRows >= 0 && rightRows >= 0 && leftRows != rightRows)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The sources zipped at '{name}' have different lengths: {run.SourceName(left)} has {leftRows} rows, {run.SourceName(right)} has {rightRows} rows."));
        }
    }
}
