using Distil.Journal;
using Distil.Journal.Records;
using Distil.Steps;

namespace Distil.Engine.Calls;

/// <summary>
/// Takes over answers of earlier generations for the rows that come to a step: once for each row, in order, before any of them is called.
/// So after a kill the claims are those of the first rows, and the others fall the same way. Used by one thread at a time.
/// </summary>
internal sealed class AnswerClaims<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    private readonly StepAnswers _answers;
    private readonly CalledKernel<TIn, TResults> _kernel;
    private readonly AnswerKeeper<TIn, TResults> _keeper;
    private readonly ulong[] _seeds;
    private readonly ulong[] _tags;

    private AnswerClaims(StepAnswers answers, CalledKernel<TIn, TResults> kernel, IReadOnlyList<string> names)
    {
        (_answers, _kernel, _keeper) = (answers, kernel, new(answers, kernel));
        _seeds = [.. names.Select(AnswerKeeper.SeedOf)];
        _tags = new ulong[_seeds.Length];
    }

    /// <summary>Prepares to take over answers; null: there are none.</summary>
    public static AnswerClaims<TIn, TResults>? Create(StepAnswers? answers, CalledKernel<TIn, TResults> kernel) =>
        answers?.Takes is { } takes ? new(answers, kernel, takes.Names) : null;

    /// <summary>Takes over answers to rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="isWhole">Whether one call has all of them, and one answer.</param>
    /// <exception cref="RunDirectoryException">The claims could not be written.</exception>
    public void TakeOver(TIn rows, int from, int count, bool isWhole = false)
    {
        JournalLocation? last = null;
        if (isWhole)
        {
            last = TakeOverOne(rows, from, count, isWhole);
        }

        for (var row = from; !isWhole && row < from + count; row++)
        {
            last = TakeOverOne(rows, row, 1, isWhole) ?? last;
        }

        if (last is { } claim)
        {
            _answers.Journal.Write(claim);
        }
    }

    private JournalLocation? TakeOverOne(TIn rows, int from, int count, bool isWhole)
    {
        AnswerId id;
        try
        {
            if (count > 0)
            {
                var row = _kernel.RowIdOf(rows, from);
                for (var name = 0; name < _seeds.Length; name++)
                {
                    _tags[name] = row.StableHash(_seeds[name]);
                }

                _answers.Takes!.Pass(rows.Keys[0][from], _tags);
            }
            else
            {
                Array.Clear(_tags);
            }

            id = isWhole ? _keeper.IdOf(rows, from, count) : _keeper.IdOf(rows, from);
        }
        catch (Exception)
        {
            // Code of the user's has failed. It will once more where the row is called, and is reported there.
            return null;
        }

        return _answers.TakeOver(id, _tags);
    }
}
