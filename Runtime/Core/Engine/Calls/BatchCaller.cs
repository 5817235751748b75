using System.Runtime.CompilerServices;
using Distil.Engine.State;

namespace Distil.Engine.Calls;

/// <summary>How the call of a batch or global method ended.</summary>
/// <param name="Results">
/// Where the results are. Other results than those that the call was given: an attempt at it failed, and may still write to what it was
/// given.
/// </param>
/// <param name="IsLeft">Whether the call is left to the next run.</param>
/// <param name="Failures">The rows, by index, that have no result and do not stop the run, with what they failed with; null: none.</param>
internal readonly record struct BatchOutcome<TResults>(
    TResults Results, bool IsLeft, IReadOnlyDictionary<int, CallOutcome>? Failures = null)
    where TResults : Results
{
    /// <summary>Of a call that is left while its rows were called one by one: so many, the first ones, have an outcome.</summary>
    public int RowsDone { get; init; }

    /// <summary>The call failed as a whole: none of its rows has a result.</summary>
    /// <param name="results">Where results would be.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="failure">What it failed with.</param>
    public static BatchOutcome<TResults> Failed(TResults results, int from, int count, CallOutcome failure) =>
        new(results, IsLeft: false, Enumerable.Range(from, count).ToDictionary(static row => row, _ => failure));
}

