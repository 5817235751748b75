using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Distil.Checkpoints;
using Distil.Engine.Edges;
using Distil.Held;
using Distil.Running;

namespace Distil.Engine;

/// <summary>What joins one stage to those that read its rows: a channel a reader, and the batches that travel.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Edge
{
    private protected Edge(int readers, bool feedsFanIn)
    {
        Readers = readers;
        FeedsFanIn = feedsFanIn;
    }

    internal int Readers { get; }

    /// <summary>Some join, merge or zip below needs the watermarks even of batches without rows.</summary>
    internal bool FeedsFanIn { get; }

    /// <summary>
    /// Whether every channel takes another batch at once; only readers change that, to the better, while nothing is written.
    /// </summary>
    internal abstract bool HasRoom { get; }

    /// <summary>Lets the channel of a reader hold any number of batches: where branches meet, the fork is held back instead.</summary>
    internal abstract void Unbound(int reader);

    /// <summary>The file where the rows of a reader are held; null: they are not.</summary>
    internal abstract HeldFile? HeldFor(int reader);

    internal abstract void Complete();

    internal abstract IRowReader Reader(int reader);

    /// <summary>Has a reader begin at a place: what comes before it is dropped. Said before the first batch is sent.</summary>
    internal abstract void StartAt(int reader, Position start);
}

/// <summary>The reading end of an edge, whatever its columns.</summary>
internal interface IRowReader
{
    ValueTask<bool> WaitAsync();

    bool TryRead(out RowBatch batch);

    /// <summary>Rows that lie on disk alone are not read any more.</summary>
    /// <returns>How many there are, since this was last said.</returns>
    long LeaveHeld();
}

