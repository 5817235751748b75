using System.Globalization;
using Distil.Guards;
using Distil.Journal;
using Distil.Running;
using Microsoft.Extensions.Logging;

namespace Distil.Logging;

/// <summary>Says what happens in a run: to the user's logger, and to <c>run.log</c> where there is a directory. Never throws.</summary>
internal sealed partial class RunEvents
{
    /// <summary>So many failures of a step on rows are in run.log. All are in the file of errors.</summary>
    internal const int MaxRowsFailed = 20;

    private readonly ILogger _logger;
    private readonly RunLog? _log;
    private readonly string _pipeline;

    public RunEvents(ILoggerFactory? factory, RunLog? log, string pipeline, UserCode? code = null)
    {
        _logger = GuardedLogger.Create(factory, "Distil." + pipeline, exception => code?.FailedOnce(UserCode.Logging, exception));
        _log = log;
        _pipeline = pipeline;
    }

    public void Started(string runId, string? directory)
    {
        LogStarted(_pipeline, runId, directory ?? "memory");
        _log?.Write($"started: pipeline {_pipeline}, run {runId}");
    }

    /// <summary>The directory holds an earlier run that this one goes on with.</summary>
    /// <param name="state">How far that came.</param>
    /// <param name="rows">Rows of data sets that are committed.</param>
    /// <param name="hasEnded">Whether it has ended: nothing is to be done.</param>
    public void Resumed(string state, long rows, bool hasEnded)
    {
        if (hasEnded)
        {
            LogAlreadyEnded(_pipeline, state, rows);
            _log?.Write(string.Create(CultureInfo.InvariantCulture, $"nothing to do: the run has {state}, its {rows} rows are kept"));
        }
        else
        {
            LogResumed(_pipeline, state, rows);
            _log?.Write(string.Create(CultureInfo.InvariantCulture, $"resumed: the run was {state}, {rows} rows of data sets are kept"));
        }
    }

    /// <summary>The data in the directory are made anew, from the answers that are kept.</summary>
    /// <param name="reason">Why.</param>
    public void MadeAnew(string reason)
    {
        LogMadeAnew(_pipeline, reason);
        _log?.Write($"made anew: {reason}; answers are kept, and the data sets that are complete stand until the new ones are");
    }

