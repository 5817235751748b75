namespace Distil.Engine.State;

/// <summary>Counts the calls of a step by how long they took; safe for several threads at once.</summary>
internal sealed class CallTimes
{
    private const int Classes = 62 * CallDurations.PerOctave;

    private readonly long[] _calls = new long[Classes];
    private long _longest;

    /// <summary>What is counted so far.</summary>
    public CallDurations Durations => new(
        _calls.Select(static (_, index) => index)
            .Select(index => (Class: index, Calls: Volatile.Read(ref _calls[index])))
            .Where(static entry => entry.Calls > 0),
        TimeSpan.FromTicks(Volatile.Read(ref _longest)));

    /// <summary>Counts calls that took as long each.</summary>
    public void Add(TimeSpan duration, long calls)
    {
        Interlocked.Add(ref _calls[CallDurations.ClassOf(duration)], calls);
        var longest = Volatile.Read(ref _longest);
        while (duration.Ticks > longest)
        {
            var before = Interlocked.CompareExchange(ref _longest, duration.Ticks, longest);
            if (before == longest)
            {
                return;
            }

            longest = before;
        }
    }
}
