using System.Runtime.ExceptionServices;
using Distil.Guards;
using Distil.RunDirectories;
using Distil.Running;

namespace Distil.Engine.Run;

/// <summary>The end of a run, after its last stage: its status, what is still to be written and said, and what it throws.</summary>
/// <param name="cause">What ended the run, where that is no failure of a step while it went on.</param>
/// <param name="ct">The hard stop.</param>
internal sealed class RunEnding(PipelineRun run, StepDefinition[] steps, string pipeline, Exception? cause, CancellationToken ct)
{
    private readonly bool _isCancelled = ct.IsCancellationRequested && cause is null or OperationCanceledException;
    private Exception? _cause = cause;

    private RunStatus Status =>
        _isCancelled ? RunStatus.Stopped
        : _cause is not null || run.Failure is not null ? RunStatus.Failed
        : run.IsIncomplete ? RunStatus.Stopped
        : run.Failures.HasAny ? RunStatus.CompletedWithErrors
        : RunStatus.Completed;

    /// <summary>The directory is what has ended the run: nothing more is committed.</summary>
    private bool HasDiskFailed => _cause is RunDirectoryException || run.Failure?.InnerException is RunDirectoryException;

    /// <summary>Closes the data sets, describes them, and tells everyone how the run has ended. Returns what every result tells.</summary>
    public async Task<RunSummary> EndAsync(
        LeafSet leaves, RunDirectory? directory, Checkpointer? checkpointer, PipelineGraph graph, ProgressReporter progress,
        RunRecorder? recorder, long begun)
    {
        run.End();
        run.Answers?.End();
        var isEnded = Status is RunStatus.Completed or RunStatus.CompletedWithErrors;
        if (!isEnded && !HasDiskFailed && checkpointer is not null)
        {
            // Failures that are not settled are told, and are tried again by the next run.
            Write(() => checkpointer.Commit(isEnd: true));
        }

        Write(run.Failures.Settle);
        if (run.IsBuilt)
        {
            Write(() => leaves.Complete(run.Failures.IsLeftOut));
        }

        if (Status is RunStatus.Completed or RunStatus.CompletedWithErrors && checkpointer is not null)
        {
            Write(() => checkpointer.Commit(isEnd: true));

            // Where the journal takes the place of another, no file of it may be open.
            run.Answers?.Dispose();
        }

        if (directory is not null)
        {
            var status = Status;
            Write(() => Describe(directory, status, graph));
            if (Status != status)
            {
                Write(() => Describe(directory, Status, graph));
            }
        }

        if (_isCancelled)
        {
            run.Events.Cancelled();
        }

        await progress.EndAsync(Status).ConfigureAwait(false);
        var elapsed = run.TimeProvider.GetElapsedTime(begun);
        var told = Summarise(directory, elapsed);
        if (recorder is not null)
        {
            await recorder.EndAsync(told.Steps, elapsed).ConfigureAwait(false);
        }

        run.Events.Ended(told);

        // Anew, for what loggers have thrown since is among the errors.
        return Summarise(directory, elapsed) with { Steps = told.Steps };
    }

    /// <summary>Throws what ended the run, if anything did.</summary>
    /// <param name="result">What the run gave; null if it did not get so far.</param>
    public void ThrowIfFailed(PipelineResult? result)
    {
        if (_isCancelled)
        {
            throw new OperationCanceledException(
                $"The run of {pipeline} was cancelled.{(run.LeftBehind is { } left ? $" {left}." : "")}", CausesOfCancelled(), ct);
        }

        if (_cause is StepLoadException unloaded)
        {
            unloaded.Errors = run.UserCode.Errors.All.Kept;
        }

        // Where the directory is at fault, no step is: it is thrown as it is, with the file and what to do.
        if ((_cause ?? run.Failure?.InnerException as RunDirectoryException) is { } known)
        {
            // Of a journal that has failed, with all the answers that were lost since.
            ExceptionDispatchInfo.Throw(
                known is RunDirectoryException { Path: var path } && run.Answers?.Journal.Failure is { } counted && counted.Path == path
                    ? counted
                    : known);
        }

        if (run.Failure is { } failure)
        {
            throw new PipelineFailedException(
                pipeline, steps[failure.Step].Name, failure.RowId, failure.InnerException!, result, Reason(failure));
        }
    }

    private string? Reason(StepException failure) => (failure.Reason, run.LeftBehind) switch
    {
        ({ } reason, { } left) => $"{reason}. {left}",
        var (reason, left) => reason ?? left,
    };

    /// <summary>A run whose steps were never loaded has written nothing, and leaves an earlier run's files alone.</summary>
    private void Describe(RunDirectory directory, RunStatus status, PipelineGraph graph)
    {
        if (run.IsBuilt)
        {
            directory.Complete(status, graph, StepReports.Of(run, steps));
        }
        else
        {
            directory.CompleteUnbegun(status, graph);
        }
    }

    /// <summary>
    /// Writes what is still to be written; where the run has failed already, perhaps for the very disk, that is what it throws.
    /// </summary>
    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (RunDirectoryException failure)
        {
            if (HasDiskFailed)
            {
                return;
            }

            var isFirst = Status != RunStatus.Failed && !_isCancelled;
            run.UserCode.Errors.Add(new(UserCode.Directory, null, failure), isFirst);
            run.Events.DirectoryFailed(failure);
            _cause = isFirst ? failure : _cause;
        }
    }

    private RunSummary Summarise(RunDirectory? directory, TimeSpan elapsed)
    {
        var (errors, count) = run.UserCode.Errors.All;
        return new(Status, StepReports.Of(run, steps), errors, count, directory?.FullPath, elapsed, directory?.Resume);
    }

    /// <summary>What had failed before the run was cancelled, or while it was.</summary>
    private Exception? CausesOfCancelled() => run.UserCode.Errors.All.Kept switch
    {
        [] => _cause,
        [var only] => only.Exception,
        var several => new AggregateException(several.Select(static error => error.Exception!)),
    };
}
