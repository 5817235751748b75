using System.Collections.Concurrent;
using System.Globalization;
using Distil.Engine.State;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Engine.Calls;

/// <summary>Makes a call with rows of a batch.</summary>
/// <param name="rows">The rows.</param>
/// <param name="from">The first.</param>
/// <param name="count">How many.</param>
/// <param name="results">Where the results go.</param>
/// <param name="isPart">Whether other rows of the batch have answers: if the call fails, a single row is tried once more, too.</param>
internal delegate ValueTask<BatchOutcome<TResults>> BatchCallback<TIn, TResults>(
    TIn rows, int from, int count, TResults results, bool isPart = false)
    where TIn : RowBatch
    where TResults : Results;

/// <summary>
/// Keeps the answers of a durable batch or global step, row by row, and calls it only with rows that have none. Where the call is the batch
/// (<c>SplitBatches = false</c>, a global step), all of it is one answer.
/// </summary>
/// <param name="answers">Where they are kept.</param>
/// <param name="kernel">The kernel of the step.</param>
/// <param name="createRows">Makes a batch for some of the rows.</param>
/// <param name="settings">The settings of the step.</param>
/// <param name="isGlobal">Whether it sees every row.</param>
internal sealed class BatchAnswers<TIn, TResults>(
    StepAnswers answers, BatchKernel<TIn, TResults> kernel, Func<int, TIn> createRows, StepSettings settings, bool isGlobal)
    where TIn : RowBatch
    where TResults : Results
{
    private readonly ConcurrentStack<AnswerKeeper<TIn, TResults>> _keepers = new();
    private readonly bool _isWhole = isGlobal || !settings.SplitBatches;
    private readonly AnswerClaims<TIn, TResults>? _claims = AnswerClaims<TIn, TResults>.Create(answers, kernel);
    private readonly bool _keepsFailures = settings.OnError is OnError.DeadLetter or OnError.Null;

    /// <summary>Takes over answers of earlier generations: in the order of the batches, before the rows are called.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="RunDirectoryException">The claims could not be written.</exception>
    public void TakeOver(TIn rows, int from, int count) => _claims?.TakeOver(rows, from, count, _isWhole);

    /// <summary>Calls the method with the rows that have no answer, and keeps what it gives.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="position">Where the caller stands.</param>
    /// <param name="call">Makes a call.</param>
    /// <exception cref="StepException">The last attempt failed, or a result cannot be kept.</exception>
    /// <exception cref="RunDirectoryException">An answer could not be written.</exception>
    public async ValueTask<BatchOutcome<TResults>> CallAsync(
        TIn rows, int from, int count, TResults results, UserCodePosition position, BatchCallback<TIn, TResults> call)
    {
        var keeper = _keepers.TryPop(out var spare) ? spare : new(answers, kernel);
        try
        {
            return _isWhole
                ? await CallWholeAsync(keeper, rows, from, count, results, position, call).ConfigureAwait(false)
                : await CallRowsAsync(keeper, rows, from, count, results, position, call).ConfigureAwait(false);
        }
        finally
        {
            _keepers.Push(keeper);
        }
    }

    private async ValueTask<BatchOutcome<TResults>> CallRowsAsync(
        AnswerKeeper<TIn, TResults> keeper, TIn rows, int from, int count, TResults results, UserCodePosition position,
        BatchCallback<TIn, TResults> call)
    {
        var failures = new Dictionary<int, CallOutcome>();
        var missing = FindMissing(keeper, rows, from, count, results, failures);
        if (missing.Count == count)
        {
            AnswerId[] all = [.. missing.Select(static row => row.Id)];
            var outcome = await call(rows, from, count, results).ConfigureAwait(false);
            return position.IsLeft ? outcome
                : outcome.IsLeft ? KeepDone(keeper, all, rows, from, outcome, results)
                : Keep(keeper, all, rows, from, outcome).Outcome;
        }

        if (missing.Count > 0)
        {
            var some = createRows(missing.Count);
            missing.ForEach(row => some.Append(rows, row.Row, 1));
            AnswerId[] ids = [.. missing.Select(static row => row.Id)];
            var called = await call(some, 0, ids.Length, kernel.CreateResults(ids.Length), isPart: true).ConfigureAwait(false);
            if (called.IsLeft || position.IsLeft)
            {
                return position.IsLeft ? new(results, IsLeft: true) : KeepDone(keeper, ids, some, 0, called, results);
            }

            var kept = Keep(keeper, ids, some, 0, called);
            Spread(keeper, kept, index => missing[index].Row, results, failures);
        }

        return new(results, IsLeft: false, failures.Count > 0 ? failures : null);
    }

    /// <summary>Finds the answers of rows.</summary>
    /// <returns>The rows that have none, with the names of their answers.</returns>
    /// <exception cref="StepException">An input cannot be read, and the run stops at such a row.</exception>
    private List<(int Row, AnswerId Id)> FindMissing(
        AnswerKeeper<TIn, TResults> keeper, TIn rows, int from, int count, TResults results, Dictionary<int, CallOutcome> failures)
    {
        var missing = new List<(int Row, AnswerId Id)>(count);
        for (var index = 0; index < count; index++)
        {
            var row = from + index;
            AnswerId id;
            try
            {
                id = keeper.IdOf(rows, row);
            }
            catch (Exception exception)
            {
                failures.Add(row, FailureOf(rows, row, exception));
                continue;
            }

            if (!keeper.TryFind(id, results, row, out var outcome))
            {
                missing.Add((row, id));
            }
            else if (outcome.Failure is not null)
            {
                failures.Add(row, outcome);
            }
        }

        return missing;
    }

    /// <summary>The run stops while the rows of a batch are called one by one: keeps what those gave that were called.</summary>
    private BatchOutcome<TResults> KeepDone(
        AnswerKeeper<TIn, TResults> keeper, AnswerId[] ids, TIn rows, int from, BatchOutcome<TResults> outcome, TResults results)
    {
        if (outcome.RowsDone > 0)
        {
            Keep(keeper, ids[..outcome.RowsDone], rows, from, outcome);
        }

        return new(results, IsLeft: true);
    }

    /// <summary>Keeps what a call gave, row by row.</summary>
    /// <returns>What it gave, and how long each answer is that was encoded; -1: the row has none.</returns>
    /// <exception cref="StepException">A result cannot be kept, and the run stops at such a row. The others are kept.</exception>
    private (BatchOutcome<TResults> Outcome, int[] Lengths) Keep(
        AnswerKeeper<TIn, TResults> keeper, AnswerId[] ids, TIn rows, int from, BatchOutcome<TResults> outcome)
    {
        keeper.Clear();
        var lengths = new int[ids.Length];
        var answered = new List<AnswerId>(ids.Length);
        Dictionary<int, CallOutcome>? failures = null;
        (int Row, Exception Cause)? stop = null;
        for (var index = 0; index < ids.Length; index++)
        {
            var row = from + index;
            if (outcome.Failures?.TryGetValue(row, out var failure) != true)
            {
                if (keeper.Encode(outcome.Results, row, out lengths[index]) is not { } wrong)
                {
                    answered.Add(ids[index]);
                    continue;
                }

                stop ??= _keepsFailures ? null : (row, wrong);
                failure = CallOutcome.Failed(wrong, 1);
            }

            lengths[index] = -1;
            (failures ??= []).Add(row, failure);
            if (_keepsFailures)
            {
                answers.Journal.AppendFailure(answers.Number, ids[index], EarlierFailure.Write(failure));
            }
        }

        if (answered.Count > 0)
        {
            int[] given = answered.Count == ids.Length ? lengths : Array.FindAll(lengths, static length => length >= 0);
            answers.Journal.AppendBatch(answers.Number, [.. answered], given, keeper.Encoded);
        }

        answers.Journal.Write();
        return stop is var (at, cause)
            ? throw new StepException(kernel.Step, 0, kernel.RowIdOf(rows, at), cause) { Rows = ids.Length }
            : (outcome with { Failures = failures }, lengths);
    }

    /// <summary>What becomes of a row that fails beside its call.</summary>
    /// <exception cref="StepException">The run stops at it.</exception>
    private CallOutcome FailureOf(TIn rows, int row, Exception cause) => _keepsFailures
        ? CallOutcome.Failed(cause, 1)
        : throw new StepException(kernel.Step, 0, kernel.RowIdOf(rows, row), cause);

    /// <summary>Takes over what a call with some of the rows gave.</summary>
    private static void Spread(
        AnswerKeeper<TIn, TResults> keeper, (BatchOutcome<TResults> Outcome, int[] Lengths) kept, Func<int, int> rowOf, TResults results,
        Dictionary<int, CallOutcome> failures)
    {
        var at = 0;
        for (var index = 0; index < kept.Lengths.Length; index++)
        {
            var length = kept.Lengths[index];
            if (length < 0)
            {
                failures.Add(rowOf(index), kept.Outcome.Failures![index]);
                continue;
            }

            keeper.Read(keeper.Encoded.Slice(at, length), results, rowOf(index));
            at += length;
        }
    }

    private async ValueTask<BatchOutcome<TResults>> CallWholeAsync(
        AnswerKeeper<TIn, TResults> keeper, TIn rows, int from, int count, TResults results, UserCodePosition position,
        BatchCallback<TIn, TResults> call)
    {
        AnswerId id;
        try
        {
            id = keeper.IdOf(rows, from, count);
        }
        catch (Exception exception)
        {
            return BatchOutcome<TResults>.Failed(results, from, count, FailureOf(rows, from, exception));
        }

        if (TryFindWhole(keeper, id, from, count, results) is { } found)
        {
            return found;
        }

        var outcome = await call(rows, from, count, results).ConfigureAwait(false);
        return outcome.IsLeft || position.IsLeft ? outcome : KeepWhole(keeper, id, rows, from, count, outcome);
    }

    private BatchOutcome<TResults>? TryFindWhole(
        AnswerKeeper<TIn, TResults> keeper, in AnswerId id, int from, int count, TResults results)
    {
        if (!keeper.TryFind(id, out var body, out var failure))
        {
            return null;
        }

        if (failure.Failure is not null)
        {
            return BatchOutcome<TResults>.Failed(results, from, count, failure);
        }

        var read = keeper.ReadAll(body, results, from);
        if (settings.NewRows)
        {
            results.Count = read;
        }
        else if (read != count)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The journal holds {read} results for {count} rows of the step."));
        }

        return new(results, IsLeft: false);
    }

    private BatchOutcome<TResults> KeepWhole(
        AnswerKeeper<TIn, TResults> keeper, in AnswerId id, TIn rows, int from, int count, BatchOutcome<TResults> outcome)
    {
        var failure = outcome.Failures?.Values.FirstOrDefault() ?? default;
        if (failure.Failure is null)
        {
            if (keeper.EncodeAll(outcome.Results, from, settings.NewRows ? outcome.Results.Count : count) is not { } wrong)
            {
                answers.Journal.Write(answers.Journal.AppendAnswer(answers.Number, id, keeper.Encoded));
                return outcome;
            }

            failure = _keepsFailures
                ? CallOutcome.Failed(wrong, 1)
                : throw new StepException(kernel.Step, 0, count > 0 ? kernel.RowIdOf(rows, from) : null, wrong) { Rows = count };
        }

        answers.Journal.Write(answers.Journal.AppendFailure(answers.Number, id, EarlierFailure.Write(failure)));
        return BatchOutcome<TResults>.Failed(outcome.Results, from, count, failure);
    }
}
