using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Distil.Engine;

namespace Distil.IO.JsonLines;

/// <summary>
/// Reads files ahead: pieces are cut at line ends one after the other, parsed by several threads, and handed out in order. So many
/// pieces are under way that every core has one, and no more.
/// </summary>
internal sealed class JsonPrefetch<TRows> : IAsyncDisposable
    where TRows : Results
{
    private readonly JsonChunkReader _reader;
    private readonly JsonParser<TRows> _parser;
    private readonly ConcurrentBag<ParsedRows<TRows>> _rows = [];
    private readonly Lane[] _lanes;
    private readonly Gate _turns = new();
    private long _begun;
    private long _read;
    private long _taken;
    private volatile bool _ended;

    /// <param name="degree">How many pieces are under way at a time; 0: the caller's thread does it all.</param>
    /// <param name="goesOn">Whether the lines behind one that is no row are read.</param>
    public JsonPrefetch(JsonChunkReader reader, JsonParser<TRows> parser, int degree, bool goesOn = false)
    {
        _reader = reader;
        _parser = parser;
        var layouts = new JsonLayouts();
        _lanes = [.. Enumerable.Range(0, Math.Max(degree, 1)).Select(_ => new Lane(this, new(parser, layouts, goesOn)))];
        IsSequential = degree == 0;
    }

    private bool IsSequential { get; }

    /// <summary>The next rows; null: there are no more.</summary>
    public ValueTask<ParsedRows<TRows>?> NextAsync()
    {
        if (IsSequential)
        {
            return new(_lanes[0].ReadAndParse());
        }

        while (_begun - _taken < _lanes.Length && !_ended)
        {
            BeginParsing();
        }

        return _begun == _taken ? new((ParsedRows<TRows>?)null) : LaneOf(_taken++).TakeAsync();
    }

    /// <summary>Takes back rows that have been handled, so that their memory is used again.</summary>
    public void Return(ParsedRows<TRows> parsed)
    {
        parsed.Rows.Clear(parsed.Count);
        parsed.Chunk.Release();
        _rows.Add(parsed);
    }

    public async ValueTask DisposeAsync()
    {
        _ended = true;
        while (_taken < _begun)
        {
            await ((Task)LaneOf(_taken++).TakeAsync().AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _reader.Dispose();
    }

    private Lane LaneOf(long piece) => _lanes[piece % _lanes.Length];

    private void BeginParsing()
    {
        LaneOf(_begun).Reset();
        lock (_turns)
        {
            if (_begun++ == _read)
            {
                LaneOf(_read).Start();
            }
        }
    }

    /// <summary>Each piece is read after the one before, by whichever thread is free, and parsed by the thread that has read it.</summary>
    private JsonChunk? Read()
    {
        try
        {
            var chunk = _ended ? null : _reader.Next();
            _ended |= chunk is null;
            return chunk;
        }
        finally
        {
            lock (_turns)
            {
                if (++_read < _begun)
                {
                    LaneOf(_read).Start();
                }
            }
        }
    }

    /// <summary>A place for one of the pieces that are parsed ahead, used for one piece after another.</summary>
    private sealed class Lane(JsonPrefetch<TRows> prefetch, JsonLineParser<TRows> lines) : IValueTaskSource<ParsedRows<TRows>?>
    {
        private ManualResetValueTaskSourceCore<ParsedRows<TRows>?> _parsed;

        public ValueTask<ParsedRows<TRows>?> TakeAsync() => new(this, _parsed.Version);

        public void Reset() => _parsed.Reset();

        /// <summary>Begins to read and parse the piece: the piece before it has been read.</summary>
        public void Start() => ThreadPool.QueueUserWorkItem(static lane => lane.Run(), this, preferLocal: true);

        public ParsedRows<TRows>? ReadAndParse()
        {
            if (prefetch.Read() is not { } chunk)
            {
                return null;
            }

            var parsed = prefetch._rows.TryTake(out var used) ? used : new ParsedRows<TRows>(prefetch._parser.CreateRows(256));
            lines.Parse(chunk, parsed);
            return parsed;
        }

        ParsedRows<TRows>? IValueTaskSource<ParsedRows<TRows>?>.GetResult(short token) => _parsed.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<ParsedRows<TRows>?>.GetStatus(short token) => _parsed.GetStatus(token);

        void IValueTaskSource<ParsedRows<TRows>?>.OnCompleted(
            Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _parsed.OnCompleted(continuation, state, token, flags);

        private void Run()
        {
            ParsedRows<TRows>? parsed;
            try
            {
                parsed = ReadAndParse();
            }
            catch (Exception exception)
            {
                _parsed.SetException(exception);
                return;
            }

            // Last: whoever waits goes on from here, and may begin the next piece with this lane.
            _parsed.SetResult(parsed);
        }
    }
}
