using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Distil.Engine.State;
using Distil.Held;
using Distil.IO;

namespace Distil.Engine.Edges;

/// <summary>
/// The channel of a reader whose rows a run holds on disk: every row is written to a file, and only so many batches are kept in memory too.
/// What the reader has not come to beyond them is read back, in order. The writer never waits.
/// </summary>
/// <remarks>
/// One stage writes, another reads. The batches in memory are always older than those that are on disk alone: once one is, all that follow
/// are, until the reader has caught up. A resumed run reads what it holds first, and drops such rows where they come again.
/// </remarks>
/// <typeparam name="TBatch">The rows.</typeparam>
[SuppressMessage("Design", "CA1001", Justification = "The file is closed when the reader has come to its end.")]
internal sealed class HeldChannel<TBatch> : Channel<TBatch>
    where TBatch : RowBatch
{
    /// <summary>A record of more bytes is split, unless it has one row.</summary>
    private const int RecordBytes = 1 << 20;

    private readonly Edge<TBatch> _edge;
    private readonly HeldFile _file;
    private readonly HeldRows<TBatch> _rows;
    private readonly int _capacity;
    private readonly Action<Exception> _failed;
    private readonly Gate _gate = new();
    private readonly AsyncSignal _moved = new();
    private readonly Queue<TBatch> _memory = new();
    private readonly HeldWriter _record = new();
    private readonly HeldReader _fields = new();
    private readonly HeldFileReader _reader;

    /// <summary>Where in the file the reader goes on, and where the file ends: between them lies what is on disk alone.</summary>
    private long _next;
    private long _end;
    private long _lastNumber = -1;

    /// <summary>The rows that are on disk alone.</summary>
    private long _onDisk;

    /// <summary>So many rows a record has at most.</summary>
    private int _rowsOfRecord = int.MaxValue / 2;
    private bool _isComplete;

    /// <summary>No row is needed: none is held any more, and none on disk is read.</summary>
    private bool _isUnread;

    /// <summary>The reader has stopped before its end: rows are held for the next run, and none on disk is read.</summary>
    private bool _isLeft;

    /// <summary>The file failed: nothing that is written any more is given to the reader.</summary>
    private volatile bool _isBroken;

    /// <param name="edge">The edge.</param>
    /// <param name="file">Where the rows are held.</param>
    /// <param name="rows">How they are written.</param>
    /// <param name="capacity">How many batches are kept in memory at most.</param>
    /// <param name="failed">
    /// Called when rows could not be written or read: the run fails. Neither end of the channel throws, since stages send and drain at
    /// moments when nobody would hear of it.
    /// </param>
    public HeldChannel(Edge<TBatch> edge, HeldFile file, HeldRows<TBatch> rows, int capacity, Action<Exception> failed)
    {
        (_edge, _file, _rows, _capacity, _failed) = (edge, file, rows, capacity, failed);
        _reader = new(file);
        (_end, _onDisk) = (file.Start.Bytes, file.Start.Rows);
        Reader = new ReadingEnd(this);
        Writer = new WritingEnd(this);
    }

    public HeldFile File => _file;

    /// <summary>Batches that are kept in memory.</summary>
    internal int InMemory
    {
        get
        {
            lock (_gate)
            {
                return _memory.Count;
            }
        }
    }

    /// <summary>The reader needs no row: none is held. Said before the first batch is sent.</summary>
    public void LeaveUnread()
    {
        _isUnread = true;
        (_end, _onDisk) = (0, 0);
    }

    /// <summary>The reader reads no row any more that is on disk alone; those that follow are held all the same.</summary>
    /// <returns>How many there are, since this was last said.</returns>
    public long LeaveHeld()
    {
        lock (_gate)
        {
            _isLeft = true;
            _next = _end;
            var left = _onDisk;
            _onDisk = 0;
            return left;
        }
    }

    private void Write(TBatch batch)
    {
        var spare = batch;
        try
        {
            spare = _isBroken ? batch
                : Volatile.Read(ref _isUnread) || _file.IsDeleted ? KeepLast(batch)
                : Keep(batch = WithoutHeld(batch));
        }
        catch (Exception exception)
        {
            spare = batch;
            _isBroken = true;
            lock (_gate)
            {
                LeaveRest();
            }

            _failed(_file.Break(exception));
        }

        spare?.Release();
        _moved.Set();
    }

    /// <summary>Keeps a batch whose rows are needed by nobody: the last says how far the edge has come.</summary>
    /// <returns>A batch that is not needed any more.</returns>
    private TBatch? KeepLast(TBatch batch)
    {
        lock (_gate)
        {
            LeaveRest();
            if (_memory.TryDequeue(out var spare))
            {
                _onDisk += spare.Count;
            }

            _memory.Enqueue(batch);
            return spare;
        }
    }

    /// <summary>Holds a batch, and keeps it in memory if the reader is near.</summary>
    /// <returns>The batch, if it is on disk alone.</returns>
    private TBatch? Keep(TBatch batch)
    {
        var end = Hold(batch);
        lock (_gate)
        {
            var isNear = !_isLeft && !_isUnread && !_isBroken && _next == _end && _memory.Count < _capacity;
            if (isNear)
            {
                _memory.Enqueue(batch);
                _next = end;
            }
            else
            {
                _onDisk += batch.Count;
            }

            _end = end;
            if (_isUnread || _isLeft)
            {
                _next = _end;
            }

            return isNear ? null : batch;
        }
    }

    /// <summary>Drops the rows that an earlier run holds.</summary>
    private TBatch WithoutHeld(TBatch batch)
    {
        var numbers = batch.Keys[0];
        var held = 0;
        while (held < batch.Count && numbers[held] < _file.Start.Below)
        {
            held++;
        }

        return held == 0 ? batch : _edge.Skip(batch, held);
    }

    /// <summary>Writes a batch to the file, and notes how far the file has come.</summary>
    /// <returns>The length of the file.</returns>
    private long Hold(TBatch batch)
    {
        var watermark = batch.Watermarks[0];
        var below = batch.Count;
        while (below > 0 && batch.Keys[0][below - 1] >= watermark)
        {
            below--;
        }

        var end = Append(batch, 0, below);
        if (_lastNumber < watermark)
        {
            // Rows can be sent ahead of the watermark: then those before the place are not all that have come.
            _file.Note(watermark);
        }

        if (below < batch.Count)
        {
            end = Append(batch, below, batch.Count);
            _lastNumber = batch.Keys[0][batch.Count - 1];
        }

        return end;
    }

    /// <summary>Appends rows, in records that are not much longer than <see cref="RecordBytes"/>.</summary>
    private long Append(TBatch batch, int from, int end)
    {
        long length;
        do
        {
            var to = Math.Min(end, from + _rowsOfRecord);
            _rows.Write(_record, batch, from, to);
            while (_record.Written.Length > RecordBytes && to - from > 1)
            {
                _rowsOfRecord = (to - from) / 2;
                to = from + _rowsOfRecord;
                _rows.Write(_record, batch, from, to);
            }

            if (_record.Written.Length < RecordBytes / 4)
            {
                _rowsOfRecord = Math.Min(int.MaxValue / 2, _rowsOfRecord * 2);
            }

            length = _file.Append(_record.Written, to - from);
            from = to;
        }
        while (from < end);
        return length;
    }

    private bool TryRead([MaybeNullWhen(false)] out TBatch batch)
    {
        long offset, end;
        lock (_gate)
        {
            if (_memory.TryDequeue(out batch))
            {
                return true;
            }

            (offset, end) = (_next, _end);
        }

        if (offset == end)
        {
            return false;
        }

        try
        {
            batch = Read(offset, end);
            return true;
        }
        catch (Exception exception)
        {
            // Whoever reads what is left finds nothing more here, nor anything that is sent later: a row would be missing between.
            var isNeeded = !_file.IsDeleted;
            lock (_gate)
            {
                _isBroken = _isBroken || isNeeded;
                LeaveRest();
            }

            if (isNeeded)
            {
                _failed(_file.Break(exception));
            }

            return false;
        }
    }

    private TBatch Read(long offset, long end)
    {
        var record = _reader.Read(offset, end);
        var batch = _edge.RentOwned();
        _fields.Reset(record);
        _rows.Read(_fields, batch);
        lock (_gate)
        {
            _next = _isUnread ? _end : offset + HeldFileReader.HeaderBytes + record.Length;
            _onDisk -= batch.Count;
        }

        return batch;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_memory.Count > 0 || _next < _end)
                {
                    return true;
                }

                if (_isComplete)
                {
                    _reader.Dispose();
                    return false;
                }
            }

            await _moved.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What is on disk alone is not read any more. The gate is held.</summary>
    private void LeaveRest()
    {
        _isUnread = true;
        _next = _end;
    }

    private void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        _moved.Set();
    }

    private sealed class ReadingEnd(HeldChannel<TBatch> channel) : ChannelReader<TBatch>
    {
        public override bool TryRead([MaybeNullWhen(false)] out TBatch item) => channel.TryRead(out item);

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => channel.WaitAsync();
    }

    private sealed class WritingEnd(HeldChannel<TBatch> channel) : ChannelWriter<TBatch>
    {
        public override bool TryWrite(TBatch item)
        {
            channel.Write(item);
            return true;
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

        public override bool TryComplete(Exception? error = null)
        {
            channel.Complete();
            return true;
        }
    }
}
