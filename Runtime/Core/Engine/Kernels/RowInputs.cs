using System.Buffers;
using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Distil.IO.Json;

namespace Distil.Engine;

/// <summary>Writes down what a step was given when it failed: those columns whose values files can hold. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1001", Justification = "The writer writes to memory: disposing of it frees nothing.")]
public sealed class RowInputs
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;

    internal RowInputs()
    {
        _json = new(_bytes, JsonLimits.WriterOptions);
        _json.WriteStartObject();
    }

    /// <summary>Adds a column; one whose value no file can hold is left out.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="column">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The same.</returns>
    public RowInputs Add<T>(string column, T value)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(column);
        if (value is IList list and not byte[])
        {
            AddList(name, list);
        }
        else if (IsSingle(value))
        {
            _json.WritePropertyName(name);
            WriteSingle(_json, value);
        }

        return this;
    }

    internal byte[] End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan.ToArray();
    }

    /// <summary>A list may be one of the user's, and throw in the middle: it is written apart first.</summary>
    private void AddList(string name, IList list)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, JsonLimits.WriterOptions);
        try
        {
            if (!TryWrite(json, list))
            {
                return;
            }
        }
        catch (Exception)
        {
            // The failure to be told of is the step's.
            json.Reset();
            return;
        }

        json.Flush();
        _json.WritePropertyName(name);
        _json.WriteRawValue(bytes.WrittenSpan, skipInputValidation: true);
    }

    private static bool TryWrite(Utf8JsonWriter json, object? value)
    {
        if (value is IList list and not byte[])
        {
            // The writer throws where lists lie too deep in one another, as in one that holds itself.
            json.WriteStartArray();
            foreach (var item in list)
            {
                if (!TryWrite(json, item))
                {
                    json.Reset();
                    return false;
                }
            }

            json.WriteEndArray();
            return true;
        }

        if (!IsSingle(value))
        {
            return false;
        }

        WriteSingle(json, value);
        return true;
    }

    private static bool IsSingle(object? value) => value is
        null or string or bool or char or byte or sbyte or short or ushort or int or uint or long or ulong or nint or nuint
        or float or double or Half or decimal or Enum or Guid or byte[]
        or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan;

    private static void WriteSingle(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            case double or float or Half:
                WriteFractional(json, value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or nint or nuint:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                JsonColumns.WriteDateTime(json, time);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                break;
            case DateOnly date:
                JsonColumns.WriteDateOnly(json, date);
                break;
            case TimeOnly time:
                JsonColumns.WriteTimeOnly(json, time);
                break;
            case TimeSpan span:
                JsonColumns.WriteTimeSpan(json, span);
                break;
            case Guid guid:
                json.WriteStringValue(guid);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            default:
                json.WriteStringValue(WellFormed(value.ToString() ?? ""));
                break;
        }
    }

    /// <summary>What is no number stands as text, since it may be the very fault of the row.</summary>
    private static void WriteFractional(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            JsonColumns.WriteNumber(json, value);
        }
        else
        {
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