/// <summary>What joins one stage to those that read its rows.</summary>
/// <typeparam name="TBatch">The rows that travel.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Edge<TBatch> : Edge
    where TBatch : RowBatch
{
    private readonly Func<int, TBatch> _create;
    private readonly EngineSettings _settings;
    private readonly Channel<TBatch>[] _channels;
    private readonly bool[] _isUnbound;
    private readonly ConcurrentQueue<TBatch> _pool = new();
    private readonly Action<RowBatch> _recycle;
    private readonly ChannelReader<TBatch>?[] _starting;

    /// <summary>Behind the last row that was sent.</summary>
    private Position _end;

    internal Edge(Func<int, TBatch> create, int readers, bool feedsFanIn, EngineSettings settings)
        : base(readers, feedsFanIn)
    {
        _create = create;
        _settings = settings;
        _recycle = Recycle;
        _channels = new Channel<TBatch>[readers];
        _isUnbound = new bool[readers];
        _starting = new ChannelReader<TBatch>?[readers];
        for (var reader = 0; reader < readers; reader++)
        {
            _channels[reader] = Channel.CreateBounded<TBatch>(new BoundedChannelOptions(settings.ChannelCapacity)
            {
                SingleReader = true,
                SingleWriter = true,
            });
        }
    }

    internal override bool HasRoom
    {
        get
        {
            for (var reader = 0; reader < _channels.Length; reader++)
            {
                if (!_isUnbound[reader] && _channels[reader].Reader.Count >= _settings.ChannelCapacity)
                {
                    return false;
                }
            }

            return true;
        }
    }

    internal override void Unbound(int reader)
    {
        if (_isUnbound[reader])
        {
            return;
        }

        _channels[reader] = Channel.CreateUnbounded<TBatch>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        _isUnbound[reader] = true;
    }

    /// <summary>Holds the rows of a reader on disk.</summary>
    internal void Hold(int reader, HeldFile file, HeldRows<TBatch> rows, Action<Exception> failed)
    {
        _channels[reader] = new HeldChannel<TBatch>(this, file, rows, _settings.ChannelCapacity, failed);
        _isUnbound[reader] = true;
    }

    internal override HeldFile? HeldFor(int reader) => (_channels[reader] as HeldChannel<TBatch>)?.File;

    internal TBatch Create(int capacity) => _create(capacity);

    /// <summary>
    /// An empty batch: with room for what is left uncollected, less than half, and a block of rows more, so that none need grow.
    /// </summary>
    internal TBatch Rent() => _pool.TryDequeue(out var batch) ? batch : _create(_settings.TransportSize + (_settings.TransportSize / 2));

    /// <summary>An empty batch for one reader, who releases it.</summary>
    internal TBatch RentOwned()
    {
        var batch = Rent();
        batch.Share(1, _recycle);
        return batch;
    }

    /// <summary>Makes a batch without the first rows of one that others may read too, and lets go of that.</summary>
    internal TBatch Skip(TBatch batch, int rows)
    {
        var rest = RentOwned();
        rest.Append(batch, rows, batch.Count - rows);
        batch.Watermarks.CopyTo(rest.Watermarks, 0);
        rest.End = batch.End;
        batch.Release();
        return rest;
    }

    /// <summary>Takes back a batch that was not sent.</summary>
    internal void Return(TBatch batch) => Recycle(batch);

    internal ValueTask SendAsync(TBatch batch)
    {
        SetPositions(batch);
        batch.Share(Readers, _recycle);
        for (var reader = 0; reader < _channels.Length; reader++)
        {
            _settings.Reached?.Invoke(RacePoint.Send);
            if (!_channels[reader].Writer.TryWrite(batch))
            {
                return WaitAndSendAsync(batch, reader);
            }
        }

        return default;
    }

    internal override void Complete()
    {
        foreach (var channel in _channels)
        {
            _settings.Reached?.Invoke(RacePoint.Complete);
            channel.Writer.Complete();
        }
    }

    internal ChannelReader<TBatch> ReaderOf(int reader) => _starting[reader] ?? _channels[reader].Reader;

    internal override IRowReader Reader(int reader) => new RowReader(this, reader);

    internal override void StartAt(int reader, Position start)
    {
        if (start == Position.End && _channels[reader] is HeldChannel<TBatch> held)
        {
            held.LeaveUnread();
        }

        _starting[reader] = new StartingReader<TBatch>(this, _channels[reader].Reader, start);
    }

    /// <summary>Says where the rows of a batch stand among all that are sent.</summary>
    private void SetPositions(TBatch batch)
    {
        if (batch.Count > 0)
        {
            batch.FirstRepeat = batch.Keys[0][0] == _end.Number ? _end.Repeat : 0;
            var last = batch.PositionAt(batch.Count - 1);
            _end = last with { Repeat = last.Repeat + 1 };
        }

        var watermark = new Position(batch.Watermarks[0], 0);
        if (_end.IsBefore(watermark))
        {
            _end = watermark;
        }

        batch.End = _end;
    }

    // No token ever reaches a channel: in .NET 10 a cancelled wait can lose an item (dotnet/runtime#132094, #131141).
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAndSendAsync(TBatch batch, int reader)
    {
        for (; reader < _channels.Length; reader++)
        {
            await _channels[reader].Writer.WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private void Recycle(RowBatch batch)
    {
        // There are never more than were once under way together. One large expansion must not keep its memory for the rest of the run.
        if (batch.Capacity <= 4 * _settings.TransportSize)
        {
            _pool.Enqueue((TBatch)batch);
        }
    }

    private sealed class RowReader(Edge<TBatch> edge, int reader) : IRowReader
    {
        public ValueTask<bool> WaitAsync() => edge.ReaderOf(reader).WaitToReadAsync();

        public bool TryRead(out RowBatch batch)
        {
            var read = edge.ReaderOf(reader).TryRead(out var rows);
            batch = rows!;
            return read;
        }

        public long LeaveHeld() => edge._channels[reader] is HeldChannel<TBatch> held ? held.LeaveHeld() : 0;
    }
}
