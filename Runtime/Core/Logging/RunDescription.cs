using System.Text.Json;

namespace Distil.Logging;

/// <summary>A parameter as the page of a run shows it.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Value">Its value as text; null: it is secret.</param>
/// <param name="IsSet">Whether the run was given a value for it.</param>
internal sealed record DescribedParameter(string Name, string? Value, bool IsSet);

/// <summary>How a step is run, as the page of a run shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Concurrency">How many calls run at a time.</param>
/// <param name="BatchSize">How many rows a call has; null: it has one, or all.</param>
/// <param name="IsDurable">Whether its answers are kept.</param>
internal sealed record DescribedStep(string Name, int Concurrency, int? BatchSize, bool IsDurable);

/// <summary>
/// What a run is made of: it stands in <c>run.log</c> at the beginning of the run, so that its page can be made without the program.
/// </summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Graph">The pipeline's graph.</param>
/// <param name="Steps">How the steps are run.</param>
/// <param name="Leaves">The names of the leaves.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Fingerprints">What the data depend on besides the rows: name and value; a value of null is not known.</param>
/// <param name="Resume">What the run does with an earlier one.</param>
internal sealed record RunDescription(
    string RunId,
    PipelineGraph Graph,
    IReadOnlyList<DescribedStep> Steps,
    IReadOnlyList<string> Leaves,
    IReadOnlyList<DescribedParameter> Parameters,
    IReadOnlyList<KeyValuePair<string, string?>> Fingerprints,
    ResumeReport Resume)
{
    /// <summary>The name of the event in <c>run.log</c>.</summary>
    public const string Event = "Described";

    /// <summary>Writes it as members of an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("runId"u8, RunId);
        json.WriteString("pipeline"u8, Graph.Name);
        json.WriteString("resume"u8, Resume.Kind.ToString());
        if (Resume.Reason is { } reason)
        {
            json.WriteString("reason"u8, ExceptionText.WellFormed(reason));
        }

        json.WriteStartArray("steps"u8);
        foreach (var (step, described) in Graph.Steps.Zip(Steps))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, step.Name);
            json.WriteString("kind"u8, step.Kind);
            json.WriteString("type"u8, step.Type);
            json.WriteNumber("concurrency"u8, described.Concurrency);
            if (described.BatchSize is { } size)
            {
                json.WriteNumber("batchSize"u8, size);
            }

            json.WriteBoolean("durable"u8, described.IsDurable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("edges"u8);
        foreach (var edge in Graph.Edges)
        {
            json.WriteStartObject();
            json.WriteString("from"u8, edge.From);
            json.WriteString("to"u8, edge.To);
            json.WriteString("kind"u8, edge.Kind);
            WriteTexts(json, "routes", edge.Routes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("stages"u8);
        foreach (var stage in Graph.Stages)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, stage.Name);
            WriteTexts(json, "steps", stage.Steps);
            json.WriteString("why"u8, stage.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "leaves", Leaves);
        json.WriteStartArray("parameters"u8);
        foreach (var parameter in Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, parameter.Name);
            json.WriteString("value"u8, parameter.Value is null ? null : ExceptionText.WellFormed(parameter.Value));
            json.WriteBoolean("set"u8, parameter.IsSet);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("fingerprints"u8);
        foreach (var (name, value) in Fingerprints)
        {
            json.WriteString(ExceptionText.WellFormed(name), value is null ? null : ExceptionText.WellFormed(value));
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static RunDescription Read(JsonElement root) => new(
        Text(root, "runId"),
        new(
            Text(root, "pipeline"),
            [.. root.GetProperty("steps").EnumerateArray().Select(static step =>
                new GraphStep(Text(step, "name"), Text(step, "kind"), Text(step, "type"), [], []))],
            [.. root.GetProperty("edges").EnumerateArray().Select(static edge =>
                new GraphEdge(Text(edge, "from"), Text(edge, "to"), Text(edge, "kind"), Texts(edge, "routes")))],
            [.. root.GetProperty("stages").EnumerateArray().Select(static stage =>
                new GraphStage(Text(stage, "name"), Texts(stage, "steps"), Text(stage, "why")))]),
        [.. root.GetProperty("steps").EnumerateArray().Select(static step => new DescribedStep(
            Text(step, "name"),
            step.GetProperty("concurrency").GetInt32(),
            step.TryGetProperty("batchSize", out var size) ? size.GetInt32() : null,
            step.GetProperty("durable").GetBoolean()))],
        Texts(root, "leaves"),
        [.. root.GetProperty("parameters").EnumerateArray().Select(static parameter => new DescribedParameter(
            Text(parameter, "name"), parameter.GetProperty("value").GetString(), parameter.GetProperty("set").GetBoolean()))],
        [.. root.GetProperty("fingerprints").EnumerateObject().Select(static part =>
            KeyValuePair.Create(part.Name, part.Value.GetString()))],
        new(
            Enum.TryParse<ResumeKind>(Text(root, "resume"), out var kind) ? kind : ResumeKind.New,
            root.TryGetProperty("reason", out var reason) ? reason.GetString() : null));

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string[] Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static text => text.GetString() ?? "")];
}
