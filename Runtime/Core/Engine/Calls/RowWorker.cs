using Distil.Engine.State;

namespace Distil.Engine.Calls;

/// <summary>
/// One of those that call the rows of a <see cref="ReorderBuffer{TIn, TResults}"/>: the row at hand, and the run of rows behind it that it
/// means to call next.
/// </summary>
/// <remarks>
/// The worker begins the rows of its run one by one, by an interlocked operation each and without the buffer's lock. Until it has begun a
/// row, others may take it: a run holds nothing back, even if a call blocks its thread. Others do so under the buffer's lock.
/// </remarks>
internal sealed class RowWorker<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>The rows of the run that have not begun: the first in the upper half, the one behind the last in the lower.</summary>
    private long _rest;

    /// <summary>Set when it should ask for rows again.</summary>
    public AsyncSignal MayBegin { get; } = new();

    /// <summary>The batch of the row at hand, or of the last one.</summary>
    public ReorderBatch<TIn, TResults> Batch { get; private set; } = null!;

    /// <summary>The index of that row in its batch.</summary>
    public int Row { get; private set; }

    /// <summary>Whether there is a row at hand that has no outcome.</summary>
    public bool HasRow { get; private set; }

    /// <summary>How the run went that has ended: whether the next ones are to be longer (1) or shorter (-1).</summary>
    public int Pace { get; set; }

    /// <summary>Under the buffer's lock: whether it was woken, and has not asked for rows yet.</summary>
    public bool IsWoken { get; set; }

    /// <summary>Under the buffer's lock: whether there were rows behind the first when the run was taken.</summary>
    public bool HasRun { get; private set; }

    /// <summary>How many rows of the run have not begun.</summary>
    public int Unbegun => Count(Volatile.Read(ref _rest));

    /// <summary>The first row of the run that has not begun, counted as the rows came in.</summary>
    public long FirstUnbegun => Batch.First + First(Volatile.Read(ref _rest));

    /// <summary>Begins the next row of the run, if there is one. A full barrier.</summary>
    public bool TryBeginNext()
    {
        if (TakeRest(1, out var row) > 0)
        {
            Row = row;
            return true;
        }

        HasRow = false;
        Interlocked.MemoryBarrier();
        return false;
    }

    /// <summary>Under the buffer's lock: a run begins with its first row.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">How many.</param>
    public void BeginRun(ReorderBatch<TIn, TResults> batch, int from, int count)
    {
        (Batch, Row, HasRow, HasRun) = (batch, from, true, count > 1);
        if (HasRun)
        {
            Volatile.Write(ref _rest, Pack(from + 1, from + count));
        }
    }

    /// <summary>Under the buffer's lock: the run has ended, and nothing of it is left. The row at hand stays.</summary>
    public void EndRun() => (HasRun, Pace) = (false, 0);

    /// <summary>Under the buffer's lock: there is no row at hand.</summary>
    public void EndRow() => HasRow = false;

    /// <summary>Takes rows of the run that have not begun, the first ones.</summary>
    /// <param name="count">How many, at most.</param>
    /// <param name="from">The first.</param>
    /// <returns>How many were taken.</returns>
    public int TakeRest(int count, out int from)
    {
        while (true)
        {
            var rest = Volatile.Read(ref _rest);
            from = First(rest);
            var taken = Math.Min(count, Count(rest));
            if (taken <= 0 || Interlocked.CompareExchange(ref _rest, rest + Pack(taken, 0), rest) == rest)
            {
                return Math.Max(0, taken);
            }
        }
    }

    private static long Pack(int first, int end) => ((long)first << 32) | (uint)end;

    private static int First(long rest) => (int)(rest >> 32);

    private static int Count(long rest) => (int)rest - First(rest);
}
