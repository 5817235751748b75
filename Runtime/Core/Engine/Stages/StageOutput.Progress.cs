using Distil.Checkpoints;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Engine.Stages;

/// <content>How far the stage has come, for the cuts of a run that can be resumed.</content>
internal sealed partial class StageOutput
{
    /// <summary>By so many row numbers the readers of an outlet are behind at most, rows or not.</summary>
    private const long MostBehind = 65_536;

    /// <summary>How far the stage has come, and where it may begin again; null: the run cannot be resumed.</summary>
    public StageProgress? Progress { get; private set; }

    /// <summary>The answers of the step at the head; null: it is not durable, or there is no journal.</summary>
    public StepAnswers? Answers { get; }

    /// <summary>Where the journal ends now: answers of calls that begin from now on lie there or behind.</summary>
    public JournalLocation AnswerPosition => Answers?.Journal.Position ?? default;

    /// <summary>Whether the stage remembers something of the rows before: forks, answers, or what a batch began with.</summary>
    public bool KeepsPoints { get; set; }

    /// <summary>The edges that it writes.</summary>
    public IEnumerable<Edge> Edges => _kernel.Outlets.Select(static outlet => outlet.Edge);

    /// <summary>Has the stage begin where an earlier run of the process stood. Called before the stage runs.</summary>
    public void StartAt(RestartPoint start)
    {
        Progress = new(start);
        for (var fork = 0; fork < start.Forks.Count; fork++)
        {
            _forks[fork] = start.Forks[fork];
            _gates[fork].StartAt(start.Forks[fork]);
        }
    }

    /// <summary>
    /// The stage may begin again before a row of a batch: every row before it has been handled whole, and none from it on.
    /// </summary>
    /// <param name="rows">The batch.</param>
    /// <param name="next">The row.</param>
    /// <param name="headRows">Rows of which the head has an outcome; -1: those that are counted.</param>
    /// <param name="location">Where the journal ended before a row from <paramref name="next"/> on was called.</param>
    public void Note(RowBatch rows, int next, long headRows = -1, JournalLocation location = default)
    {
        if (Progress is not null)
        {
            Note(rows.PositionAt(next), headRows, location);
        }
    }

    /// <summary>The stage may begin again at a place.</summary>
    /// <param name="position">The place: every row before it has been handled whole, and none behind it.</param>
    /// <param name="headRows">Rows of which the head has an outcome; -1: those that are counted.</param>
    /// <param name="location">Where the journal ended before a row behind the place was called.</param>
    public void Note(Position position, long headRows = -1, JournalLocation location = default)
    {
        if (Progress is not { } progress)
        {
            return;
        }

        if (KeepsPoints || Answers is not null)
        {
            progress.Note(position, _forks, Answers?.LocationFor(position.Number, location).Packed ?? RestartPoint.NoAnswers);
        }

        if (_run.Failures.HasUnsettled)
        {
            SettleFailures(position.Number, headRows);
        }
    }

    /// <summary>Failures are settled when their step has handled a row behind them that did not fail.</summary>
    private void SettleFailures(long number, long headRows)
    {
        _run.Failures.Pass(_step, RowsOf(_step, headRows), number);
        foreach (var step in _kernel.BodySteps)
        {
            _run.Failures.Pass(step, RowsOf(step, step == _step ? headRows : -1), number);
        }
    }

    private long RowsOf(int step, long rows) => rows < 0 ? _run.Counters[step].RowsIn : rows;

    /// <summary>Whether the readers of an outlet without rows are told how far the stage has come.</summary>
    private bool TellsProgress(Outlet outlet, bool all) =>
        Progress is not null && (all || outlet.IsBehind(_watermark!, MostBehind));
}
