using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Distil.Engine.State;

namespace Distil.Engine;

/// <content>
/// Rows that a step of the body fails on while the run goes on. A handler of generated code calls <see cref="Drop"/> and returns: the
/// driver goes on behind the row. Where something is still to be done for the row, it calls <see cref="Lost"/> and the loop goes on.
/// </content>
public abstract partial class Kernel
{
    private readonly List<(RowFailure Failure, long Ordinal, int Row)> _held = [];

    /// <summary>Type argument of a loop that keeps what a step was given when it fails.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "Generated loops name it, and nothing else does.")]
    protected readonly struct KeptInputs;

    /// <summary>Type argument of a loop that does not.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "As above.")]
    protected readonly struct NoInputs;

    /// <summary>Whether what a step was given when it failed is written to a file.</summary>
    protected bool KeepsInputs => Run.Failures.KeepsInputs;

    /// <summary>Begins to write down what a step was given.</summary>
    /// <returns>What its columns are added to.</returns>
    protected static RowInputs BeginInputs() => new();

    /// <summary>A step failed on the row at hand, and nothing else is to be done for the row: it is left out.</summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="inputs">What the step was given.</param>
    /// <returns>The row behind it.</returns>
    /// <exception cref="StepException">The run stops.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected int Drop(int step, RowId id, Exception exception, RowInputs? inputs)
    {
        ThrowIfStopping(step, id, exception);
        _failed = Array.IndexOf(BodySteps, step);
        CountRows(Row - From + 1);
        _failed = int.MaxValue;
        Add(new(step, id, exception, 1, inputs?.End()), ordinal: 0);
        return Row + 1;
    }

    /// <summary>
    /// A step failed on the row at hand, for which something else is still to be done: it goes no further from that step.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="inputs">What the step was given.</param>
    /// <param name="come">Rows that came to the step and are not counted yet, the one at hand included.</param>
    /// <returns>False.</returns>
    /// <exception cref="StepException">The run stops.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected bool Lost(int step, RowId id, Exception exception, RowInputs? inputs, long come)
    {
        ThrowIfStopping(step, id, exception);
        AddInLoop(new(step, id, exception, 1, inputs?.End()), come);
        return false;
    }

    /// <summary>A step failed on the row at hand, which goes on with nulls.</summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="inputs">What the step was given.</param>
    /// <param name="come">Rows that came to the step and are not counted yet, the one at hand included.</param>
    /// <exception cref="StepException">The run stops.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void Nulled(int step, RowId id, Exception exception, RowInputs? inputs, long come)
    {
        ThrowIfStopping(step, id, exception);
        AddInLoop(new(step, id, exception, 1, inputs?.End()), come);
    }

    /// <summary>
    /// Aside from the loop, for a row that was left out of it, a further step failed: the row goes no further from that one, either.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="inputs">What the step was given.</param>
    /// <returns>False.</returns>
    /// <exception cref="StepException">The run stops.</exception>
    protected bool LostAside(int step, RowId id, Exception exception, RowInputs? inputs)
    {
        if (IsOfRun(exception))
        {
            throw FailedAside(step, id, exception);
        }

        Add(new(step, id, exception, 1, inputs?.End()), ordinal: 0);
        return false;
    }

    /// <summary>The same, where it stops the run.</summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The exception to throw.</returns>
    protected StepException FailedAside(int step, RowId id, Exception exception) =>
        exception as StepException ?? new(step, Row, id, exception);

    /// <summary>The same, where it is an expansion that is left in the middle if the run stops.</summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The row's number.</param>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The exception to throw.</returns>
    protected StepException FailedExpansionAside(int step, RowId id, Exception exception) =>
        FailedAside(step, id, OfExpansion(exception));

    /// <summary>Adds the failures of rows that have not gone on yet to those of the run.</summary>
    /// <exception cref="StepException">The run stops.</exception>
    internal void PassFailures()
    {
        if (_held.Count == 0)
        {
            return;
        }

        try
        {
            foreach (var (failure, ordinal, row) in _held)
            {
                Run.Failures.Add(failure, Run.Counters[failure.Step].RowsIn + ordinal, row);
            }
        }
        finally
        {
            _held.Clear();
        }
    }

    /// <summary>Forgets the failures of rows that do not go on.</summary>
    internal void DiscardFailures() => _held.Clear();

    /// <summary>What a call of a run that was cancelled throws is no failure of the row.</summary>
    private void ThrowIfStopping(int step, RowId id, Exception exception)
    {
        if (IsOfRun(exception))
        {
            throw Failed(step, id, exception);
        }
    }

    private bool IsOfRun(Exception exception) =>
        exception is StepException || (exception is OperationCanceledException && Run.Token.IsCancellationRequested);

    private void AddInLoop(RowFailure failure, long come)
    {
        try
        {
            Add(failure, come);
        }
        catch
        {
            CountRows(Row - From + 1);
            throw;
        }
    }

    private void Add(RowFailure failure, long ordinal)
    {
        var counts = HeldCounts ?? Run.Counters;
        ordinal += counts[failure.Step].RowsIn;
        if (HeldCounts is null)
        {
            Run.Failures.Add(failure, ordinal, Row);
        }
        else
        {
            _held.Add((failure, ordinal, Row));
        }
    }
}
