using System.Text.Json;

namespace Distil.Logging;

/// <summary>
/// How far the steps of a run are, as a line of <c>run.log</c> says it: each step's counts and times since the run began.
/// </summary>
internal static class StepLine
{
    /// <summary>The name of the event in <c>run.log</c>.</summary>
    public const string Event = "Progress";

    /// <summary>Writes it as members of an object. What is zero is left out.</summary>
    public static void Write(Utf8JsonWriter json, TimeSpan elapsed, IEnumerable<StepReport> steps)
    {
        WriteSeconds(json, "elapsed"u8, elapsed);
        json.WriteStartArray("steps"u8);
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, step.Name);
            WriteCount(json, "in"u8, step.RowsIn);
            WriteCount(json, "out"u8, step.RowsOut);
            WriteCount(json, "waiting"u8, step.Waiting);
            WriteCount(json, "failed"u8, step.Failed);
            WriteCount(json, "attempts"u8, step.Attempts);
            WriteCount(json, "retries"u8, step.Retries);
            WriteCount(json, "reused"u8, step.Reused);
            WriteSeconds(json, "busy"u8, step.Time);
            WriteSeconds(json, "input"u8, step.WaitingForInput);
            WriteSeconds(json, "output"u8, step.BlockedByOutput);
            if (step.Unused is { } unused)
            {
                json.WriteString("unused"u8, ExceptionText.WellFormed(unused));
            }

            if (step.Durations is { } durations)
            {
                json.WriteNumber("longest"u8, durations.Longest.Ticks);
                json.WriteStartArray("durations"u8);
                foreach (var (index, calls) in durations.Classes)
                {
                    json.WriteNumberValue(index);
                    json.WriteNumberValue(calls);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static (TimeSpan Elapsed, IReadOnlyList<StepReport> Steps) Read(JsonElement root) =>
        (Seconds(root, "elapsed"), [.. root.GetProperty("steps").EnumerateArray().Select(StepOf)]);

    private static StepReport StepOf(JsonElement step) => new(
        step.GetProperty("name").GetString() ?? "",
        Count(step, "in"),
        Count(step, "out"),
        Count(step, "waiting"),
        Count(step, "failed"),
        Seconds(step, "busy"),
        Count(step, "attempts"),
        Count(step, "retries"),
        Count(step, "reused"),
        step.TryGetProperty("unused", out var unused) ? unused.GetString() : null)
    {
        WaitingForInput = Seconds(step, "input"),
        BlockedByOutput = Seconds(step, "output"),
        Durations = step.TryGetProperty("durations", out var durations)
            ? new(Pairs(durations), TimeSpan.FromTicks(Count(step, "longest")))
            : null,
    };

    private static IEnumerable<(int Class, long Calls)> Pairs(JsonElement durations)
    {
        for (var pair = 0; pair + 1 < durations.GetArrayLength(); pair += 2)
        {
            yield return (durations[pair].GetInt32(), durations[pair + 1].GetInt64());
        }
    }

    private static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long count)
    {
        if (count != 0)
        {
            json.WriteNumber(name, count);
        }
    }

    private static void WriteSeconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan time)
    {
        if (time != TimeSpan.Zero)
        {
            json.WriteNumber(name, Math.Round((decimal)time.Ticks / TimeSpan.TicksPerSecond, 6));
        }
    }

    private static long Count(JsonElement step, string name) => step.TryGetProperty(name, out var count) ? count.GetInt64() : 0;

    private static TimeSpan Seconds(JsonElement element, string name) => element.TryGetProperty(name, out var seconds)
        ? TimeSpan.FromTicks((long)(seconds.GetDecimal() * TimeSpan.TicksPerSecond))
        : TimeSpan.Zero;
}
