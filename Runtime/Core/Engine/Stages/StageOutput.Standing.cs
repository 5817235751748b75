using Distil.Running;

namespace Distil.Engine.Stages;

/// <content>
/// Rows that the loop has finished are sent although the loop stands: in a source that has no next row, in a slow step.
/// </content>
/// <remarks>
/// <para>
/// Asking. The timer looks each <see cref="StandingLoops.Interval"/>. Where rows are unsent it first asks the driver, which then sends all
/// of them at its next flush. Where that has not happened when it looks again, the loop stands, and the timer sends copies of the rows
/// itself. So a row leaves within two intervals.
/// </para>
/// <para>
/// Ownership. <see cref="_turn"/> is odd while a block is open. The driver opens and closes by plain stores, since it does so for each
/// block; the timer pays. It says that it is sending and sets a barrier across the process. Then it looks at the turn: either it sees
/// that the block was closed, or the driver, whose store of the turn came behind the barrier, sees that something is being sent and waits
/// for its end. A turn that is the same before and behind the barrier is one block.
/// </para>
/// <para>
/// Publication. The loop stores in this order, and the just-in-time compiler keeps the order of stores to the heap: a row's index before
/// the row's first call (<see cref="Kernel.Row"/>); a row's cells before the batch's count; the batches of all branches of a fork before
/// the fork's number. These are plain stores, which another processor may see in another order, on ARM. So the timer reads the row and
/// the forks, sets a barrier, reads the counts, sets a barrier, and reads the cells. What it has read before a barrier was stored, so all
/// that the loop stored before that is visible behind the barrier: the counts hold every row before the one that was read, and the cells
/// of all rows that are counted are whole. So the watermark promises nothing that is not among the rows. Where arrays grow meanwhile,
/// those that the loop replaces stay as they are.
/// </para>
/// <para>
/// A sending never waits: it takes place only if each reader's channel has room, and this output is the only writer. Rows and watermark go
/// to all outlets or to none.
/// </para>
/// </remarks>
internal sealed partial class StageOutput
{
    private readonly Gate _lock = new();
    private BlockRows _block;
    private int _turn;
    private bool _isSending;
    private bool _isDue;
    private bool _isClosed;

    /// <summary>What was last sent for the loop.</summary>
    private (int Turn, int Row) _sent;

    /// <summary>Where the loop was at the last look.</summary>
    private (int Turn, int Row) _seen;

    private long[] _standingWatermark = [];
    private long[] _standingForks = [];
    private int[] _counts = [];

    /// <summary>The task that closes the stage in its place found the loop standing: so many rows of its block have gone on.</summary>
    public int RowsOfStanding { get; private set; }

    /// <summary>User code that blocks its thread runs from here on, and touches no outlet.</summary>
    public void BeginCall() => Open(BlockRows.None);

    /// <summary>Ends what <see cref="BeginCall"/> began.</summary>
    public void EndCall() => Close();

    /// <summary>Replicas: the loop of this one runs, and nothing waits before its rows any more.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="rows">Its batch.</param>
    public void Attend(Kernel replica, RowBatch rows)
    {
        _kernel = replica;
        Open(BlockRows.Of(rows, 0));
    }

    /// <summary>Ends what <see cref="Attend"/> began.</summary>
    public void EndAttending() => Close();

    /// <summary>Called by the run's timer: sends what the loop has finished where the driver does not come to it.</summary>
    public void SendStanding()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            var turn = Volatile.Read(ref _turn);
            var isOpen = IsOpen(turn);
            AskToPause(turn);
            if (!HasNews(isOpen))
            {
                return;
            }

            if (!isOpen || !Volatile.Read(ref _isDue))
            {
                Volatile.Write(ref _isDue, true);
                return;
            }

