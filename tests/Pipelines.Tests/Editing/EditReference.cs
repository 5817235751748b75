namespace Distil.Pipelines.Tests.Editing;

/// <summary>
/// Whose answer each row gets, by lists: its own first, otherwise an answer to equal inputs that no row of this run has, that of the newest
/// run first, in it the last that was written. Where the rows of the source are those of the run that the answer comes from, an answer
/// whose own row is still to come is kept for it. Answers are those of the run's own directory and of the one that it takes them over from:
/// that counts as one of earlier runs.
/// </summary>
internal sealed class EditReference
{
    /// <summary>All answers: those of one directory in the order in which they were written there.</summary>
    private List<Answer> _answers = [];

    private readonly List<EditState> _states = [];

    /// <summary>By run: the line of answers of each of its steps.</summary>
    private readonly List<Dictionary<string, int>> _lines = [];

    private int _lineCount;

    private int Now => _states.Count - 1;

    private string Directory => _states[Now].Directory;

    /// <summary>A run begins.</summary>
    public void Begin(EditState state)
    {
        _states.Add(state);
        _lines.Add(Lines(state.Program.Steps));
    }

    /// <summary>The calls of a step come, in the order of their rows.</summary>
    /// <param name="step">The step.</param>
    /// <param name="calls">The first row of each call, and what it asks.</param>
    /// <returns>What each is answered; null: it is called.</returns>
    public IReadOnlyList<Answer?> Take(EditedStep step, IReadOnlyList<(int Row, string Key)> calls)
    {
        var known = Of(step).ToLookup(static answer => answer.Key);
        return [.. calls.Select(call => Take(call.Row, known[call.Key]))];
    }

    /// <summary>The answers of the run's own calls.</summary>
    /// <param name="written">The calls.</param>
    /// <param name="place">By an answer: its place among those that stand in the directory of the run.</param>
    public void Add(IEnumerable<(EditedStep Step, int Row, string Key, IReadOnlyList<string> Texts)> written, Func<string, int> place)
    {
        _answers.AddRange(written.Select(one => new Answer(_lines[Now][one.Step.Name], one.Key, one.Texts)
        {
            Run = Now,
            Row = one.Row,
            Directory = Directory,
        }));
        _answers = [.. _answers.OrderBy(answer => answer.Directory == Directory ? place(answer.Texts[0]) : -1)];
    }

    /// <summary>How many answers to each key a step can take.</summary>
    public IReadOnlyDictionary<string, int> Known(EditedStep step) => Of(step).CountBy(static answer => answer.Key).ToDictionary();

    private IEnumerable<Answer> Of(EditedStep step) => _answers.Where(answer => answer.Line == _lines[Now][step.Name]
        && (answer.Directory == Directory || answer.Directory == _states[Now].ReuseFrom));

    private Answer? Take(int row, IEnumerable<Answer> known)
    {
        var free = known.Where(answer => answer.Run < Now).ToList();
        var taken = free.Where(answer => answer.Row == row).DefaultIfEmpty().MaxBy(Rank)
            ?? free.Where(answer => answer.Row < row || !HasRowsOf(answer.Run)).DefaultIfEmpty().MaxBy(Rank);
        if (taken is not null)
        {
            (taken.Run, taken.Row, taken.Directory) = (Now, row, Directory);
        }

        return taken;

        (int Run, int Place) Rank(Answer? answer) => answer is null ? (-1, -1) : (answer.Run, _answers.IndexOf(answer));
    }

    /// <summary>Whether the source has the rows that it had in an earlier run.</summary>
    private bool HasRowsOf(int run) => _states[run].Rows.SequenceEqual(_states[Now].Rows);

    /// <summary>
    /// A step has the answers of the step with its name and fingerprint in an earlier run, the newest first. Otherwise it has those of a
    /// step with its fingerprint that has no such name any more, in declared order, each those of another.
    /// </summary>
    private Dictionary<string, int> Lines(IReadOnlyList<EditedStep> steps)
    {
        var lines = new Dictionary<string, int>();
        var earlier = Enumerable.Range(0, _lines.Count).Reverse()
            .SelectMany(run => _states[run].Program.Steps.Select(step => (step.Name, step.Fingerprint, Line: _lines[run][step.Name])))
            .ToList();
        foreach (var step in steps)
        {
            var same = earlier.Where(one => (one.Name, one.Fingerprint) == (step.Name, step.Fingerprint));
            if (same.Select(static one => (int?)one.Line).FirstOrDefault() is { } line && !lines.ContainsValue(line))
            {
                lines.Add(step.Name, line);
            }
        }

        foreach (var step in steps.Where(step => !lines.ContainsKey(step.Name)))
        {
            var left = earlier.Where(one => one.Fingerprint == step.Fingerprint && !lines.ContainsValue(one.Line));
            lines.Add(step.Name, left.Select(static one => (int?)one.Line).FirstOrDefault() ?? _lineCount++);
        }

        return lines;
    }

    /// <summary>An answer that is kept.</summary>
    internal sealed class Answer(int line, string key, IReadOnlyList<string> texts)
    {
        public int Line => line;

        public string Key => key;

        /// <summary>What the rows of the call were answered.</summary>
        public IReadOnlyList<string> Texts => texts;

        /// <summary>The last run in which a row had it.</summary>
        public int Run { get; set; }

        /// <summary>That row, or the first of its batch.</summary>
        public int Row { get; set; }

        /// <summary>Where it stands: one that is copied is nobody else's any more.</summary>
        public required string Directory { get; set; }
    }
}
