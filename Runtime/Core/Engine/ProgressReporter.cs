namespace Distil.Engine;

/// <summary>Tells from time to time, and at the end, how far a run is.</summary>
internal sealed class ProgressReporter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PipelineRun _run;
    private readonly StepDefinition[] _steps;
    private readonly RunOptions _options;
    private readonly long _begun;
    private readonly ITimer? _timer;

    public ProgressReporter(PipelineRun run, StepDefinition[] steps, RunOptions options, long begun)
    {
        (_run, _steps, _options, _begun) = (run, steps, options, begun);
        _timer = options.Progress is null ? null : options.TimeProvider.CreateTimer(_ => Report(), null, Interval, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
            Report();
        }
    }

    private void Report()
    {
        var steps = new StepProgress[_steps.Length];
        for (var step = 0; step < steps.Length; step++)
        {
            var counts = _run.Counters[step];
            steps[step] = new(_steps[step].Name, counts.RowsIn, counts.RowsOut, counts.Waiting, counts.Failed);
        }

        _options.Progress!.Report(new(steps, _options.TimeProvider.GetElapsedTime(_begun)));
    }
}
