using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Distil.Engine;
using Distil.IO.Json;
using Distil.RunDirectories;

namespace Distil.IO.JsonLines;

/// <summary>What is wrong with a line, and where.</summary>
/// <param name="Line">From 0, in the piece at hand.</param>
/// <param name="Column">From 1, in characters.</param>
internal sealed record JsonFault(long Line, long Column, string Problem, Exception? Cause)
{
    /// <summary>The place of a byte in its line, as an editor counts.</summary>
    public static long ColumnOf(ReadOnlySpan<byte> line, long position) =>
        Encoding.UTF8.GetCharCount(line[..(int)Math.Min(position, line.Length)]) + 1;

    /// <summary>The text that says why a file could not be read to its end.</summary>
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

    /// <summary>The fault of a line that could not be read.</summary>
    /// <param name="at">Where the reader stood.</param>
    /// <param name="value">The column whose value was read, and where that begins.</param>
    /// <param name="isLast">It is the last line of a file and has no end.</param>
    public static JsonFault Of(
        ReadOnlySpan<byte> line, long number, long at, (JsonMember? Member, long At) value, bool isLast, Exception exception) =>
        OfSyntax(line, number, at, isLast) ?? exception switch
        {
            JsonFaultException fault => new(number, ColumnOf(line, fault.Position ?? at), fault.Message, null),
            JsonValueException { Found: { } found } fault when value.Member is { } member && fault.Position == value.At =>
                new(number, ColumnOf(line, fault.Position),
                    $"the column '{member.Name}' expects {member.Expected}; there is {found}.", fault),
            JsonValueException fault =>
                new(number, ColumnOf(line, fault.Position), $"{Subject(line, fault, value.Member)} {fault.Predicate}.", fault),
            _ when value.Member is null =>
                new(number, ColumnOf(line, at), $"a row cannot be made of this line: {ExceptionText.MessageOf(exception)}", exception),
            JsonException or InvalidOperationException or FormatException =>
                new(number, ColumnOf(line, at), Mismatch(line, at, value), exception),
            _ => new(number, ColumnOf(line, value.At),
                $"a value of the column '{value.Member!.Name}' cannot be made: {ExceptionText.MessageOf(exception)}", exception),
        };

    /// <summary>The line is no JSON, or is nested too deep.</summary>
    private static JsonFault? OfSyntax(ReadOnlySpan<byte> line, long number, long at, bool isLast)
    {
        try
        {
            var reader = new Utf8JsonReader(line, JsonLimits.AnyDepthOptions);
            while (reader.Read())
            {
                if (reader.CurrentDepth >= JsonLimits.Depth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    return new JsonFault(number, ColumnOf(line, reader.TokenStartIndex),
                        $"objects and arrays are nested more than {JsonLimits.Depth} levels deep here, which is the most that a line "
                        + "holds.", null);
                }
            }

            return null;
        }
        catch (JsonException syntax)
        {
            return isLast && IsTorn(line)
                ? new JsonFault(number, ColumnOf(line, line.Length),
                    "the file ends in the middle of this line. It was cut off, or is still being written.", syntax)
                : new JsonFault(number, ColumnOf(line, syntax.BytePositionInLine ?? at), Message(syntax), syntax);
        }
    }

    /// <summary>The name of a value in messages: the column, or the path to it in the column.</summary>
    private static string Subject(ReadOnlySpan<byte> line, JsonValueException fault, JsonMember? column)
    {
        var path = JsonPath.Of(line, fault.Position, fault.Member);
        return path.IsColumn ? $"the column '{column?.Name ?? path.Text}'" : $"the value '{path.Text}'";
    }

    /// <summary>The column's value is of another type, as a <c>JsonSerializerContext</c> says.</summary>
    private static string Mismatch(ReadOnlySpan<byte> line, long at, (JsonMember? Member, long At) value)
    {
        // Inside of a value the reader may stand between two tokens: then the value itself is shown.
        var isToken = line[(int)at] is (byte)'"' or (byte)'-' or (byte)'[' or (byte)'{'
            or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z');
        var reader = new Utf8JsonReader(line[(int)(isToken ? at : value.At)..], JsonLimits.LineOptions);
        reader.Read();
        var place = isToken && at != value.At ? "in it there is" : "there is";
        return $"the column '{value.Member?.Name}' expects {value.Member?.Expected}; {place} {JsonValueException.Describe(ref reader)}.";
    }

    /// <summary>Whether a line is valid up to its end and only cut off there.</summary>
    private static bool IsTorn(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, isFinalBlock: false, new JsonReaderState(JsonLimits.AnyDepthOptions));
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
