using System.Text;
using System.Text.Json;

namespace Distil.CommandLine.Commands;

/// <summary>What a run gave, for a program: one JSON object.</summary>
internal static class ResultJson
{
    public static void Write(TextWriter output, PipelineResult result)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("status", JsonNamingPolicy.SnakeCaseLower.ConvertName($"{result.Status}"));
            json.WriteString("directory", result.Directory);
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteString("resume", result.Resume is { } resume ? JsonNamingPolicy.SnakeCaseLower.ConvertName($"{resume.Kind}") : null);
            json.WriteString("reason", result.Resume?.Reason);
            json.WriteNumber("errors", result.ErrorCount);
            json.WriteStartArray("steps");
            foreach (var step in result.Steps)
            {
                WriteStep(json, step);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
        output.Flush();
    }

    private static void WriteStep(Utf8JsonWriter json, StepReport step)
    {
        json.WriteStartObject();
        json.WriteString("name", step.Name);
        json.WriteNumber("rows_in", step.RowsIn);
        json.WriteNumber("rows_out", step.RowsOut);
        json.WriteNumber("waiting", step.Waiting);
        json.WriteNumber("failed", step.Failed);
        json.WriteNumber("attempts", step.Attempts);
        json.WriteNumber("retries", step.Retries);
        json.WriteNumber("reused", step.Reused);
        json.WriteString("unused", step.Unused);
        json.WriteNumber("seconds", Math.Round(step.Time.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
