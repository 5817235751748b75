using System.Runtime.CompilerServices;
using Distil.Engine;

namespace Distil.IO.JsonLines;

/// <summary>The rows of a source of JSON lines, one piece at a time, and where each stands.</summary>
/// <param name="skip">Rows that are passed over first.</param>
/// <param name="locations">Is told where the pieces stand, and says where the first does; null: at the first line.</param>
internal sealed class JsonInput<TRows>(JsonPrefetch<TRows> prefetch, long skip, SourceLocations? locations = null) : IAsyncDisposable
    where TRows : Results
{
    private long _skip = skip;
    private ParsedRows<TRows>? _parsed;
    private string _file = "";
    private long _row = locations?.Start.Row ?? 0;
    private long _line = locations?.Start.Line ?? 0;
    private int _at;

    /// <summary>The first of the bad lines of the piece that was not passed.</summary>
    private int _badLine;

    /// <summary>The rows at hand, of which <see cref="Take"/> gives the places.</summary>
    public TRows Rows => _parsed!.Rows;

    /// <summary>Waits for rows.</summary>
    /// <returns>False: there are no more.</returns>
    /// <exception cref="JsonLinesException">The next line is none; all rows before it have been taken.</exception>
    public ValueTask<bool> WaitAsync() => _parsed is not null && _at < _parsed.Count ? new(true) : NextAsync();

    /// <summary>Takes rows.</summary>
    /// <param name="max">At most so many.</param>
    /// <returns>The first and how many.</returns>
    public (int From, int Count) Take(int max)
    {
        var from = _at;
        _at = Math.Min(from + max, _parsed!.Count);
        return (from, _at - from);
    }

    /// <summary>Finds the next line, among the rows that were taken, that is no row.</summary>
    /// <param name="from">The row to begin with: that of the last call, or one behind it.</param>
    /// <returns>Null: there is none.</returns>
    public BadLine? NextBadLine(int from)
    {
        var lines = _parsed!.BadLines;
        while (_badLine < lines.Count && lines[_badLine].Row < from)
        {
            _badLine++;
        }

        return _badLine < lines.Count ? lines[_badLine] : null;
    }

    /// <summary>Makes the exception for a line that is no row.</summary>
    public JsonLinesException FailureOf(BadLine line) =>
        new(_file, _line + line.Fault.Line + 1, line.Fault.Column, line.Fault.Problem, line.Fault.Cause);

    public ValueTask DisposeAsync() => prefetch.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> NextAsync()
    {
        while (true)
        {
            if (_parsed is { } done)
            {
                if (done.Fault is { } fault)
                {
                    throw new JsonLinesException(_file, _line + fault.Line + 1, fault.Column, fault.Problem, fault.Cause);
                }

                (_row, _line) = (_row + done.Count, _line + done.Lines);
                _parsed = null;
                prefetch.Return(done);
            }

            if (await prefetch.NextAsync().ConfigureAwait(false) is not { } parsed)
            {
                return false;
            }

            var chunk = parsed.Chunk;
            _file = chunk.File;
            _line = chunk.BeginsFile ? 0 : _line;
            locations?.Note(
                chunk.From with { Row = _row, Line = _line },
                chunk.To with { Row = _row + parsed.Count, Line = _line + parsed.Lines });
            _parsed = parsed;
            _badLine = 0;
            _at = (int)Math.Min(_skip, parsed.Count);
            _skip -= _at;
            if (_at < parsed.Count)
            {
                return true;
            }
        }
    }
}
