using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Distil.IO.Json;

/// <summary>
/// Writes values through a user's <c>JsonSerializerContext</c>. A converter may write nothing, too much, or text that is no JSON or has
/// line ends: so each value is written aside first, and put into the line only when it is one value on one line.
/// </summary>
internal sealed class JsonContextWriter : IDisposable
{
    private const int LargestKept = 1024 * 1024;

    [ThreadStatic]
    private static JsonContextWriter? t_idle;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    private JsonContextWriter() => _writer = new Utf8JsonWriter(_buffer, JsonLimits.WriterOptions with { SkipValidation = false });

    public static void Write<T>(Utf8JsonWriter writer, T value, JsonTypeInfo<T> type)
    {
        // A converter may come here again while it writes: then the inner value has a writer of its own.
        var aside = t_idle ?? new JsonContextWriter();
        t_idle = null;
        try
        {
            aside.Serialize(value, type);
            aside.CopyTo(writer, type.Type);
        }
        finally
        {
            aside._buffer.ResetWrittenCount();
            aside._writer.Reset();
            if (aside._buffer.Capacity <= LargestKept)
            {
                t_idle = aside;
            }
            else
            {
                aside.Dispose();
            }
        }
    }

    public void Dispose() => _writer.Dispose();

    private void Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        try
        {
            JsonSerializer.Serialize(_writer, value, type);
            _writer.Flush();
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException(
                $"the converter of {type.Type.Name} wrote no valid JSON: {ExceptionText.MessageOf(exception)}", exception);
        }
    }

    private void CopyTo(Utf8JsonWriter writer, Type type)
    {
        var written = _buffer.WrittenSpan;
        if (written.IsEmpty)
        {
            throw new ArgumentException($"the converter of {type.Name} wrote nothing; a converter writes exactly one value.");
        }

        var reader = new Utf8JsonReader(written, new JsonReaderOptions { MaxDepth = JsonLimits.ValueDepth - writer.CurrentDepth });
        try
        {
            reader.Read();
            reader.Skip();
            reader.Read();
        }
        catch (JsonException exception)
        {
            throw IsTooDeep(written, writer.CurrentDepth)
                ? JsonLimits.TooDeep(exception)
                : new ArgumentException(
                    $"the converter of {type.Name} wrote no valid JSON: {ExceptionText.MessageOf(exception)}", exception);
        }

        if (written.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            writer.WriteRawValue(written, skipInputValidation: true);
        }
        else
        {
            using var document = JsonDocument.Parse(_buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = JsonLimits.ValueDepth });
            document.RootElement.WriteTo(writer);
        }
    }

    /// <summary>Whether it is JSON, and only the levels around it make it too deep.</summary>
    private static bool IsTooDeep(ReadOnlySpan<byte> written, int around)
    {
        var reader = new Utf8JsonReader(written, JsonLimits.AnyDepthOptions);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth + around >= JsonLimits.ValueDepth
                    && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // It is no JSON.
        }

        return false;
    }
}
