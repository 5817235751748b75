using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Distil.Engine;
using Distil.IO.Json;
using Distil.RunDirectories;

namespace Distil.IO.JsonLines;

/// <summary>A line that is no row, among the rows of others.</summary>
/// <param name="Row">The index that its row would have.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Text">How it begins.</param>
internal sealed record BadLine(int Row, JsonFault Fault, string Text);

/// <summary>The rows of some lines, up to the first that ends the reading.</summary>
internal sealed class ParsedRows<TRows>(TRows rows)
    where TRows : Results
{
    public TRows Rows => rows;

    public int Count { get; set; }

    /// <summary>How many lines there were, blank ones too.</summary>
    public long Lines { get; set; }

    /// <summary>What ends the reading behind the rows.</summary>
    public JsonFault? Fault { get; set; }

    /// <summary>The lines that are no rows and that the reading goes on behind, in order. Each has an index among the rows.</summary>
    public List<BadLine> BadLines { get; } = [];

    public JsonChunk Chunk { get; set; } = null!;
}

/// <summary>Turns lines into rows. Used by one thread at a time.</summary>
/// <param name="goesOn">Whether the lines behind one that is no row are read.</param>
internal sealed class JsonLineParser<TRows>(JsonParser<TRows> parser, JsonLayouts layouts, bool goesOn)
    where TRows : Results
{
    /// <summary>The most bytes that are kept of a line that is no row.</summary>
    private const int MaxKept = 4096;

    private readonly bool[] _seen = new bool[parser.Members.Length];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly List<byte[]> _prefixes = [];
    private readonly List<int> _members = [];
    private readonly List<int> _absent = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Parse(JsonChunk chunk, ParsedRows<TRows> into)
    {
        into.Chunk = chunk;
        into.Count = 0;
        into.Lines = 0;
        into.Fault = null;
        into.BadLines.Clear();
        var lines = chunk.Lines;
        var at = 0;
        while (at < lines.Length && into.Fault is null)
        {
            var length = lines[at..].IndexOf((byte)'\n');
            var isLast = length < 0;
            var line = isLast ? lines[at..] : lines.Slice(at, length);
            if (!IsBlank(line))
            {
                into.Rows.EnsureCapacity(into.Count + 1);
                into.Fault = ParseLine(chunk, at, line, isLast, into);
                if (into.Fault is { } fault && goesOn && (!isLast || chunk.Failure is null))
                {
                    into.BadLines.Add(new(into.Count, fault, Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxKept)])));
                    into.Fault = null;
                }

                if (into.Fault is null)
                {
                    into.Count++;
                }
            }

            at += line.Length + 1;
            into.Lines++;
        }

        if (into.Fault is null && chunk.Failure is { } failure)
        {
            into.Fault = new JsonFault(
                into.Lines, JsonFault.ColumnOf(chunk.FailedLine, chunk.FailedLine.Length), JsonFault.OfFile(failure), failure);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty
        || (line[0] <= ' ' && line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') < 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private JsonFault? ParseLine(JsonChunk chunk, int at, ReadOnlySpan<byte> line, bool isLast, ParsedRows<TRows> into)
    {
        if (layouts.Current is { } layout && TryParse(chunk, at, line, layout, into))
        {
            return null;
        }

        return JsonFault.OfEncoding(line, into.Lines) ?? ParseAnyhow(line, isLast, into);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryParse(JsonChunk chunk, int at, ReadOnlySpan<byte> line, JsonLayout layout, ParsedRows<TRows> into)
    {
        try
        {
            var scanner = new JsonScanner(chunk, chunk.Start + at, line.Length, layout);
            if (!parser.TryRead(ref scanner, into.Rows, into.Count) || !scanner.End())
            {
                return false;
            }

            return layout.Absent.Length == 0 || parser.Missing(layout.Absent, line, into.Rows, into.Count) < 0;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What is wrong with it comes out when it is read once more.
            return false;
        }
    }

    private JsonFault? ParseAnyhow(ReadOnlySpan<byte> line, bool isLast, ParsedRows<TRows> into)
    {
        var learns = layouts.CanLearn;
        Array.Clear(_seen);
        _others.Clear();
        _prefixes.Clear();
        _members.Clear();
        var reader = new Utf8JsonReader(line, JsonLimits.LineOptions);
        var current = -1;
        var valueAt = 0L;
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonFaultException(
                    $"a line is one object, whose members are the columns; there is {JsonValueException.Describe(ref reader)}.");
            }

            var end = 0L;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var member = current = Member(ref reader);
                reader.Read();
                valueAt = reader.TokenStartIndex;
                if (learns)
                {
                    _prefixes.Add(line[(int)end..(int)reader.TokenStartIndex].ToArray());
                    _members.Add(member >= 0 && parser.Members[member].IsRead ? member : -1);
                }

                Value(member, ref reader, into);
                current = -1;
                end = reader.BytesConsumed;
            }

            var close = reader.TokenStartIndex;
            reader.Read();
            Complete(line, close, into);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return JsonFault.Of(
                line, into.Lines, reader.TokenStartIndex, (current < 0 ? null : parser.Members[current], valueAt), isLast, exception);
        }

        if (learns)
        {
            layouts.Learn(new JsonLayout(
                [.. _prefixes], [.. _members],
                    [.. Enumerable.Range(0, _seen.Length).Where(member => !_seen[member] && parser.Members[member].IsRead)]));
        }

        return null;
    }

    /// <summary>The member whose name the reader stands on; -1: it is no column.</summary>
    private int Member(ref Utf8JsonReader reader)
    {
        var members = parser.Members;
        var found = -1;
        for (var member = 0; member < members.Length && found < 0; member++)
        {
            if (!members[member].IsIgnored && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(members[member].Utf8Name))
            {
                found = member;
            }
        }

        if (found < 0)
        {
            var name = JsonValueReader.ReadName(ref reader);
            found = reader.ValueIsEscaped ? Array.FindIndex(members, member => !member.IsIgnored && member.Name == name) : -1;
            if (found < 0 && !parser.Keys.TryGetValue(JsonMember.Key(name), out found))
            {
                return _others.Add(name) ? -1
                    : throw new JsonFaultException($"the key '{name}' stands in this line twice.", reader.TokenStartIndex);
            }
        }

        if (_seen[found])
        {
            throw new JsonFaultException(
                $"the column '{members[found].Name}' is given in this line twice, here as '{JsonValueReader.ReadName(ref reader)}'.",
                    reader.TokenStartIndex);
        }

        _seen[found] = true;
        return found;
    }

    private void Value(int member, ref Utf8JsonReader reader, ParsedRows<TRows> into)
    {
        if (member < 0 || !parser.Members[member].IsRead)
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.Null && !parser.Members[member].AllowsNull)
        {
            throw new JsonFaultException(
                $"the column '{parser.Members[member].Name}' cannot be null; it expects {parser.Members[member].Expected}.");
        }
        else
        {
            parser.Read(member, ref reader, into.Rows, into.Count);
        }
    }

    private void Complete(ReadOnlySpan<byte> line, long close, ParsedRows<TRows> into)
    {
        _absent.Clear();
        for (var member = 0; member < _seen.Length; member++)
        {
            if (_seen[member] || !parser.Members[member].IsRead)
            {
                continue;
            }

            if (!parser.Members[member].AllowsMissing)
            {
                throw IsMissing(member);
            }

            _absent.Add(member);
        }

        if (_absent.Count > 0 && parser.Missing(CollectionsMarshal.AsSpan(_absent), line, into.Rows, into.Count) is >= 0 and var without)
        {
            throw IsMissing(without);
        }

        JsonFaultException IsMissing(int member) =>
            new($"the column '{parser.Members[member].Name}' is missing; it expects {parser.Members[member].Expected}.", close);
    }
}
