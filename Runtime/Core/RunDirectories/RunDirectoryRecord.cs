using System.Globalization;
using System.Text.Json;
using Distil.Checkpoints;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary><c>.distil/pipeline.json</c>: whose run a directory holds, and which files are its own.</summary>
/// <param name="PipelineType">The pipeline's full metadata name.</param>
/// <param name="Leaves">The leaves whose files stand under <c>data</c>.</param>
/// <param name="Identity">What the data depend on besides the rows.</param>
internal sealed record RunDirectoryRecord(
    string PipelineType,
    string PipelineName,
    string RunId,
    RunDirectoryState State,
    IReadOnlyList<string> Leaves,
    IReadOnlyList<IdentityPart> Identity)
{
    private const int Format = 1;
    private const string FileName = "pipeline.json";

    public static string PathIn(string directory) => Path.Combine(directory, RunDirectoryFiles.Own, FileName);

    /// <summary>Reads the record of a directory; null: there is none.</summary>
    public static RunDirectoryRecord? Read(string directory)
    {
        var path = PathIn(directory);
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return new RunDirectoryRecord(
                root.GetProperty("type").GetString() ?? throw new JsonException("The type is null."),
                root.GetProperty("name").GetString() ?? "",
                root.GetProperty("run").GetString() ?? "",
                RunDirectoryStates.Parse(root.GetProperty("status").GetString()) ?? throw new JsonException("The status is unknown."),
                [.. root.GetProperty("leaves").EnumerateArray()
                    .Select(leaf => leaf.GetString() ?? throw new JsonException("A leaf is null."))],
                [.. IdentityIn(root)]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RunDirectoryException(
                $"The file '{path}' cannot be read, so it is not known whose run the directory holds: {exception.Message} Choose another "
                    + "directory, or delete this one.",
                path,
                exception);
        }
    }

    public void Write(IDisk disk, string directory) =>
        AtomicFile.Write(disk, PathIn(directory), RunDirectoryFiles.Temporary(directory, FileName), stream =>
    {
        using var json = new Utf8JsonWriter(stream, AtomicFile.Readable);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteNumber("generation", 1);
        json.WriteString("type", PipelineType);
        json.WriteString("name", PipelineName);
        json.WriteString("run", RunId);
        json.WriteString("status", State.Describe());
        json.WriteStartArray("leaves");
        foreach (var leaf in Leaves)
        {
            json.WriteStringValue(leaf);
        }

        json.WriteEndArray();
        json.WriteStartObject("identity");
        foreach (var part in Identity)
        {
            json.WriteString(part.Name, part.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Directories of format 0 have no identity: a run in them cannot be resumed.</summary>
    private static IEnumerable<IdentityPart> IdentityIn(JsonElement root)
    {
        var format = root.TryGetProperty("format", out var number) ? number.GetInt32() : 0;
        return format switch
        {
            0 => [],
            Format => root.GetProperty("identity").EnumerateObject().Select(
                static part => new IdentityPart(part.Name, part.Value.GetString())),
            _ => throw new JsonException(string.Create(
                CultureInfo.InvariantCulture, $"Its format is version {format}, and this program reads version {Format}.")),
        };
    }
}
