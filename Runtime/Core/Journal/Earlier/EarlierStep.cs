using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>
/// Takes over answers of earlier generations, and of another directory, for the rows of one step. Used by one thread at a time, in the
/// order of the rows.
/// </summary>
/// <remarks>
/// A row takes its own answer: one with its key whose row it is. A row that has none takes one with its key that no row of this generation
/// has: of the newest generation first, in it the one that was written last. Where a generation had the same sources as this one, an
/// answer whose own row is still to come is kept for it; otherwise a failure that is tried again could change the answers of other rows.
/// </remarks>
/// <param name="table">The answers.</param>
/// <param name="owners">By <see cref="EarlierAnswer.Owner"/>: those who have them.</param>
/// <param name="names">The names that the step has had: each gives a row another tag.</param>
internal sealed class EarlierStep(EarlierTable table, EarlierOwner[] owners, IReadOnlyList<string> names)
{
    /// <summary>Of so many answers with one key all are looked at; of more, an <see cref="AnswerPool"/> is made.</summary>
    private const int FewAnswers = 8;

    private const int MostToClear = 1024;

    private readonly bool _keeps = Array.Exists(owners, static owner => owner is { MayTake: true, IsKept: true });
    private readonly Dictionary<AnswerKey, AnswerPool> _pools = [];

    /// <summary>The tags of rows that have come with the number at hand.</summary>
    private HashSet<ulong> _seen = [];

    /// <summary>Whether an earlier generation has the step as it is now, under one name or another.</summary>
    public bool HasAny { get; } = Array.Exists(owners, static owner => owner.MayTake);

    /// <summary>The names that the step has had, its own included.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The packed number of the row at hand.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>A row has come. Called for each row in order, also for those that take nothing over.</summary>
    /// <param name="number">Its packed number.</param>
    /// <param name="tags">Its tags, by <see cref="Names"/>.</param>
    public void Pass(long number, ReadOnlySpan<ulong> tags)
    {
        if (number != Number)
        {
            Number = number;
            if (_seen.Count > MostToClear)
            {
                _seen = [];
            }

            _seen.Clear();
        }

        foreach (var tag in _keeps ? tags : [])
        {
            _seen.Add(tag);
        }
    }

    /// <summary>Finds what a row has taken over before the run was resumed.</summary>
    /// <param name="id">Names the answer to the row.</param>
    /// <param name="taken">The answer.</param>
    public bool TryFindTaken(in AnswerId id, out TakenAnswer taken)
    {
        for (var (slot, answer) = (-1, 0); (answer = table.NextOf(id.Key, id.Tag, ref slot)) != 0;)
        {
            if (table[answer].Owner is >= 0 and var owner && owners[owner].IsOwn)
            {
                taken = Answer(answer);
                return true;
            }
        }

        taken = default;
        return false;
    }

    /// <summary>Takes an answer over for the row that came last.</summary>
    /// <param name="key">The key of its call.</param>
    /// <param name="tags">The tags of the row, by <see cref="Names"/>.</param>
    /// <param name="taken">The answer.</param>
    /// <returns>False: there is none for it.</returns>
    public bool TryTake(in AnswerKey key, ReadOnlySpan<ulong> tags, out TakenAnswer taken)
    {
        var answer = FindOwn(key, tags);
        answer = answer == 0 ? FindOther(key) : answer;
        taken = default;
        if (answer == 0)
        {
            return false;
        }

        taken = Answer(answer);
        table[answer].Owner = EarlierAnswer.TakenNow;
        return true;
    }

    /// <summary>Whether no row of this generation has an answer, and the step may take it.</summary>
    internal bool IsFree(int answer) => table[answer].Owner is >= 0 and var owner && owners[owner].MayTake;

    /// <summary>Whether the row has come that has an answer.</summary>
    internal bool HasPassed(int answer) =>
        table[answer].OwnerNumber is var number && (number < Number || (number == Number && _seen.Contains(table[answer].OwnerTag)));

    /// <summary>Which of two answers is taken first.</summary>
    /// <returns>A positive number: <paramref name="one"/>.</returns>
    internal int Compare(int one, int other)
    {
        var byGeneration = owners[table[one].Owner].Generation.CompareTo(owners[table[other].Owner].Generation);
        return byGeneration != 0 ? byGeneration : CompareWritten(one, other);
    }

    /// <summary>Which of two answers was written last.</summary>
    /// <returns>A positive number: <paramref name="one"/>.</returns>
    internal int CompareWritten(int one, int other)
    {
        var byLocation = table[one].Location.Packed.CompareTo(table[other].Location.Packed);
        return byLocation != 0 ? byLocation : one.CompareTo(other);
    }

    private int FindOwn(in AnswerKey key, ReadOnlySpan<ulong> tags)
    {
        var best = 0;
        foreach (var tag in tags)
        {
            for (var (slot, answer) = (-1, 0); (answer = table.NextOf(key, tag, ref slot)) != 0;)
            {
                if (IsFree(answer) && (best == 0 || Compare(answer, best) > 0))
                {
                    best = answer;
                }
            }
        }

        return best;
    }

    private int FindOther(in AnswerKey key)
    {
        var (best, looked) = (0, 0);
        for (var answer = table.Last(key); answer != 0; answer = table[answer].Next)
        {
            if (++looked > FewAnswers)
            {
                return PoolOf(key).Find();
            }

            if (IsFree(answer) && (!owners[table[answer].Owner].IsKept || HasPassed(answer)) && (best == 0 || Compare(answer, best) > 0))
            {
                best = answer;
            }
        }

        return best;
    }

    private AnswerPool PoolOf(in AnswerKey key)
    {
        if (_pools.TryGetValue(key, out var pool))
        {
            return pool;
        }

        var free = new List<int>();
        for (var answer = table.Last(key); answer != 0; answer = table[answer].Next)
        {
            if (IsFree(answer))
            {
                free.Add(answer);
            }
        }

        pool = new(this, table, free.GroupBy(answer => owners[table[answer].Owner])
            .OrderByDescending(static answers => answers.Key.Generation)
            .Select(static answers => (answers.ToArray(), answers.Key.IsKept)));
        _pools.Add(key, pool);
        return pool;
    }

    private TakenAnswer Answer(int answer)
    {
        ref var entry = ref table[answer];
        return new(entry.Location.Location, entry.WrittenTag, entry.Location.IsReused);
    }
}
