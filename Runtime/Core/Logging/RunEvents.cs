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

    private readonly EventLogger _logger;
    private readonly RunLog? _log;
    private readonly string _pipeline;

    public RunEvents(ILoggerFactory? factory, RunLog? log, string pipeline, UserCode? code = null)
    {
        _logger = new(
            GuardedLogger.Create(factory, "Distil." + pipeline, exception => code?.FailedOnce(UserCode.Logging, exception)), log);
        _log = log;
        _pipeline = pipeline;
    }

    public void Started(string runId, string? directory) =>
        LogStarted(_pipeline, runId, directory ?? "memory");

    /// <summary>The directory holds an earlier run that this one goes on with.</summary>
    /// <param name="state">How far that came.</param>
    /// <param name="rows">Rows of data sets that are committed.</param>
    /// <param name="hasEnded">Whether it has ended: nothing is to be done.</param>
    public void Resumed(string state, long rows, bool hasEnded)
    {
        if (hasEnded)
        {
            LogAlreadyEnded(_pipeline, state, rows);
        }
        else
        {
            LogResumed(_pipeline, state, rows);
        }
    }

    /// <summary>What the run is made of, for its page. Only run.log has it.</summary>
    public void Described(RunDescription description) =>
        _log?.Write(RunDescription.Event, description, static (json, described) => described.Write(json));

    /// <summary>How far the run is, for its page. Only run.log has it.</summary>
    /// <param name="elapsed">How long it has been going.</param>
    /// <param name="steps">The steps whose counts have changed.</param>
    public void Progressed(TimeSpan elapsed, IEnumerable<StepReport> steps) =>
        _log?.Write(StepLine.Event, (elapsed, steps), static (json, progress) => StepLine.Write(json, progress.elapsed, progress.steps));

    /// <summary>The data in the directory are made anew, from the answers that are kept.</summary>
    /// <param name="reason">Why.</param>
    public void MadeAnew(string reason) =>
        LogMadeAnew(_pipeline, reason);

    /// <summary>Answers of another directory may be taken over.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="answers">How many there are.</param>
    /// <param name="isLocked">Whether it is locked.</param>
    public void Reuses(string directory, int answers, bool isLocked)
    {
        LogReuses(_pipeline, directory, answers);
        if (!isLocked)
        {
            LogReusesUnlocked(directory);
        }
    }

    /// <summary>Answers of another directory are asked for, and the run goes on with one that was begun without them.</summary>
    public void ReusesNothing(string directory) =>
        LogReusesNothing(_pipeline, directory);

    /// <summary>The last record of the checkpoint was not written to its end.</summary>
    public void CutTorn(long bytes) =>
        LogCutTorn(_pipeline, bytes);

    public void StepLoaded(string step, TimeSpan time) =>
        LogStepLoaded(step, time.TotalSeconds);

    public void StepLoadFailed(string step, Exception exception) =>
        LogStepLoadFailed(step, exception);

    public void StepUnloadFailed(string step, Exception exception) =>
        LogStepUnloadFailed(step, exception);

    /// <summary>The journal of answers is open.</summary>
    public void AnswersFound(RunAnswers answers)
    {
        if (answers.Earlier > 0)
        {
            LogAnswersFound(_pipeline, answers.Earlier);
        }

        foreach (var (step, reason) in answers.Unused())
        {
            LogAnswersUnused(step, reason);
        }

        if (answers.Opened.TornTail is { } torn)
        {
            LogAnswersTorn(_pipeline, torn.Bytes);
        }
    }

    public void Stopping() =>
        LogStopping(_pipeline);

    public void Retrying(string step, RowId row, int attempt, TimeSpan delay, Exception exception)
    {
        if (_logger.User.IsEnabled(LogLevel.Debug))
        {
            LogRetrying(_logger.User, step, row, attempt, delay.TotalSeconds, exception);
        }
    }

    /// <summary>A call failed, and its next attempt is left to the next run.</summary>
    public void CallLeft(string step, RowId row, int attempt, Exception exception) =>
        LogCallLeft(step, row, attempt, exception);

    /// <summary>A call failed whose row waits behind one that is left to the next run, or that failed before.</summary>
    public void CallFailed(string step, RowId? row, Exception exception) =>
        LogCallFailed(step, row?.ToString() ?? "", exception);

    /// <summary>The run ends although something still runs.</summary>
    public void LeftBehind(string what) =>
        LogLeftBehind(_pipeline, what);

    /// <summary>A step is not unloaded, since its method still runs.</summary>
    public void StepNotUnloaded(string step) =>
        LogStepNotUnloaded(step);

    /// <summary>A call whose time is over has ended.</summary>
    public void LateCallEnded(string step, RowId row, Exception? exception)
    {
        if (_logger.User.IsEnabled(LogLevel.Debug))
        {
            LogLateCallEnded(_logger.User, step, row, exception);
        }
    }

    /// <summary>A call whose time is over has not ended, and no longer counts among the calls of its step.</summary>
    public void LateCallLostSlot(string step, RowId row, TimeSpan time) =>
        LogLateCallLostSlot(step, row, time.TotalSeconds);

    /// <summary>A step failed on a row, and the run goes on.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="ofStep">Which of the step's failures it is, from 1.</param>
    public void RowFailed(RunError error, long ofStep)
    {
        ILogger to = ofStep <= MaxRowsFailed ? _logger : _logger.User;
        if (to.IsEnabled(LogLevel.Warning))
        {
            LogRowFailed(to, error.Step, error.RowId?.ToString() ?? "", error.Exception!);
        }

        if (ofStep == MaxRowsFailed + 1)
        {
            LogMoreRowsFailed(_logger.File, error.Step, MaxRowsFailed);
        }
    }

    public void DataSetLeftOut(RunError error) =>
        LogDataSetLeftOut(error.Step, error.Exception!);

    public void StepFailed(string step, RowId? row, Exception exception) =>
        LogStepFailed(_pipeline, step, row?.ToString() ?? "", exception);

    /// <summary>Code of the user's that runs beside the rows threw. The run goes on to the end that it would have had.</summary>
    public void UserCodeFailed(RunError error) =>
        LogUserCodeFailed(error.Step, error.Exception!);

    /// <summary>The data sets, or what describes them, could not be written at the end of the run.</summary>
    public void DirectoryFailed(Exception exception) =>
        LogDirectoryFailed(_pipeline, exception);

    /// <summary>The page of the run could not be written. Nothing else changes.</summary>
    public void PageFailed(Exception exception) =>
        LogPageFailed(_pipeline, exception);

    public void Cancelled() =>
        LogCancelled(_pipeline);

    public void Ended(RunSummary summary)
    {
        LogEnded(_pipeline, summary.Status, summary.Elapsed.TotalSeconds, summary.ErrorCount);
        if (_log?.Failure is { } failure)
        {
            LogRunLogFailed(failure);
        }
    }

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
    private static partial void LogRetrying(ILogger logger, string step, RowId row, int attempt, double delay, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "The step {Step} failed on row {Row}, which is left out")]
    private static partial void LogRowFailed(ILogger logger, string step, string row, Exception exception);

    [LoggerMessage(35, LogLevel.Warning, "The step {Step} has failed on more than {Rows} rows; all are in errors.jsonl")]
    private static partial void LogMoreRowsFailed(ILogger logger, string step, int rows);

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
    private static partial void LogLateCallEnded(ILogger logger, string step, RowId row, Exception? exception);

    [LoggerMessage(
        24, LogLevel.Warning,
        "The call of step {Step} on row {Row} has not ended {Seconds:0.###} s after its time was over; another takes its place in "
        + "Concurrency")]
    private partial void LogLateCallLostSlot(string step, RowId row, double seconds);

    [LoggerMessage(36, LogLevel.Warning, "The page of the run of {Pipeline} could not be written")]
    private partial void LogPageFailed(string pipeline, Exception exception);

    [LoggerMessage(12, LogLevel.Warning, "{Owner} threw beside the rows; the run goes on without it")]
    private partial void LogUserCodeFailed(string owner, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "The run of {Pipeline} failed because its directory could not be written")]
    private partial void LogDirectoryFailed(string pipeline, Exception exception);
}
