using Distil.Guards;
using Distil.Logging;

namespace Distil.Engine.State;

/// <summary>Keeps the errors of a run that goes on, beside its data sets.</summary>
internal interface IErrorLog
{
    /// <summary>
    /// Whether a failure is not among those of an earlier run that this one goes on with. Asked once for each failure of a step, in order.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="number">As of <see cref="Write"/>.</param>
    bool IsNew(string step, long number);

    /// <summary>Whether an earlier run, which this one goes on with, has written failures of a step up to a row at least.</summary>
    /// <param name="step">The step.</param>
    /// <param name="number">As of <see cref="Write"/>.</param>
    bool MayHold(string step, long number);

    /// <summary>Adds an error; from any thread.</summary>
    /// <param name="error">The error.</param>
    /// <param name="number">The packed number of the row; <see cref="long.MaxValue"/>: it is of no row.</param>
    /// <param name="inputs">What the step was given, as a JSON object; null: that is not known.</param>
    void Write(RunError error, long number, byte[]? inputs = null);
}

/// <summary>A row that a step failed on, and that the run does not stop for.</summary>
/// <param name="Step">The step's index.</param>
/// <param name="Row">The row's number.</param>
/// <param name="Exception">What the last attempt failed with.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="Inputs">What the step was given, as a JSON object; null: no file is written, or nothing of it can be.</param>
internal sealed record RowFailure(int Step, RowId Row, Exception Exception, int Attempts, byte[]? Inputs);

