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

    /// <summary>Adds a column.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="column">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The same.</returns>
    public RowInputs Add<T>(string column, T value)
    {
        if (CanWrite(value))
        {
            _json.WritePropertyName(JsonNamingPolicy.SnakeCaseLower.ConvertName(column));
            Write(value);
        }

        return this;
    }

    internal byte[] End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan.ToArray();
    }

    private static bool CanWrite(object? value) => value switch
    {
        null or string or bool or char or byte or sbyte or short or ushort or int or uint or long or ulong or nint or nuint => true,
        float or double or Half or decimal or Enum or Guid or byte[] => true,
        DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan => true,
        IList list => list.Cast<object?>().All(CanWrite),
        _ => false,
    };

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case bool boolean:
                _json.WriteBooleanValue(boolean);
                break;
            case double or float or Half:
                WriteFractional(value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                _json.WriteNumberValue(number);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or nint or nuint:
                _json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                JsonColumns.WriteDateTime(_json, time);
                break;
            case DateTimeOffset time:
                _json.WriteStringValue(time);
                break;
            case DateOnly date:
                JsonColumns.WriteDateOnly(_json, date);
                break;
            case TimeOnly time:
                JsonColumns.WriteTimeOnly(_json, time);
                break;
            case TimeSpan span:
                JsonColumns.WriteTimeSpan(_json, span);
                break;
            case Guid guid:
                _json.WriteStringValue(guid);
                break;
            case byte[] bytes:
                _json.WriteBase64StringValue(bytes);
                break;
            case IList list:
                _json.WriteStartArray();
                foreach (var item in list)
                {
                    Write(item);
                }

                _json.WriteEndArray();
                break;
            default:
                _json.WriteStringValue(WellFormed(value.ToString() ?? ""));
                break;
        }
    }

    /// <summary>What is no number stands as text, since it may be the very fault of the row.</summary>
    private void WriteFractional(double value)
    {
        if (double.IsFinite(value))
        {
            JsonColumns.WriteNumber(_json, value);
        }
        else
        {
            _json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
