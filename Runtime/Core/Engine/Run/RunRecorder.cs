using System.Collections;
using System.Globalization;
using Distil.Checkpoints;
using Distil.Logging;

namespace Distil.Engine.Run;

/// <summary>
/// Writes into <c>run.log</c> what the page of a run is made from: what the run is made of, and once a second, of a long run more
/// rarely, how far each step is.
/// </summary>
internal sealed class RunRecorder : IDisposable
{
    private const int MaxValue = 400;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly PipelineRun _run;
    private readonly StepDefinition[] _steps;
    private readonly long _begun;
    /// <summary>In a run of that many seconds a line is written each second; in one twice as long every other second.</summary>
    private const int MostLines = 1000;

    private readonly ITimer _timer;

    /// <summary>Held while a line is written. A monitor, since a tick does not wait.</summary>
    private readonly object _writing = new();
    private readonly StepReport?[] _last;
    private TimeSpan _due;
    private bool _hasEnded;

    /// <summary>Begins the lines.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="begun">When it began.</param>
    public RunRecorder(PipelineRun run, StepDefinition[] steps, long begun)
    {
        (_run, _steps, _begun) = (run, steps, begun);
        _last = new StepReport?[steps.Length];
        _timer = run.TimeProvider.CreateTimer(static state => ((RunRecorder)state!).WriteIfIdle(), this, s_interval, s_interval);
    }

    /// <summary>What a run is made of.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="graph">The pipeline's graph.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="settings">Their settings in this run.</param>
    /// <param name="leaves">The leaves.</param>
    /// <param name="parameters">The parameters, which have their values.</param>
    /// <param name="given">The values that the run was given.</param>
    /// <param name="identity">What the data depend on.</param>
    /// <param name="resume">What the run does with an earlier one.</param>
    public static RunDescription Describe(
        string runId, PipelineGraph graph, StepDefinition[] steps, IReadOnlyList<StepSettings> settings, LeafDefinition[] leaves,
        IReadOnlyList<ParameterDefinition> parameters, PipelineParameters? given, IReadOnlyList<IdentityPart> identity, ResumeReport resume)
    {
        var set = (given ?? []).Select(static value => value.Key).ToHashSet(StringComparer.Ordinal);
        return new(
            runId,
            graph,
            [.. steps.Select((step, index) => new DescribedStep(
                step.Name,
                settings[index].Concurrency,
                step.Form == MethodForm.Batch ? settings[index].BatchSize : null,
                settings[index].Durable))],
            [.. leaves.Select(static leaf => leaf.Name)],
            [.. parameters.Select(parameter => new DescribedParameter(
                parameter.Name, parameter.IsSecret ? null : Text(parameter.Value), set.Contains(parameter.Name)))],
            [.. identity.Select(static part => KeyValuePair.Create(part.Name, part.Value))],
            resume);
    }

    /// <summary>Writes the last line, which has every step.</summary>
    public async ValueTask EndAsync(IReadOnlyList<StepReport> reports, TimeSpan elapsed)
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_writing)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                _run.Events.Progressed(elapsed, reports);
            }
        }
    }

    /// <summary>Ends the lines; a run that has no end of its own has no last one.</summary>
    public void Dispose() => _timer.Dispose();

    private void WriteIfIdle()
    {
        if (!Monitor.TryEnter(_writing))
        {
            return;
        }

        try
        {
            var elapsed = _run.TimeProvider.GetElapsedTime(_begun);
            if (!_hasEnded && elapsed >= _due)
            {
                // The longer a run, the rarer its lines: they are some thousands, however long it takes.
                _due = elapsed + (elapsed / MostLines);
                var reports = StepReports.Of(_run, _steps);
                _run.Events.Progressed(elapsed, reports.Where(HasChanged));
            }
        }
        finally
        {
            Monitor.Exit(_writing);
        }
    }

    private bool HasChanged(StepReport report, int step)
    {
        // Durations change with the time of calls, and compare by reference.
        var now = report with { Durations = null };
        var has = _last[step] != now;
        _last[step] = now;
        return has;
    }

    private static string Text(object? value)
    {
        var text = value switch
        {
            null => "null",
            string own => own,
            DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            IFormattable own => own.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Take(MaxValue).Select(Text))}]",
            _ => value.ToString() ?? "",
        };
        return text.Length <= MaxValue ? text : text[..MaxValue] + "…";
    }
}