/// <summary>
/// The rows that steps failed on while the run went on. Failures of one step that follow one another, row by row, stop the run when they
/// are too many: then the cause is hardly the rows'. Until it is known that they do not, they are held back.
/// </summary>
/// <remarks>
/// Safe for several threads at once. Of one step, failures are added in the order in which its rows are passed on, whatever the
/// concurrency: so a run always stops at the same row.
/// </remarks>
internal sealed class RowFailures(
    string[] steps, StepCounters[] counters, SourceTable sources, RunErrors errors, RunEvents events, int maxInARow, IErrorLog? file)
{
    /// <summary>So many failures in a row are held back at most.</summary>
    private const int MaxHeld = 65_536;

    private readonly Gate _gate = new();
    private readonly Streak?[] _streaks = new Streak?[steps.Length];
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private volatile bool _hasAny;
    private volatile int _unsettled;

    /// <summary>Whether a step has failed on a row.</summary>
    public bool HasAny => _hasAny;

    /// <summary>Whether failures are held back.</summary>
    public bool HasUnsettled => _unsettled > 0;

    /// <summary>Whether what a step was given is written down.</summary>
    public bool KeepsInputs => file is not null;

    /// <summary>Notes that an earlier run, which this one goes on with, had failures.</summary>
    public void NoteEarlier() => _hasAny = true;

    /// <summary>Adds a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="ordinal">Which of the rows that came to the step it is, from 1.</param>
    /// <param name="index">The row's index in the batch at hand.</param>
    /// <exception cref="StepException">It is one too many in a row: the run stops.</exception>
    public void Add(RowFailure failure, long ordinal, int index)
    {
        lock (_gate)
        {
            _hasAny = true;
            var streak = _streaks[failure.Step] ??= new();
            if (ordinal != streak.Last + 1)
            {
                SettleHeld(streak);
                streak.Length = 0;
            }

            streak.Last = ordinal;
            streak.Length++;
            if (streak.Length == 1)
            {
                streak.First = failure.Row;
            }

            if (streak.UnsettledFrom == long.MaxValue)
            {
                streak.UnsettledFrom = NumberOf(failure);
                _unsettled++;
            }

            var wasSettled = file?.MayHold(steps[failure.Step], NumberOf(failure)) == true;
            if (maxInARow > 0 && streak.Length >= maxInARow && !wasSettled)
            {
                Stop(streak, failure, index);
            }

            counters[failure.Step].AddFailed(1);
            streak.Held.Add(failure);

            // What an earlier run has settled stays so: data sets may be committed behind it.
            if (maxInARow == 0 || streak.Held.Count == MaxHeld || wasSettled)
            {
                SettleHeld(streak);
            }
        }
    }

    /// <summary>
    /// A step has handled so many rows: failures that are held back are settled if a row behind them did not fail, or if they are far
    /// behind.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="rows">The rows that have an outcome.</param>
    /// <param name="number">The stage of the step has passed every row with a smaller number.</param>
    public void Pass(int step, long rows, long number)
    {
        lock (_gate)
        {
            if (_streaks[step] is { UnsettledFrom: < long.MaxValue } streak
                && (rows > streak.Last || number - streak.UnsettledFrom > MaxHeld))
            {
                SettleHeld(streak);
            }
        }
    }

    /// <summary>
    /// The packed number of the first row of a step whose failure is held back: rows from it on may be tried again.
    /// <see cref="long.MaxValue"/>: none is.
    /// </summary>
    public long UnsettledFrom(int step)
    {
        lock (_gate)
        {
            return _streaks[step]?.UnsettledFrom ?? long.MaxValue;
        }
    }

    /// <summary>Whether the data set of a step is left out: it has no rows, and no file is made for it.</summary>
    public bool IsLeftOut(string step)
    {
        lock (_gate)
        {
            return _leftOut.Contains(step);
        }
    }

    /// <summary>A global step failed whose data set is left out; the run goes on.</summary>
    public void LeaveOut(StepException failure)
    {
        var error = new RunError(steps[failure.Step], null, failure.InnerException!, failure.Attempts);
        lock (_gate)
        {
            _hasAny = true;
            _leftOut.Add(error.Step);
            counters[failure.Step].AddFailed(failure.Rows);
            if (file?.IsNew(error.Step, long.MaxValue) != false)
            {
                errors.Add(error);
                file?.Write(error, long.MaxValue);
            }

            events.DataSetLeftOut(error);
        }
    }

    /// <summary>An earlier run, which this one goes on with, has left the data set of a step out.</summary>
    public void NoteLeftOut(string step)
    {
        lock (_gate)
        {
            _leftOut.Add(step);
        }
    }

    /// <summary>The run ends: what is held back was not too much.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            foreach (var streak in _streaks)
            {
                if (streak is not null)
                {
                    SettleHeld(streak);
                }
            }
        }
    }

    private void SettleHeld(Streak streak)
    {
        foreach (var failure in streak.Held)
        {
            var (error, number) = (Error(failure), NumberOf(failure));
            if (file?.IsNew(error.Step, number) != false)
            {
                errors.Add(error);
                events.RowFailed(error, ++streak.Settled);
                file?.Write(error, number, failure.Inputs);
            }
        }

        streak.Held.Clear();
        if (streak.UnsettledFrom < long.MaxValue)
        {
            streak.UnsettledFrom = long.MaxValue;
            _unsettled--;
        }
    }

    /// <summary>The failures that were held back are failures of a run that stops: they are no dead letters, and are tried again.</summary>
    private void Stop(Streak streak, RowFailure last, int index)
    {
        foreach (var failure in streak.Held)
        {
            errors.Add(Error(failure));
        }

        streak.Held.Clear();
        throw new StepException(last.Step, index, last.Row, last.Exception)
        {
            Attempts = last.Attempts,
            Reason = $"It is the last of {streak.Length} rows in a row that it failed on, from {streak.First} on. "
                + "Mend the cause and run again, or raise RunOptions.MaxConsecutiveErrors (0: no limit), with which such rows are left out",
        };
    }

    private long NumberOf(RowFailure failure) => RowNumber.Pack(sources.IndexOf(failure.Row.Source), failure.Row.Ordinal);

    private RunError Error(RowFailure failure) => new(steps[failure.Step], failure.Row, failure.Exception, failure.Attempts);

    /// <summary>Failures of one step, of which the last ones follow one another.</summary>
    private sealed class Streak
    {
        public long Last { get; set; } = -1;

        public int Length { get; set; }

        public RowId First { get; set; }

        /// <summary>The number of the first row whose failure is held back, or stopped the run.</summary>
        public long UnsettledFrom { get; set; } = long.MaxValue;

        /// <summary>Failures of the step that the run did not stop for, whichever streak they were in.</summary>
        public long Settled { get; set; }

        public List<RowFailure> Held { get; } = [];
    }
}
