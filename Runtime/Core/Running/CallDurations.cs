using System.Numerics;

namespace Distil;

/// <summary>How long the calls of a step took.</summary>
/// <remarks>
/// A call lasts from its first attempt to its outcome, with the waits between attempts. Of calls that were answered at once and made one
/// behind the other, each counts with their mean. Durations are kept in classes that are 9 % wide at most, so that a percentile is within
/// 5 % of the true one.
/// </remarks>
public sealed class CallDurations
{
    /// <summary>Classes in which a duration doubles.</summary>
    internal const int PerOctave = 8;

    private readonly (int Class, long Calls)[] _classes;

    internal CallDurations(IEnumerable<(int Class, long Calls)> classes, TimeSpan longest)
    {
        _classes = [.. classes.OrderBy(static entry => entry.Class)];
        Calls = _classes.Sum(static entry => entry.Calls);
        Longest = longest;
    }

    /// <summary>How many calls there were.</summary>
    public long Calls { get; }

    /// <summary>How long the longest took.</summary>
    public TimeSpan Longest { get; }

    /// <summary>The classes that hold a call, and how many each holds.</summary>
    internal IReadOnlyList<(int Class, long Calls)> Classes => _classes;

    /// <summary>The duration that a share of the calls did not exceed; zero where there were none.</summary>
    /// <param name="percent">The share in percent, such as 50 for the median.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percent"/> is not from 0 to 100.</exception>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var wanted = (long)Math.Ceiling(Calls * percent / 100);
        long seen = 0;
        foreach (var (index, calls) in _classes)
        {
            seen += calls;
            if (seen >= wanted && calls > 0)
            {
                var middle = MiddleOf(index);
                return middle < Longest ? middle : Longest;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>The class of a duration.</summary>
    internal static int ClassOf(TimeSpan duration)
    {
        var ticks = (ulong)Math.Max(0, duration.Ticks);
        if (ticks < PerOctave)
        {
            return (int)ticks;
        }

        var octave = BitOperations.Log2(ticks) - 3;
        return (octave * PerOctave) + (int)(ticks >> octave);
    }

    /// <summary>The middle of a class.</summary>
    internal static TimeSpan MiddleOf(int index)
    {
        if (index < PerOctave)
        {
            return TimeSpan.FromTicks(index);
        }

        var octave = (index / PerOctave) - 1;
        var from = (long)((index % PerOctave) + PerOctave) << octave;
        return TimeSpan.FromTicks(from + ((1L << octave) / 2));
    }
}
