namespace Distil.Engine;

/// <summary>The failures of a run: how many there were, and the first of them. Safe for several threads at once.</summary>
internal sealed class RunErrors
{
    private readonly Gate _gate = new();
    private readonly List<RunError> _kept = [];
    private long _count;

    /// <summary>How many failures were added, and those that are kept: the failure that ended the run, then the others as they came.</summary>
    public (IReadOnlyList<RunError> Kept, long Count) All
    {
        get
        {
            lock (_gate)
            {
                return ([.. _kept], _count);
            }
        }
    }

    /// <summary>Adds a failure.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="isFirst">It is the one that ended the run, which comes before those that the run did not stop for.</param>
    public void Add(RunError error, bool isFirst = false)
    {
        lock (_gate)
        {
            _count++;
            if (isFirst)
            {
                _kept.Insert(0, error);
            }
            else if (_kept.Count < RunSummary.MaxErrors)
            {
                _kept.Add(error);
            }
        }
    }
}
