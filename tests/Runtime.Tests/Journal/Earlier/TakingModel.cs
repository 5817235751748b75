namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>The rule by which answers are taken over, applied to plain lists.</summary>
internal sealed class TakingModel
{
    private readonly List<Answer> _answers = [];
    private readonly Dictionary<int, int> _sources = [];
    private readonly Dictionary<(int Step, (long, int) Row), string?> _outcomes = [];
    private readonly Dictionary<int, (long Number, HashSet<(long, int)> Rows)> _seen = [];
    private int _generation;

    /// <summary>A generation begins.</summary>
    /// <param name="sources">Its sources; 0: they are not known.</param>
    public void Begin(int sources)
    {
        _sources[++_generation] = sources;
        _outcomes.Clear();
        _seen.Clear();
    }

    /// <summary>The generation is resumed at its first row.</summary>
    public void Resume() => _seen.Clear();

    /// <summary>A row comes to a step, in order.</summary>
    /// <returns>What it is answered without a call; null: it is called, or has failed.</returns>
    public string? Take(int step, TakenRow row)
    {
        if (!_seen.TryGetValue(step, out var seen) || seen.Number != row.Number)
        {
            _seen[step] = seen = (row.Number, []);
        }

        seen.Rows.Add(row.Id);
        if (_outcomes.TryGetValue((step, row.Id), out var outcome))
        {
            return outcome;
        }

        var free = _answers.Where(answer => answer.Step == step && answer.Input == row.Input && answer.Generation < _generation).ToList();
        var taken = free.Where(answer => answer.Row == row.Id).DefaultIfEmpty().MaxBy(Rank)
            ?? free.Where(answer => !IsKept(answer, row.Number, seen.Rows)).DefaultIfEmpty().MaxBy(Rank);
        if (taken is not null)
        {
            (taken.Generation, taken.Row) = (_generation, row.Id);
            _outcomes[(step, row.Id)] = taken.Text;
        }

        return taken?.Text;

        (int, int) Rank(Answer? answer) => answer is null ? (0, 0) : (answer.Generation, _answers.IndexOf(answer));
    }

    /// <summary>A row was called.</summary>
    /// <param name="text">The answer; null: it failed.</param>
    public void Call(int step, TakenRow row, string? text)
    {
        _outcomes[(step, row.Id)] = text;
        if (text is not null)
        {
            _answers.Add(new(step, row.Input, text) { Generation = _generation, Row = row.Id });
        }
    }

    private bool IsKept(Answer answer, long number, HashSet<(long, int)> seen) =>
        _sources[answer.Generation] != 0
            && _sources[answer.Generation] == _sources[_generation]
            && (answer.Row.Number > number || (answer.Row.Number == number && !seen.Contains(answer.Row)));

    private sealed class Answer(int step, int input, string text)
    {
        public int Step => step;

        public int Input => input;

        public string Text => text;

        public int Generation { get; set; }

        public (long Number, int Child) Row { get; set; }
    }
}
