namespace Distil.CommandLine.Views;

/// <summary>How many rows a second leave each step, over the last snapshots.</summary>
internal sealed class StepRates
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);

    private readonly Queue<RunProgress> _snapshots = [];

    /// <summary>Takes the next snapshot.</summary>
    /// <returns>The rows a second, in the order of the steps.</returns>
    public IReadOnlyList<double> Next(RunProgress now)
    {
        if (_snapshots.Count == 0 || _snapshots.Last() != now)
        {
            _snapshots.Enqueue(now);
        }

        while (_snapshots.Count > 2 && now.Elapsed - _snapshots.Peek().Elapsed > s_window)
        {
            _snapshots.Dequeue();
        }

        var first = _snapshots.Peek();
        var seconds = (now.Elapsed - first.Elapsed).TotalSeconds;
        return [.. now.Steps.Select((step, place) => seconds > 0 ? (step.RowsOut - first.Steps[place].RowsOut) / seconds : 0)];
    }
}
