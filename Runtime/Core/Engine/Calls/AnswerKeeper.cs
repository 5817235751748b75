using System.Text.Json;
using Distil.IO.Json;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Steps;

namespace Distil.Engine.Calls;

/// <summary>What keepers of all steps have in common.</summary>
internal static class AnswerKeeper
{
    /// <summary>What the tags of a step's rows begin with.</summary>
    /// <param name="name">The name of the step.</param>
    public static ulong SeedOf(string name) => StableHashing.Add(StableHashing.Start, name);
}

/// <summary>
/// Keeps the answers of a durable step in the journal, and finds those that an earlier run has kept. Each worker has one; it is used by one
/// thread at a time.
/// </summary>
internal sealed class AnswerKeeper<TIn, TResults> : IDisposable
    where TIn : RowBatch
    where TResults : Results
{
    private const int FirstBytes = 1024;

    private readonly StepAnswers _answers;
    private readonly CalledKernel<TIn, TResults> _kernel;
    private readonly ulong _seed;
    private readonly KeyWriter _key = new();
    private readonly JsonRowWriter _bodies = new(FirstBytes);
    private AnswerReader? _reader;

    /// <summary>Prepares to keep answers.</summary>
    /// <param name="answers">Where they are kept. They free the keeper at their end.</param>
    /// <param name="kernel">The kernel of the step.</param>
    public AnswerKeeper(StepAnswers answers, CalledKernel<TIn, TResults> kernel)
    {
        (_answers, _kernel) = (answers, kernel);
        _seed = AnswerKeeper.SeedOf(kernel.StepName);
        answers.Own(this);
    }

    /// <summary>What was encoded since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Encoded => _bodies.Written;

    /// <summary>Names the answer to a call with one row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    public AnswerId IdOf(TIn rows, int row) => IdOf(rows, row, 1, isWhole: false);

    /// <summary>Names the answer to a call with several rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    public AnswerId IdOf(TIn rows, int from, int count) => IdOf(rows, from, count, isWhole: true);

    private AnswerId IdOf(TIn rows, int from, int count, bool isWhole)
    {
        UInt128 key;
        try
        {
            _key.Write((ulong)(_answers.Fingerprint >> 64));
            _key.Write((ulong)_answers.Fingerprint);
            if (isWhole)
            {
                _key.Write(count);
            }

            for (var row = from; row < from + count; row++)
            {
                _kernel.WriteKey(rows, row, _key);
            }
        }
        finally
        {
            key = _key.End();
        }

        // The tag is that of the first row: no two rows of a step have the same number.
        return count == 0
            ? new(new((ulong)(key >> 64), (ulong)key), 0)
            : new(new((ulong)(key >> 64), (ulong)key), _kernel.RowIdOf(rows, from).StableHash(_seed)) { Number = rows.Keys[0][from] };
    }

    /// <summary>Finds what an earlier run has kept of a call, or what was taken over for it of an earlier generation.</summary>
    /// <param name="id">Names it.</param>
    /// <param name="body">The answer, as one JSON value; valid until the next call.</param>
    /// <param name="failure">How it failed; the default value: it was answered.</param>
    /// <returns>False: the call is to be made.</returns>
    public bool TryFind(in AnswerId id, out ReadOnlySpan<byte> body, out CallOutcome failure)
    {
        var isFound = TryFindKept(id, out body, out failure);
        if (isFound)
        {
            _answers.NoteReused();
        }

        return isFound;
    }

    private bool TryFindKept(in AnswerId id, out ReadOnlySpan<byte> body, out CallOutcome failure)
    {
        body = default;
        failure = default;
        if (!_answers.TryFind(id, out var location))
        {
            if (!_answers.TryUseTaken(id, out var taken))
            {
                return false;
            }

            body = (_reader ??= new(_answers.Journal)).Read(taken.Location, new(id.Key, taken.Tag), out _);
            return true;
        }

        body = (_reader ??= new(_answers.Journal)).Read(location, id, out var kind);
        if (kind != RecordKind.Failure)
        {
            return true;
        }

        if (_answers.IsTriedAgain(id.Number, location))
        {
            return false;
        }

        failure = EarlierFailure.Read(body);
        return true;
    }

    /// <summary>Finds what an earlier run has kept of a call with one row.</summary>
    /// <param name="id">Names it.</param>
    /// <param name="results">Where the result goes.</param>
    /// <param name="row">At the index of the row.</param>
    /// <param name="outcome">How the call ended.</param>
    /// <returns>False: the call is to be made.</returns>
    public bool TryFind(in AnswerId id, TResults results, int row, out CallOutcome outcome)
    {
        if (!TryFind(id, out var body, out outcome))
        {
            return false;
        }

        if (outcome.Failure is null)
        {
            Read(body, results, row);
        }

        return true;
    }

    /// <summary>Reads a result.</summary>
    /// <param name="body">The result, as one JSON value.</param>
    /// <param name="results">Where it goes.</param>
    /// <param name="row">At the index of the row.</param>
    public void Read(ReadOnlySpan<byte> body, TResults results, int row)
    {
        var reader = new Utf8JsonReader(body, JsonLimits.AnswerOptions);
        _kernel.ReadAnswer(results, row, ref reader);
    }

    /// <summary>Reads what <see cref="EncodeAll"/> wrote.</summary>
    /// <param name="body">The array.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="from">At the index of the first row.</param>
    /// <returns>How many there are.</returns>
    public int ReadAll(ReadOnlySpan<byte> body, TResults results, int from)
    {
        var reader = new Utf8JsonReader(body, JsonLimits.AnswerOptions);
        reader.Read();
        for (var count = 0; ; count++)
        {
            var ahead = reader;
            ahead.Read();
            if (ahead.TokenType == JsonTokenType.EndArray)
            {
                return count;
            }

            results.EnsureCapacity(from + count + 1);
            _kernel.ReadAnswer(results, from + count, ref reader);
        }
    }

    /// <summary>Forgets what was encoded.</summary>
    public void Clear() => _bodies.Count = 0;

    /// <summary>Encodes a result as one JSON value, behind those that were encoded before.</summary>
    /// <param name="results">Where the result is.</param>
    /// <param name="row">At the index of the row.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <returns>Why no file can hold it; null: it is encoded.</returns>
    public Exception? Encode(TResults results, int row, out int length)
    {
        var start = _bodies.Count;
        try
        {
            _kernel.WriteAnswer(results, row, _bodies);
            if (_kernel.GoesOnAsRead)
            {
                Read(_bodies.Written[start..], results, row);
            }
        }
        catch (Exception exception)
        {
            (_bodies.Count, length) = (start, 0);
            return new InvalidOperationException(
                $"The step is durable, and what it gave cannot be kept in a file: {ExceptionText.MessageOf(exception)} Give a value that "
                    + "a file can hold, or set Durable = false.",
                exception);
        }

        length = _bodies.Count - start;
        return null;
    }

    /// <summary>Encodes all results of a call as one array.</summary>
    /// <param name="results">Where they are.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>Why no file can hold one of them; null: they are encoded.</returns>
    public Exception? EncodeAll(TResults results, int from, int count)
    {
        Clear();
        _bodies.Write("["u8);
        for (var row = from; row < from + count; row++)
        {
            if (row > from)
            {
                _bodies.Write(","u8);
            }

            if (Encode(results, row, out _) is { } wrong)
            {
                return wrong;
            }
        }

        _bodies.Write("]"u8);
        return null;
    }

    /// <summary>Keeps the outcome of a call with one row: when this returns, it is with the operating system.</summary>
    /// <param name="id">Names it.</param>
    /// <param name="results">Where the result is.</param>
    /// <param name="row">At the index of the row.</param>
    /// <param name="outcome">How the call ended.</param>
    /// <param name="keepsFailure">Whether a failure is an answer for the rest of the run: it does not stop the run.</param>
    /// <returns>How it ended; a result that no file can hold fails the call.</returns>
    /// <exception cref="RunDirectoryException">It could not be written.</exception>
    public CallOutcome Keep(in AnswerId id, TResults results, int row, CallOutcome outcome, bool keepsFailure)
    {
        if (outcome is { Failure: null, IsLeft: false })
        {
            Clear();
            if (Encode(results, row, out _) is not { } wrong)
            {
                _answers.Journal.Write(_answers.Journal.AppendAnswer(_answers.Number, id, Encoded));
                return outcome;
            }

            outcome = CallOutcome.Failed(wrong, 1);
        }

        if (outcome.Failure is not null && keepsFailure)
        {
            _answers.Journal.Write(_answers.Journal.AppendFailure(_answers.Number, id, EarlierFailure.Write(outcome)));
        }

        return outcome;
    }

    public void Dispose()
    {
        _key.Dispose();
        _bodies.Dispose();
        _reader?.Dispose();
    }
}