            Volatile.Write(ref _isSending, true);
            _run.Reach(RacePoint.SendStanding);
            try
            {
                if (TryReadPlace(out turn, out var row) && HasRoom() && TryReadWatermark(row))
                {
                    ReadCounts();
                    _run.Reach(RacePoint.SendStanding);
                    SendToRoom();
                    _sent = (turn, row);
                }
            }
            finally
            {
                Volatile.Write(ref _isSending, false);
            }
        }
    }

    /// <summary>
    /// In place of a driver that is left behind: sends what the loop has finished, counts it, and accounts for nothing more. The loop
    /// stands in user code, or the driver awaits such code.
    /// </summary>
    public async ValueTask CloseInPlaceAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        if (TryReadPlace(out _, out var row) && _block.HandlesRows)
        {
            RowsOfStanding = Math.Max(0, row - _block.First);
            _kernel.CountStanding();
        }

        ReadCounts();
        Interlocked.MemoryBarrierProcessWide();
        for (var outlet = 0; outlet < _counts.Length; outlet++)
        {
            await _kernel.Outlets[outlet].SendCopyAsync(
                _counts[outlet], _isReplicated ? _forks : default, head: default, forks: default).ConfigureAwait(false);
        }
    }

    private void Open(BlockRows block)
    {
        _block = block;
        Volatile.Write(ref _turn, _turn + 1);
    }

    /// <summary>Ends the open block, if there is one.</summary>
    private void Close()
    {
        if (!IsOpen(_turn))
        {
            return;
        }

        Volatile.Write(ref _turn, _turn + 1);
        if (Volatile.Read(ref _isSending))
        {
            lock (_lock)
            {
                // What was being sent is sent.
            }
        }
    }

    private static bool IsOpen(int turn) => (turn & 1) != 0;

    /// <summary>After a stop, a loop that is at the row of the last look may be in an expansion without end.</summary>
    private void AskToPause(int turn)
    {
        var position = (turn, Volatile.Read(ref _kernel.Row));
        if (_run.IsStopping && IsOpen(turn) && position == _seen)
        {
            _kernel.AskToPause(true);
        }

        _seen = position;
    }

    /// <summary>
    /// Whether something may be unsent. Looks without a barrier, so what it sees may be old; then it looks again the next time.
    /// </summary>
    private bool HasNews(bool isOpen)
    {
        var isMoved = isOpen && _sent != (Volatile.Read(ref _turn), Volatile.Read(ref _kernel.Row));
        foreach (var outlet in _kernel.Outlets)
        {
            if (Volatile.Read(ref outlet.Rows.Count) > outlet.Sent || (isMoved && outlet.Edge.FeedsFanIn))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads where the loop is: its row and its forks. All that it stored before is visible behind the barrier.</summary>
    /// <returns>False: no block is open, the outlets are the driver's.</returns>
    private bool TryReadPlace(out int turn, out int row)
    {
        turn = Volatile.Read(ref _turn);
        var kernel = _kernel;
        row = Volatile.Read(ref kernel.Row);
        if (_standingForks.Length != _forks.Length)
        {
            _standingForks = new long[_forks.Length];
        }

        for (var fork = 0; fork < _forks.Length; fork++)
        {
            _standingForks[fork] = Volatile.Read(ref kernel.Forks[fork]) + (_isReplicated ? _forks[fork] : 0);
        }

        Interlocked.MemoryBarrierProcessWide();
        return IsOpen(turn) && Volatile.Read(ref _turn) == turn;
    }

    /// <summary>Finds the watermark of the row that the loop is at.</summary>
    /// <returns>False: none is known, and so nothing was written.</returns>
    private bool TryReadWatermark(int row)
    {
        if (_watermark is null && _block.Keys is null)
        {
            return false;
        }

        var levels = _watermark?.Length ?? _block.Keys!.Watermarks.Length;
        if (_standingWatermark.Length != levels)
        {
            _standingWatermark = new long[levels];
        }

        _watermark?.CopyTo(_standingWatermark, 0);
        if (_block.Watermark is { } watermark)
        {
            watermark(row, _standingWatermark);
        }
        else if (_block.Keys is { } rows)
        {
            for (var level = 0; level < levels; level++)
            {
                _standingWatermark[level] = rows.WatermarkAt(level, row);
            }
        }
        else if (_block.AreNumbered)
        {
            // The row was read before where the block begins: of a block that is just beginning it may be the one that its driver has set.
            _standingWatermark[0] += Math.Max(0, row - Volatile.Read(ref _kernel.From));
        }

        return true;
    }

    private void ReadCounts()
    {
        if (_counts.Length != _kernel.Outlets.Count)
        {
            _counts = new int[_kernel.Outlets.Count];
        }

        for (var outlet = 0; outlet < _counts.Length; outlet++)
        {
            _counts[outlet] = Volatile.Read(ref _kernel.Outlets[outlet].Rows.Count);
        }
    }

    private bool HasRoom()
    {
        foreach (var outlet in _kernel.Outlets)
        {
            if (!outlet.Edge.HasRoom)
            {
                return false;
            }
        }

        return true;
    }

    private void SendToRoom()
    {
        Interlocked.MemoryBarrierProcessWide();
        for (var outlet = 0; outlet < _counts.Length; outlet++)
        {
            var sent = _kernel.Outlets[outlet].SendCopyAsync(
                _counts[outlet], _isReplicated ? _forks : default, _standingWatermark, _standingForks);
            if (!sent.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("A channel that had room for a batch had none.");
            }
        }
    }
}