/// <summary>Calls a batch or global method, if the rows have no answers.</summary>
/// <param name="run">The run.</param>
/// <param name="kernel">The kernel of the step.</param>
/// <param name="createRows">Makes a batch for some of the rows.</param>
/// <param name="isGlobal">Whether the method sees every row.</param>
internal sealed class BatchCaller<TIn, TResults>(
    PipelineRun run, BatchKernel<TIn, TResults> kernel, Func<int, TIn> createRows, bool isGlobal = false)
    where TIn : RowBatch
    where TResults : Results
{
    private readonly StepInvoker _invoker = new(run, kernel.Step);
    private readonly bool _stopsAtFailure = run.Settings(kernel.Step).OnError is not (OnError.DeadLetter or OnError.Null);
    private readonly bool _splits = run.Settings(kernel.Step).SplitBatches;
    private readonly bool _isSkipped = run.IsSkipped(kernel.Step);
    private readonly BatchAnswers<TIn, TResults>? _answers = run.Answers?.Of(kernel.Step) is { } answers
        ? new(answers, kernel, createRows, run.Settings(kernel.Step), isGlobal)
        : null;

    /// <summary>Whether a call has a time limit: then what it was given may be used by an attempt that goes on after its time.</summary>
    public bool HasTimeout => _invoker.HasTimeout;

    /// <summary>
    /// Takes over answers of earlier generations for a call that begins then. Called by one thread at a time, in the order of the batches.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>Why the call must not begin; null: it may.</returns>
    public RunDirectoryException? TakeOver(TIn rows, int from, int count)
    {
        try
        {
            if (!_isSkipped)
            {
                _answers?.TakeOver(rows, from, count);
            }

            return null;
        }
        catch (RunDirectoryException exception)
        {
            return exception;
        }
    }

    /// <summary>Takes over answers of earlier generations, and calls the method, for a caller that has one call at a time.</summary>
    /// <inheritdoc cref="CallAsync(TIn, int, int, TResults, UserCodePosition)"/>
    public ValueTask<BatchOutcome<TResults>> TakeOverAndCallAsync(
        TIn rows, int from, int count, TResults results, UserCodePosition position) =>
        TakeOver(rows, from, count) is { } failure
            ? ValueTask.FromException<BatchOutcome<TResults>>(failure)
            : CallAsync(rows, from, count, results, position);

    /// <summary>Calls the method with <paramref name="count"/> rows; their results go to the same indices.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="position">Where the caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    /// <exception cref="StepException">The last attempt failed.</exception>
    /// <exception cref="RunDirectoryException">An answer could not be kept.</exception>
    public ValueTask<BatchOutcome<TResults>> CallAsync(TIn rows, int from, int count, TResults results, UserCodePosition position) =>
        _answers is null
            ? CallAsync(rows, from, count, results, position, isPart: false)
            : _answers.CallAsync(
                rows, from, count, results, position,
                (some, first, many, to, isPart) => CallAsync(some, first, many, to, position, isPart));

    private ValueTask<BatchOutcome<TResults>> CallAsync(
        TIn rows, int from, int count, TResults results, UserCodePosition position, bool isPart)
    {
        if (_isSkipped)
        {
            return new(new BatchOutcome<TResults>(results, IsLeft: false));
        }

        var call = new WholeCall(kernel, rows, from, count, results, _invoker.HasTimeout ? new() : null) { IsPart = isPart };
        if (run.IsSequential)
        {
            return CallInTurnAsync(call, position);
        }

        var invoked = _invoker.InvokeAsync<WholeCall, TResults>(call, position);
        if (!invoked.IsCompletedSuccessfully)
        {
            return ConcludeAsync(call, invoked, position);
        }

        var outcome = invoked.Result;
        return outcome.Failure is null ? new(call.Conclude(outcome)) : FailAsync(call, outcome, position);
    }

    private async ValueTask<BatchOutcome<TResults>> CallInTurnAsync(WholeCall call, UserCodePosition position)
    {
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            return await ConcludeAsync(call, _invoker.InvokeAsync<WholeCall, TResults>(call, position), position).ConfigureAwait(false);
        }
        finally
        {
            run.Leave();
        }
    }

    private async ValueTask<BatchOutcome<TResults>> ConcludeAsync(WholeCall call, ValueTask<CallOutcome> invoked, UserCodePosition position)
    {
        var outcome = await invoked.ConfigureAwait(false);
        return outcome.Failure is null ? call.Conclude(outcome) : await FailAsync(call, outcome, position).ConfigureAwait(false);
    }

    /// <summary>The last attempt failed: stops the run, or says which rows have no result.</summary>
    /// <exception cref="StepException">The run stops.</exception>
    private async ValueTask<BatchOutcome<TResults>> FailAsync(WholeCall call, CallOutcome outcome, UserCodePosition position)
    {
        if (_stopsAtFailure)
        {
            throw call.Failed(outcome);
        }

        return _splits && (call.Count > 1 || call.IsPart) && !outcome.IsOutOfTime
            ? await SplitAsync(call, outcome, position).ConfigureAwait(false)
            : call.GivenUp(outcome);
    }

    /// <summary>Calls a batch that failed once more, row by row.</summary>
    private async ValueTask<BatchOutcome<TResults>> SplitAsync(WholeCall call, CallOutcome outcome, UserCodePosition position)
    {
        var failures = new Dictionary<int, CallOutcome>();
        var results = call.ResultsOfRows();
        var done = 0;
        foreach (var row in call.Rows)
        {
            // A call that failed has no further attempt after a stop.
            var one = run.IsStopping
                ? CallOutcome.Left
                : await _invoker.TryOnceAsync<WholeCall, TResults>(call.Of(row, results), outcome.Attempts + 1, position)
                    .ConfigureAwait(false);
            if (one.IsLeft)
            {
                // What single rows were answered is kept, where answers are.
                return _answers is null
                    ? new(call.Results, IsLeft: true)
                    : new(results, IsLeft: true, failures) { RowsDone = done };
            }

            done++;

            if (one.Failure is not null)
            {
                failures.Add(row, one);
            }
        }

        return new(results, IsLeft: false, failures.Count > 0 ? failures : null);
    }

    /// <summary>The results of the attempt that counts.</summary>
    private sealed class Result
    {
        public TResults? Results { get; set; }

        /// <summary>Other calls write to the same results, beside the row of this one.</summary>
        public bool IsShared { get; init; }
    }

    /// <param name="kernel">What is called.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="result">
    /// Where attempts are limited in time: each further attempt has results of its own, since the last may still write.
    /// </param>
    private readonly struct WholeCall(BatchKernel<TIn, TResults> kernel, TIn rows, int from, int count, TResults results, Result? result)
        : IStepCall<TResults>
    {
        /// <summary>How many rows are given.</summary>
        public int Count => count;

        /// <summary>Whether they are those of a batch of which other rows have answers.</summary>
        public bool IsPart { get; init; }

        /// <summary>Their indices.</summary>
        public IEnumerable<int> Rows => Enumerable.Range(from, count);

        /// <summary>Where the results are.</summary>
        public TResults Results => result?.Results ?? results;

        public RowId? First => count > 0 ? kernel.RowIdOf(rows, from) : null;

        public RowId Row => First ?? default;

        public ValueTask<TResults> TryAsync(CallAttempt attempt, UserCodePosition position, AttemptTimeout? limit)
        {
            var isGiven = result is null or { IsShared: true } || attempt.Attempt == 1;
            var written = isGiven ? results : kernel.CreateResults(Math.Max(1, from + count));
            var call = kernel.CallAsync(rows, from, count, written, attempt);
            if (!call.IsCompletedSuccessfully)
            {
                return WaitAsync(call, written);
            }

            // A task that may be used again wants to be asked for its end, even where there is nothing to give.
            call.GetAwaiter().GetResult();
            return new(written);
        }

        public void Take(TResults written)
        {
            if (result is not null)
            {
                result.Results = written;
            }
        }

        public void Retain()
        {
            // The stage does not use again what it gave to a call that failed.
        }

        public void Release()
        {
            // As above.
        }

        /// <summary>Where the results of single rows go: where an attempt at all of them may still write, elsewhere.</summary>
        public TResults ResultsOfRows() => result is null ? results : kernel.CreateResults(Math.Max(1, from + count));

        /// <summary>The call with one of the rows.</summary>
        public WholeCall Of(int row, TResults to) => new(kernel, rows, row, 1, to, result is null ? null : new() { IsShared = true });

        /// <summary>The call was answered, or is left to the next run.</summary>
        public BatchOutcome<TResults> Conclude(CallOutcome outcome) => new(Results, outcome.IsLeft);

        /// <summary>The call failed, and its rows go no further.</summary>
        public BatchOutcome<TResults> GivenUp(CallOutcome outcome) => BatchOutcome<TResults>.Failed(Results, from, count, outcome);

        /// <summary>A batch is at fault as a whole: its first row says where, unless one of its results is wrong.</summary>
        public StepException Failed(CallOutcome outcome)
        {
            var known = outcome.Failure as StepException;
            return new(kernel.Step, 0, known?.RowId ?? First, known?.InnerException ?? outcome.Failure!)
            {
                Rows = count,
                Attempts = outcome.Attempts,
            };
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private static async ValueTask<TResults> WaitAsync(ValueTask call, TResults written)
        {
            await call.ConfigureAwait(false);
            return written;
        }
    }
}
