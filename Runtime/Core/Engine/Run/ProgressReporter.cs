using Distil.Guards;

namespace Distil.Engine.Run;

/// <summary>Tells from time to time how far a run is, and at its end how it has ended. Never throws.</summary>
internal sealed class ProgressReporter
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PipelineRun _run;
    private readonly StepDefinition[] _steps;
    private readonly IProgress<RunProgress>? _progress;
    private readonly long _begun;
    private readonly ITimer? _timer;

    /// <summary>
    /// Held during a report: reports come one after the other, and none comes behind the last. A monitor, since not every tick waits.
    /// </summary>
    private readonly object _reporting = new();
    private bool _hasEnded;

    public ProgressReporter(PipelineRun run, StepDefinition[] steps, IProgress<RunProgress>? progress, long begun)
    {
        (_run, _steps, _progress, _begun) = (run, steps, progress, begun);
        _timer = progress is null ? null : run.TimeProvider.CreateTimer(_ => ReportIfIdle(), null, Interval, Interval);
    }

    /// <summary>Ends the reports of the timer, and gives the last one.</summary>
    public async ValueTask EndAsync(RunStatus status)
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
            lock (_reporting)
            {
                _hasEnded = true;
                Report(status);
            }
        }
    }

    /// <summary>A report that comes while the one before is still being taken is left out.</summary>
    private void ReportIfIdle()
    {
        if (!Monitor.TryEnter(_reporting))
        {
            return;
        }

        try
        {
            if (!_hasEnded)
            {
                Report(null);
            }
        }
        finally
        {
            Monitor.Exit(_reporting);
        }
    }

    private void Report(RunStatus? status)
    {
        var steps = new StepProgress[_steps.Length];
        for (var step = 0; step < steps.Length; step++)
        {
            var counts = _run.Counters[step];
            steps[step] = new(_steps[step].Name, counts.RowsIn, counts.RowsOut, counts.Waiting, counts.Failed);
        }

        try
        {
            _progress!.Report(new(steps, _run.TimeProvider.GetElapsedTime(_begun), status));
        }
        catch (Exception exception)
        {
            _run.UserCode.FailedOnce(UserCode.Progress, exception);
        }
    }
}
