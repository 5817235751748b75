using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Distil.Engine.Kernels;
using Distil.Engine.State;

namespace Distil.Engine;

/// <summary>
/// The code of one stage, emitted for one pipeline: what is called, in which order, with which columns. The
/// stage's driver (in this assembly) decides when it runs, and sends what it wrote.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class Kernel
{
    /// <summary>In <see cref="Open"/>: a level that carries no watermark (a child's number, a route).</summary>
    public const int NoWatermark = Outlet.NoWatermark;

    /// <summary>Rows of an outlet at which a row that becomes many is interrupted, so that they are sent.</summary>
    protected readonly int Most;

    private readonly Outlet[] _outlets;
    private volatile bool _mustPause;
    private int _failed = int.MaxValue;

    /// <summary>Prepares a kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body, in the order in which a row comes to them.</param>
    /// <param name="outlets">What it writes to.</param>
    protected Kernel(PipelineRun run, int forks, int[] steps, Outlet[] outlets)
    {
        Run = run;
        BodySteps = steps;
        _outlets = outlets;
        Forks = new long[forks];
        Most = run.TransportSize + (run.TransportSize / 2);
    }

    /// <summary>Per fork of this stage: the rows that have been written in every branch.</summary>
    public readonly long[] Forks;

    /// <summary>
    /// The index of the row at hand, written before its first call and after the row before it is finished: it says of a loop that stands
    /// which rows can be sent. A field, not a local: a local that a handler reads would be read from the stack everywhere.
    /// </summary>
    public int Row;

    /// <summary>The index of the first row of the block at hand.</summary>
    public int From;

    /// <summary>The run it belongs to.</summary>
    protected PipelineRun Run { get; }

    /// <summary>Whether the loop is asked to interrupt the row at hand, if that becomes many: the run stops.</summary>
    protected bool MustPause => _mustPause;

    internal IReadOnlyList<Outlet> Outlets => _outlets;

    /// <summary>Where rows are counted that have not gone on yet; null: they are counted as the run's at once.</summary>
    internal StepCounters[]? HeldCounts { get; set; }

    /// <summary>The steps of the body, in the order in which a row comes to them.</summary>
    internal int[] BodySteps { get; }

    /// <summary>Whether the driver calls the first step of the body, and counts the rows that come to it.</summary>
    internal virtual bool CallsFirst => false;

    /// <summary>Interrupts the loop in the middle of a row.</summary>
    internal IRowPause Pause { get; set; } = null!;

    /// <summary>Asks the loop to interrupt the row at hand, or no longer does.</summary>
    internal void AskToPause(bool must) => _mustPause = must;

    /// <summary>A block begins.</summary>
    /// <param name="row">The index of its first row.</param>
    internal void StartAt(int row) => Row = From = row;

    /// <summary>
    /// The loop stands in user code and is left behind: counts the rows of its block before the one that it is at. What it counts later
    /// counts no more.
    /// </summary>
    internal void CountStanding()
    {
        CountRows(Row - From);
        HeldCounts = Array.ConvertAll(Run.Counters, static _ => new StepCounters());
    }

    /// <summary>In <see cref="Open"/>: the watermark of a level that counts the rows of a fork of this stage.</summary>
    /// <param name="fork">Which one.</param>
    /// <returns>A number that stands for it.</returns>
    public static int ForkWatermark(int fork) => -1 - fork;

    /// <summary>Begins to write to an edge.</summary>
    /// <typeparam name="TBatch">The rows that it carries.</typeparam>
    /// <param name="edge">The edge.</param>
    /// <param name="watermarks">
    /// Per level of the edge: which watermark of the head it takes, <see cref="ForkWatermark"/> or <see cref="NoWatermark"/>.
    /// </param>
    /// <returns>The writing end.</returns>
    protected static Outlet<TBatch> Open<TBatch>(Edge<TBatch> edge, params int[] watermarks)
        where TBatch : RowBatch => new(edge, watermarks);

    /// <summary>What the kernel writes to.</summary>
    /// <typeparam name="TBatch">The rows that it carries.</typeparam>
    /// <param name="index">Its index among the outlets.</param>
    /// <returns>The writing end of an edge.</returns>
    protected Outlet<TBatch> OutletAt<TBatch>(int index)
        where TBatch : RowBatch => Unsafe.As<Outlet<TBatch>>(_outlets[index]);

    /// <summary>In the middle of a row that becomes many: sends what is written, and waits until there is room for more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void SendWithinRow() => Pause.SendWithinRow();

    /// <summary>Adds to a step's counts.</summary>
    /// <param name="step">Its index.</param>
    /// <param name="rowsIn">Rows that it was called with.</param>
    /// <param name="rowsOut">Rows that it let go on or made.</param>
    protected void Count(int step, long rowsIn, long rowsOut) => (HeldCounts ?? Run.Counters)[step].Add(rowsIn, rowsOut);

    /// <summary>Adds the rows of a block to the counts of the steps; unless it is overridden, each step lets every row go on.</summary>
    /// <param name="rows">Rows that the head gave.</param>
    protected virtual void CountRows(long rows)
    {
        var steps = BodySteps;
        var all = Counted(rows, 0);
        for (var index = 0; index < steps.Length; index++)
        {
            Count(steps[index], CallsFirst && index == 0 ? 0 : all.Behind(index - 1), all.Behind(index));
        }
    }

    /// <summary>A count that several steps share, since each lets every row go on.</summary>
    /// <param name="rows">Rows that were counted, the one at hand included.</param>
    /// <param name="first">The place, among the steps of the body, of the first that they come to.</param>
    /// <returns>The count, from which can be had how many of the rows came how far.</returns>
    protected RowCount Counted(long rows, int first) => new(rows, first, _failed);

    /// <summary>A step of the body threw: counts the rows of the block, and says where it happened.</summary>
    /// <param name="step">The step that was called.</param>
    /// <param name="id">The number of the row at hand.</param>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The exception to throw.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected internal StepException Failed(int step, RowId id, Exception exception)
    {
        if (exception is StepException known)
        {
            // A step further down, in what an expand repeats.
            return known;
        }

        _failed = Array.IndexOf(BodySteps, step);
        CountRows(Row - From + 1);
        return new(step, Row, id, exception);
    }

    /// <summary>The same for an expand that is asked to end at a stop: what it ends with then is no failure.</summary>
    /// <param name="step">The step that was called.</param>
    /// <param name="id">The number of the row at hand.</param>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The exception to throw.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected StepException FailedExpansion(int step, RowId id, Exception exception) => Failed(step, id, OfExpansion(exception));

    /// <summary>Checks what the step's property gave.</summary>
    /// <typeparam name="T">The step's class.</typeparam>
    /// <param name="step">What it gave.</param>
    /// <param name="name">The step's name.</param>
    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    protected static T RequireStep<T>(T? step, string name) =>
        step is null ? throw new InvalidOperationException($"The property '{name}' is null; give it a step in its initialiser.") : step;

    /// <summary>Checks a result whose members become columns.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="result">What the step gave.</param>
    /// <param name="step">The step's name.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T RequireValue<T>([NotNull] T result, string step)
    {
        if (result is null)
        {
            throw NoRow(step);
        }

        return result;
    }

    /// <summary>A step gave null for a column that cannot be null.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="column">The column's name.</param>
    /// <returns>The exception to throw.</returns>
    protected static InvalidOperationException NoValue(string step, string column) =>
        new($"Step '{step}' gave null as '{column}', whose type is not nullable. Give a value, or make the type nullable where it is "
            + "declared.");

    /// <summary>A router gave a value that is no member of its enum.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="type">The enum's name.</param>
    /// <param name="value">What it gave.</param>
    /// <returns>The exception to throw.</returns>
    protected static InvalidOperationException NoRoute(string step, string method, string type, decimal value) =>
        new($"{method} of step '{step}' returned {value.ToString(CultureInfo.InvariantCulture)}, which is no member of {type}. Return "
            + $"one of its members.");

    /// <summary>A router gave a value with a bit that no member of its enum of flags has.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="type">The enum's name.</param>
    /// <param name="value">What it gave.</param>
    /// <returns>The exception to throw.</returns>
    protected static InvalidOperationException NoFlags(string step, string method, string type, decimal value) => new(
        $"{method} of step '{step}' returned {value.ToString(CultureInfo.InvariantCulture)}, which has a bit that no member of {type} has. "
        + "Return members of it, or 0 where the row ends here.");

    private Exception OfExpansion(Exception exception) =>
        exception is OperationCanceledException && Run.SourceToken.IsCancellationRequested ? new ExpansionLeftException() : exception;

    private static InvalidOperationException NoRow(string step) =>
        new($"Step '{step}' gave null in place of a row. Leave the row out with a filter or an expand, or give one with values.");

    /// <summary>A batch or global method returned a list of the wrong length.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="expected">The rows that it was given.</param>
    /// <param name="actual">The results that it gave.</param>
    /// <returns>The exception to throw.</returns>
    protected static InvalidOperationException WrongCount(string step, string method, int expected, int actual) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"{method} of step '{step}' was given {expected} rows and returned {actual} answers; it must return one answer for each row, "
                + $"in the same order."));

    /// <summary>A batch or global method returned null in place of a list.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The exception to throw.</returns>
    protected static InvalidOperationException NoResults(string step, string method) =>
        new($"{method} of step '{step}' returned null; it must return a list with one answer for each row.");
}
