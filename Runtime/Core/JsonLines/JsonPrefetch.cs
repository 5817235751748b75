using System.Collections.Concurrent;

namespace Distil.Engine;

/// <summary>
/// Reads files ahead: pieces are cut at line ends one after the other, parsed by several threads, and handed out in order. So many
/// pieces are under way that every core has one, and no more.
/// </summary>
internal sealed class JsonPrefetch<TRows> : IAsyncDisposable
    where TRows : Answers
{
    private readonly JsonChunkReader _reader;
    private readonly JsonParser<TRows> _parser;
    private readonly JsonLayouts _layouts = new();
    private readonly ConcurrentBag<ParsedRows<TRows>> _rows = [];
    private readonly ConcurrentBag<JsonLineParser<TRows>> _lineParsers = [];
    private readonly Queue<Task<ParsedRows<TRows>?>> _underWay = new();
    private readonly int _degree;
    private Task<JsonChunk?> _reading;
    private bool _ended;

    /// <param name="degree">How many pieces are under way at a time; 0: the caller's thread does it all.</param>
    public JsonPrefetch(JsonChunkReader reader, JsonParser<TRows> parser, int degree)
    {
        _reader = reader;
        _parser = parser;
        _degree = degree;
        _reading = Task.FromResult<JsonChunk?>(null);
    }

    /// <summary>The next rows; null: there are no more.</summary>
    public ValueTask<ParsedRows<TRows>?> NextAsync()
    {
        if (_degree == 0)
        {
            return new(Parse(_reader.Next()));
        }

        while (_underWay.Count < _degree && !_ended)
        {
            // Each piece is read after the one before, by whichever thread is free, and parsed by the thread that has read it.
            var before = _reading;
            var read = new TaskCompletionSource<JsonChunk?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _reading = read.Task;
            _underWay.Enqueue(Task.Run(() => ReadAndParseAsync(before, read)));
        }

        return _underWay.Count == 0 ? new((ParsedRows<TRows>?)null) : new(TakeAsync());
    }

    /// <summary>Takes rows back that have been handled.</summary>
    public void Return(ParsedRows<TRows> parsed)
    {
        parsed.Rows.Clear(parsed.Count);
        _reader.Return(parsed.Chunk);
        _rows.Add(parsed);
    }

    public async ValueTask DisposeAsync()
    {
        _ended = true;
        foreach (var task in _underWay)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _reader.Dispose();
    }

    private async Task<ParsedRows<TRows>?> TakeAsync()
    {
        var parsed = await _underWay.Dequeue().ConfigureAwait(false);
        _ended |= parsed is null;
        return parsed;
    }

    private async Task<ParsedRows<TRows>?> ReadAndParseAsync(Task<JsonChunk?> before, TaskCompletionSource<JsonChunk?> read)
    {
        await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        JsonChunk? chunk = null;
        try
        {
            chunk = Volatile.Read(ref _ended) ? null : _reader.Next();
        }
        finally
        {
            read.SetResult(chunk);
        }

        return Parse(chunk);
    }

    private ParsedRows<TRows>? Parse(JsonChunk? chunk)
    {
        if (chunk is null)
        {
            return null;
        }

        var lines = _lineParsers.TryTake(out var known) ? known : new JsonLineParser<TRows>(_parser, _layouts);
        var parsed = _rows.TryTake(out var used) ? used : new ParsedRows<TRows>(_parser.CreateRows(256));
        lines.Parse(chunk, parsed);
        _lineParsers.Add(lines);
        return parsed;
    }
}
