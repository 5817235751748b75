using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Distil.Engine;

/// <summary>What is wrong with a line, and where.</summary>
/// <param name="Line">From 0, in the piece at hand.</param>
/// <param name="Column">From 1, in characters.</param>
internal sealed record JsonFault(long Line, long Column, string Problem, Exception? Cause)
{
    private const int MaxShown = 40;

    /// <summary>The place of a byte in its line, as an editor counts.</summary>
    public static long ColumnOf(ReadOnlySpan<byte> line, long position) => Encoding.UTF8.GetCharCount(line[..(int)Math.Min(position, line.Length)]) + 1;

    /// <summary>Why a file could not be read on.</summary>
    public static string OfFile(Exception failure) => failure is InvalidDataException
        ? "the compressed data is broken or cut off from here on."
        : $"the file cannot be read: {failure.Message.TrimEnd('.')}.";

    /// <summary>Where text that is no UTF-8 is wrong; null: it is valid.</summary>
    public static JsonFault? OfEncoding(ReadOnlySpan<byte> line, long number)
    {
        if (Utf8.IsValid(line))
        {
            return null;
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return new JsonFault(number, ColumnOf(line, at), $"this is no valid UTF-8 (byte 0x{line[at]:X2}). Save the file as UTF-8.", null);
    }

    /// <summary>What a line is that could not be read.</summary>
    /// <param name="at">Where the reader stood.</param>
    /// <param name="isLast">It is the last line of a file and has no end.</param>
    public static JsonFault Of(ReadOnlySpan<byte> line, long number, long at, (JsonMember? Member, long At) value, bool isLast, Exception exception)
    {
        try
        {
            var reader = new Utf8JsonReader(line, JsonLimits.LineOptions);
            while (reader.Read())
            {
                // To the end, or to where it is no JSON.
            }
        }
        catch (JsonException syntax)
        {
            return isLast && IsTorn(line)
                ? new JsonFault(number, ColumnOf(line, line.Length), "the file ends in the middle of this line. It was cut off, or is still being written.", syntax)
                : new JsonFault(number, ColumnOf(line, syntax.BytePositionInLine ?? at), Message(syntax), syntax);
        }

        return exception is JsonFaultException fault ? new JsonFault(number, ColumnOf(line, fault.Position ?? at), fault.Message, null)
            : value.Member is null ? new JsonFault(number, ColumnOf(line, at), $"a row cannot be made of this line: {exception.Message}", exception)
            : new JsonFault(number, ColumnOf(line, at), Mismatch(line, at, value, exception), exception);
    }

    /// <summary>The column's value is of another type.</summary>
    private static string Mismatch(ReadOnlySpan<byte> line, long at, (JsonMember? Member, long At) value, Exception exception)
    {
        // Inside of a value the reader may stand between two tokens: then the value itself is shown.
        var isToken = line[(int)at] is (byte)'"' or (byte)'-' or (byte)'[' or (byte)'{' or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z');
        var reader = new Utf8JsonReader(line[(int)(isToken ? at : value.At)..], JsonLimits.LineOptions);
        reader.Read();
        if (isToken && value.Member is { Expected: "text" or "text or null" } text && reader.TokenType == JsonTokenType.String)
        {
            return IsText(ref reader)
                ? $"the column '{text.Name}' cannot be read: {exception.Message}"
                : $"the column '{text.Name}' holds half of a surrogate pair, which is no valid Unicode: {Found(ref reader)}.";
        }

        var place = isToken && at != value.At ? "in it there is" : "there is";
        return $"the column '{value.Member?.Name}' expects {value.Member?.Expected}; {place} {Found(ref reader)}.";
    }

    /// <summary>The value on which a reader stands, in words.</summary>
    public static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => $"the text {Shown(Encoding.UTF8.GetString(reader.ValueSpan), '"')}",
        JsonTokenType.Number => $"the number {Shown(Encoding.UTF8.GetString(reader.ValueSpan), null)}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "an object",
    };

    /// <summary>Whether text can be decoded: half of a surrogate pair cannot.</summary>
    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shown(string text, char? quote)
    {
        var cut = text.Length <= MaxShown ? text : text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "…";
        return quote + cut + quote;
    }

    /// <summary>Nothing in it is wrong, but that it ends.</summary>
    private static bool IsTorn(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, isFinalBlock: false, new JsonReaderState(JsonLimits.LineOptions));
            while (reader.Read())
            {
                // To the end, or to where it is no JSON.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Message(JsonException exception)
    {
        if (exception.Message.StartsWith("The maximum configured depth", StringComparison.Ordinal))
        {
            return $"objects and arrays are nested more than {JsonLimits.Depth} levels deep here, which is the most that a line holds.";
        }

        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"this is no JSON: {(end < 0 ? exception.Message : exception.Message[..end])}";
    }
}

/// <summary>A line is valid JSON and still no row.</summary>
internal sealed class JsonFaultException(string problem, long? position = null) : Exception(problem)
{
    public long? Position => position;
}
