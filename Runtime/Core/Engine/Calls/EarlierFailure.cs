using System.Text.Json;
using Distil.IO.Json;

namespace Distil.Engine.Calls;

/// <summary>
/// How the failure of a call stands in the journal: <c>{"error":type,"message":text,"details":text,"attempts":number}</c>. In a run that
/// goes on with that one the call is not made again, and fails as it did.
/// </summary>
internal static class EarlierFailure
{
    /// <summary>Writes a failure.</summary>
    public static byte[] Write(CallOutcome outcome)
    {
        var cause = outcome.Failure is StepException { InnerException: { } inner } ? inner : outcome.Failure!;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonLimits.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, ExceptionText.TypeOf(cause));
            json.WriteString("message"u8, ExceptionText.WellFormed(ExceptionText.MessageOf(cause)));
            json.WriteString("details"u8, ExceptionText.WellFormed(ExceptionText.Of(cause)));
            json.WriteNumber("attempts"u8, outcome.Attempts);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CallOutcome Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return CallOutcome.Failed(
            new EarlierFailureException(
                root.GetProperty("error").GetString()!,
                root.GetProperty("message").GetString()!,
                root.GetProperty("details").GetString()!),
            root.GetProperty("attempts").GetInt32());
    }
}
