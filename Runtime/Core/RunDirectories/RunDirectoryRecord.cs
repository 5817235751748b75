using System.Globalization;
using System.Text.Json;
using Distil.Checkpoints;
using Distil.IO;
using Distil.Journal.Records;

namespace Distil.RunDirectories;

/// <summary><c>.distil/pipeline.json</c>: whose runs a directory holds, and which files are theirs.</summary>
/// <param name="PipelineType">The pipeline's full metadata name.</param>
/// <param name="PipelineName">The pipeline's name.</param>
/// <param name="JournalId">The id of the journal of answers, which outlives generations that are not replaced.</param>
/// <param name="Data">The generation whose data sets stand under <c>data</c>.</param>
/// <param name="Next">
/// The generation that is made under <c>.distil/next</c>, and takes the place of the first when it has completed; null: there is none.
/// </param>
internal sealed record RunDirectoryRecord(
    string PipelineType, string PipelineName, Guid JournalId, Generation Data, Generation? Next = null)
{
    private const int Format = 2;
    private const string FileName = "pipeline.json";

    /// <summary>Whether <see cref="Next"/> is complete and takes its place, which can be repeated.</summary>
    public bool IsSwitching { get; init; }

    /// <summary>The highest number that a generation has had, those that are gone included: their answers are kept.</summary>
    public int LastNumber { get; init; } = Math.Max(Data.Number, Next?.Number ?? 0);

    public static string PathIn(string directory) => Path.Combine(directory, RunDirectoryFiles.Own, FileName);

    /// <summary>Reads the record of a directory; null: there is none.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="waysOut">What a user can do if it is damaged.</param>
    public static RunDirectoryRecord? Read(string directory, string waysOut = "Choose another directory, or delete this one.")
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
            var format = root.TryGetProperty("format", out var number) ? number.GetInt32() : 0;
            return format == Format
                ? Read(root)
                : throw new JsonException(string.Create(
                    CultureInfo.InvariantCulture, $"Its format is version {format}, and this program reads version {Format}."));
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new RunDirectoryException(
                $"The file '{path}' cannot be read, so it is not known whose run the directory holds: {exception.Message} {waysOut}",
                path,
                exception);
        }
    }

    /// <summary>The record with a generation in its place.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="isNext">Whether it is the one under <c>.distil/next</c>.</param>
    public RunDirectoryRecord With(Generation generation, bool isNext)
    {
        var last = Math.Max(LastNumber, generation.Number);
        return isNext ? this with { Next = generation, LastNumber = last } : this with { Data = generation, LastNumber = last };
    }

    public void Write(IDisk disk, string directory) =>
        AtomicFile.Write(disk, PathIn(directory), RunDirectoryFiles.Temporary(directory, FileName), stream =>
    {
        using var json = new Utf8JsonWriter(stream, AtomicFile.Readable);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("type", PipelineType);
        json.WriteString("name", PipelineName);
        json.WriteString("journal", JournalId.ToString("N"));
        json.WriteNumber("generations", LastNumber);
        if (IsSwitching)
        {
            json.WriteBoolean("switching", true);
        }

        Write(json, "data", Data);
        if (Next is not null)
        {
            Write(json, "next", Next);
        }

        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, Generation generation)
    {
        json.WriteStartObject(name);
        json.WriteNumber("generation", generation.Number);
        json.WriteString("run", generation.RunId);
        json.WriteString("status", generation.State.Describe());
        json.WriteNumber("answers", generation.Answers.Packed);
        if (generation.Journal is { } journal)
        {
            json.WriteString("journal", journal.ToString("N"));
        }

        if (generation.IsReplacing)
        {
            json.WriteBoolean("replacing", true);
        }

        if (generation.Reuses is { } reused)
        {
            json.WriteString("reuses", reused.ToString("N"));
        }

        if (generation.IsRecomputed)
        {
            json.WriteBoolean("recomputed", true);
        }

        if (generation.HasErrors)
        {
            json.WriteBoolean("errors", true);
        }

        json.WriteStartArray("leaves");
        foreach (var leaf in generation.Leaves)
        {
            json.WriteStringValue(leaf);
        }

        json.WriteEndArray();
        json.WriteStartObject("identity");
        foreach (var part in generation.Identity)
        {
            json.WriteString(part.Name, part.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static RunDirectoryRecord Read(JsonElement root) => new(
        root.GetProperty("type").GetString() ?? throw new JsonException("The type is null."),
        root.GetProperty("name").GetString() ?? "",
        Guid.ParseExact(root.GetProperty("journal").GetString() ?? "", "N"),
        GenerationOf(root.GetProperty("data")),
        root.TryGetProperty("next", out var next) ? GenerationOf(next) : null)
    {
        LastNumber = root.GetProperty("generations").GetInt32(),
        IsSwitching = IsSet(root, "switching"),
    };

    private static Generation GenerationOf(JsonElement generation) => new(
        generation.GetProperty("generation").GetInt32(),
        generation.GetProperty("run").GetString() ?? "",
        RunDirectoryStates.Parse(generation.GetProperty("status").GetString()) ?? throw new JsonException("The status is unknown."),
        [.. generation.GetProperty("leaves").EnumerateArray()
            .Select(static leaf => leaf.GetString() ?? throw new JsonException("A leaf is null."))],
        [.. generation.GetProperty("identity").EnumerateObject()
            .Select(static part => new IdentityPart(part.Name, part.Value.GetString()))])
    {
        Answers = JournalLocation.FromPacked(generation.GetProperty("answers").GetInt64()),
        Journal = IdOf(generation, "journal"),
        IsReplacing = IsSet(generation, "replacing"),
        Reuses = IdOf(generation, "reuses"),
        IsRecomputed = IsSet(generation, "recomputed"),
        HasErrors = IsSet(generation, "errors"),
    };

    private static Guid? IdOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? Guid.ParseExact(value.GetString() ?? "", "N") : null;

    private static bool IsSet(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.GetBoolean();
}
