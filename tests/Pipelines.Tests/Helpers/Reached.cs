namespace Distil.Pipelines.Tests.Helpers;

/// <summary>What has reached the reader of a stream. A source or step waits here, on its thread, until what it gave before is there.</summary>
public sealed class Reached
{
    private readonly HashSet<long> _rows = [];

    /// <summary>What lets the first row, 0, pass as well.</summary>
    public static Reached BeforeAll()
    {
        var reached = new Reached();
        reached.Add(-1);
        return reached;
    }

    public void Add(long row)
    {
        lock (_rows)
        {
            _rows.Add(row);
            Monitor.PulseAll(_rows);
        }
    }

    /// <exception cref="TimeoutException">It did not come.</exception>
    public void WaitFor(long row)
    {
        lock (_rows)
        {
            while (!_rows.Contains(row))
            {
                if (!Monitor.Wait(_rows, Run.Limit))
                {
                    throw new TimeoutException($"{row} did not reach the reader.");
                }
            }
        }
    }
}