    /// <summary>Answers of another directory may be taken over.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="answers">How many there are.</param>
    /// <param name="isLocked">Whether it is locked.</param>
    public void Reuses(string directory, int answers, bool isLocked)
    {
        LogReuses(_pipeline, directory, answers);
        _log?.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"reuse: {answers:N0} answers in '{directory}' are taken over where steps and inputs are the same"));
        if (!isLocked)
        {
            LogReusesUnlocked(directory);
            _log?.Write($"reuse: '{directory}' cannot be locked and is read without; let no run begin there meanwhile");
        }
    }

    /// <summary>Answers of another directory are asked for, and the run goes on with one that was begun without them.</summary>
    public void ReusesNothing(string directory)
    {
        LogReusesNothing(_pipeline, directory);
        _log?.Write($"reuse: no answers of '{directory}' are taken over: the run that goes on was begun without them. "
            + "RunOptions.Recompute = true makes the data anew, with them");
    }

    /// <summary>The last record of the checkpoint was not written to its end.</summary>
    public void CutTorn(long bytes)
    {
        LogCutTorn(_pipeline, bytes);
        _log?.Write(string.Create(
            CultureInfo.InvariantCulture, $"checkpoint: {bytes} bytes behind the last whole record are left out"));
    }

    public void StepLoaded(string step, TimeSpan time)
    {
        LogStepLoaded(step, time.TotalSeconds);
        _log?.Write($"loaded: step {step} in {Seconds(time)} s");
    }

    public void StepLoadFailed(string step, Exception exception)
    {
        LogStepLoadFailed(step, exception);
        _log?.Write($"load failed: step {step}: {ExceptionText.Of(exception)}");
    }

    public void StepUnloadFailed(string step, Exception exception)
    {
        LogStepUnloadFailed(step, exception);
        _log?.Write($"unload failed: step {step}: {ExceptionText.Of(exception)}");
    }

    /// <summary>The journal of answers is open.</summary>
    public void AnswersFound(RunAnswers answers)
    {
        if (answers.Earlier > 0)
        {
            LogAnswersFound(_pipeline, answers.Earlier);
            _log?.Write(string.Create(CultureInfo.InvariantCulture, $"answers: {answers.Earlier:N0} calls need not be made again"));
        }

        foreach (var (step, reason) in answers.Unused())
        {
            LogAnswersUnused(step, reason);
            _log?.Write($"answers of {step} are not used: {reason}");
        }

        if (answers.Opened.TornTail is { } torn)
        {
            LogAnswersTorn(_pipeline, torn.Bytes);
            _log?.Write(string.Create(
                CultureInfo.InvariantCulture, $"answers: the last ones were not written whole, and {torn.Bytes:N0} bytes are cut off"));
        }
    }

    public void Stopping()
    {
        LogStopping(_pipeline);
        _log?.Write("stopping: calls that have begun are finished first");
    }

    public void Retrying(string step, RowId row, int attempt, TimeSpan delay, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            LogRetrying(step, row, attempt, delay.TotalSeconds, exception);
        }
    }

    /// <summary>A call failed, and its next attempt is left to the next run.</summary>
    public void CallLeft(string step, RowId row, int attempt, Exception exception)
    {
        LogCallLeft(step, row, attempt, exception);
        _log?.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"left to the next run: step {step}{On(row)} failed at attempt {attempt}: {ExceptionText.Of(exception)}"));
    }

    /// <summary>A call failed whose row waits behind one that is left to the next run, or that failed before.</summary>
    public void CallFailed(string step, RowId? row, Exception exception)
    {
        LogCallFailed(step, row?.ToString() ?? "", exception);
        _log?.Write($"left to the next run: step {step}{On(row)} failed: {ExceptionText.Of(exception)}");
    }

    /// <summary>The run ends although something still runs.</summary>
    public void LeftBehind(string what)
    {
        LogLeftBehind(_pipeline, what);
        _log?.Write(what);
    }

    /// <summary>A step is not unloaded, since its method still runs.</summary>
    public void StepNotUnloaded(string step)
    {
        LogStepNotUnloaded(step);
        _log?.Write($"not unloaded: step {step}, since a call of it has not ended");
    }

    /// <summary>A call whose time is over has ended.</summary>
    public void LateCallEnded(string step, RowId row, Exception? exception)
    {
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            LogLateCallEnded(step, row, exception);
        }
    }

    /// <summary>A call whose time is over has not ended, and no longer counts among the calls of its step.</summary>
    public void LateCallLostSlot(string step, RowId row, TimeSpan time)
    {
        LogLateCallLostSlot(step, row, time.TotalSeconds);
        _log?.Write($"still running: the call of step {step}{On(row)} has not ended {Seconds(time)} s after its time was over; another "
            + "takes its place");
    }

    /// <summary>A step failed on a row, and the run goes on.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="ofStep">Which of the step's failures it is, from 1.</param>
    public void RowFailed(RunError error, long ofStep)
    {
        if (_logger.IsEnabled(LogLevel.Warning))
        {
            LogRowFailed(error.Step, error.RowId?.ToString() ?? "", error.Exception!);
        }

        if (ofStep <= MaxRowsFailed)
        {
            _log?.Write($"row failed: step {error.Step}{On(error.RowId)}: {error.Exception!.GetType().Name}: {error.Message}");
        }
        else if (ofStep == MaxRowsFailed + 1)
        {
            _log?.Write($"row failed: step {error.Step} on more than {MaxRowsFailed} rows; all are in errors.jsonl");
        }
    }

    public void DataSetLeftOut(RunError error)
    {
        LogDataSetLeftOut(error.Step, error.Exception!);
        _log?.Write($"left out: the data set of step {error.Step}: {error.Exception!.GetType().Name}: {error.Message}");
    }

    public void StepFailed(string step, RowId? row, Exception exception)
    {
        LogStepFailed(_pipeline, step, row?.ToString() ?? "", exception);
        _log?.Write($"failed: step {step}{On(row)}: {ExceptionText.Of(exception)}");
    }

    /// <summary>Code of the user's that runs beside the rows threw. The run goes on to the end that it would have had.</summary>
    public void UserCodeFailed(RunError error)
    {
        LogUserCodeFailed(error.Step, error.Exception!);
        _log?.Write($"failed beside the rows: {error.Step}{On(error.RowId)}: {ExceptionText.Of(error.Exception!)}");
    }

    /// <summary>The data sets, or what describes them, could not be written at the end of the run.</summary>
    public void DirectoryFailed(Exception exception)
    {
        LogDirectoryFailed(_pipeline, exception);
        _log?.Write($"failed: {ExceptionText.Of(exception)}");
    }

    public void Cancelled()
    {
        LogCancelled(_pipeline);
        _log?.Write("cancelled");
    }

    public void Ended(RunSummary summary)
    {
        LogEnded(_pipeline, summary.Status, summary.Elapsed.TotalSeconds, summary.ErrorCount);
        foreach (var step in summary.Steps)
        {
            var attempts = step.Attempts == 0 ? ""
                : string.Create(CultureInfo.InvariantCulture, $", {step.Attempts} attempts, {step.Retries} of them retries");
            var kept = step.Reused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {step.Reused} answers kept");
            _log?.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"step {step.Name}: {step.RowsIn} rows in, {step.RowsOut} out, {step.Waiting} waiting, {step.Failed} failed")
                + attempts + kept);
        }

        _log?.Write($"ended: {summary.Status} in {Seconds(summary.Elapsed)} s");
        if (_log?.Failure is { } failure)
        {
            LogRunLogFailed(failure);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string On(RowId? row) => row is { } id ? $" on row {id}" : "";

    [LoggerMessage(1, LogLevel.Information, "The run {RunId} of {Pipeline} has started; it writes to {Directory}")]
    private partial void LogStarted(string pipeline, string runId, string directory);

    [LoggerMessage(28, LogLevel.Information, "The run of {Pipeline} goes on with one that was {State}; {Rows} rows of data sets are kept")]
    private partial void LogResumed(string pipeline, string state, long rows);

    [LoggerMessage(29, LogLevel.Information, "The run of {Pipeline} has {State} before: nothing is done, its {Rows} rows are kept")]
    private partial void LogAlreadyEnded(string pipeline, string state, long rows);

    [LoggerMessage(
        33, LogLevel.Information, "The data of {Pipeline} are made anew, from the answers that are kept: {Reason}")]
    private partial void LogMadeAnew(string pipeline, string reason);

    [LoggerMessage(40, LogLevel.Information,
        "The run of {Pipeline} takes over answers in {Directory} where steps and inputs are the same: there are {Answers}")]
    private partial void LogReuses(string pipeline, string directory, int answers);

    [LoggerMessage(
        41, LogLevel.Warning, "The directory {Directory} cannot be locked and is read without: let no run begin there meanwhile")]
    private partial void LogReusesUnlocked(string directory);

    [LoggerMessage(42, LogLevel.Warning,
        "The run of {Pipeline} goes on with one that was begun without the answers in {Directory}, and does not take them over. "
        + "RunOptions.Recompute = true makes the data anew, with them")]
    private partial void LogReusesNothing(string pipeline, string directory);

    [LoggerMessage(34, LogLevel.Information, "The answers that the step {Step} has from earlier runs are not used: {Reason}")]
    private partial void LogAnswersUnused(string step, string reason);

    [LoggerMessage(
        30, LogLevel.Warning, "The last record of the checkpoint of {Pipeline} was not written whole: {Bytes} bytes are left out")]
    private partial void LogCutTorn(string pipeline, long bytes);

    [LoggerMessage(31, LogLevel.Information, "The run of {Pipeline} has {Answers} answers of durable steps, which are not asked for again")]
    private partial void LogAnswersFound(string pipeline, int answers);

    [LoggerMessage(
        32, LogLevel.Warning, "The last answers in the journal of {Pipeline} were not written whole: {Bytes} bytes are cut off")]
    private partial void LogAnswersTorn(string pipeline, long bytes);

    [LoggerMessage(2, LogLevel.Debug, "The step {Step} was loaded in {Seconds:0.000} s")]
    private partial void LogStepLoaded(string step, double seconds);

    [LoggerMessage(3, LogLevel.Error, "The step {Step} could not be loaded")]
    private partial void LogStepLoadFailed(string step, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The step {Step} could not be unloaded")]
    private partial void LogStepUnloadFailed(string step, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "The run of {Pipeline} is stopping: calls that have begun are finished first")]
    private partial void LogStopping(string pipeline);

    [LoggerMessage(6, LogLevel.Debug, "The step {Step} failed on row {Row} at attempt {Attempt}; the next follows in {Delay:0.000} s",
        SkipEnabledCheck = true)]
    private partial void LogRetrying(string step, RowId row, int attempt, double delay, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "The step {Step} failed on row {Row}, which is left out")]
    private partial void LogRowFailed(string step, string row, Exception exception);

    [LoggerMessage(27, LogLevel.Warning, "The step {Step} failed, and its data set is left out")]
    private partial void LogDataSetLeftOut(string step, Exception exception);

    [LoggerMessage(8, LogLevel.Error, "The run of {Pipeline} stops because its step {Step} failed on row {Row}")]
    private partial void LogStepFailed(string pipeline, string step, string row, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "The run of {Pipeline} was cancelled")]
    private partial void LogCancelled(string pipeline);

    [LoggerMessage(10, LogLevel.Information, "The run of {Pipeline} has ended: {Status} after {Seconds:0.000} s with {Errors} errors")]
    private partial void LogEnded(string pipeline, RunStatus status, double seconds, long errors);

    [LoggerMessage(11, LogLevel.Warning, "Lines are missing in run.log")]
    private partial void LogRunLogFailed(Exception exception);

    [LoggerMessage(21, LogLevel.Warning,
        "The step {Step} failed on row {Row} at attempt {Attempt}; the run stops, and the next attempt is left to the next run")]
    private partial void LogCallLeft(string step, RowId row, int attempt, Exception exception);

    [LoggerMessage(22, LogLevel.Warning, "The step {Step} failed on row {Row}, which is left to the next run")]
    private partial void LogCallFailed(string step, string row, Exception exception);

    [LoggerMessage(25, LogLevel.Warning, "The run of {Pipeline} ends. {What}")]
    private partial void LogLeftBehind(string pipeline, string what);

    [LoggerMessage(26, LogLevel.Warning, "The step {Step} was not unloaded, since a call of it has not ended")]
    private partial void LogStepNotUnloaded(string step);

    [LoggerMessage(23, LogLevel.Debug, "The call of step {Step} on row {Row} has ended after its time was over; what it gave is discarded",
        SkipEnabledCheck = true)]
    private partial void LogLateCallEnded(string step, RowId row, Exception? exception);

    [LoggerMessage(
        24, LogLevel.Warning,
        "The call of step {Step} on row {Row} has not ended {Seconds:0.###} s after its time was over; another takes its place in "
        + "Concurrency")]
    private partial void LogLateCallLostSlot(string step, RowId row, double seconds);

    [LoggerMessage(12, LogLevel.Warning, "{Owner} threw beside the rows; the run goes on without it")]
    private partial void LogUserCodeFailed(string owner, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "The run of {Pipeline} failed because its directory could not be written")]
    private partial void LogDirectoryFailed(string pipeline, Exception exception);
}
