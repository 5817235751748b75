using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Distil.IO.JsonLines;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Checkpoints;

/// <summary>
/// A cut as JSON, in the version that <see cref="Version"/> says. <c>run</c> is the id of the run. <c>stages</c> holds an array a stage:
/// the number, the repeat, the location of the answers and the forks of its restart point. <c>leaves</c> holds an array a leaf, by name,
/// of the members of <see cref="LeafPlace"/> in their order; <c>errors</c> the members of <see cref="ErrorPlace"/>, with an array of
/// number and lines for each step; <c>lengths</c> a number a source; <c>files</c> by the name of the source the members of two
/// <see cref="SourceLocation"/>s: where it begins to read again, and how far it has read. <c>held</c> is there if rows are held: an array a
/// file, as for leaves. <c>answers</c> is there if the run keeps any: how far the journal had come, and by the name of the step number and
/// location of failures that are tried again.
/// </summary>
internal static class CutFormat
{
    /// <summary>The version of the format. A reader refuses any other.</summary>
    public const int Version = 1;

    /// <summary>Writes a cut.</summary>
    public static void Write(IBufferWriter<byte> to, Cut cut)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteNumber("version"u8, Version);
        json.WriteString("run"u8, cut.Run);
        json.WriteStartArray("stages"u8);
        foreach (var stage in cut.Stages)
        {
            WriteArray(json, [stage.Position.Number, stage.Position.Repeat, stage.Answers, .. stage.Forks]);
        }

        json.WriteEndArray();
        WritePlaces(json, "leaves"u8, cut.Leaves);
        json.WriteStartObject("errors"u8);
        json.WriteNumber("lines"u8, cut.Errors.Lines);
        json.WriteNumber("bytes"u8, cut.Errors.Bytes);
        json.WriteNumber("checksum"u8, cut.Errors.Checksum);
        json.WriteStartObject("steps"u8);
        foreach (var (name, step) in cut.Errors.Steps)
        {
            json.WritePropertyName(name);
            WriteArray(json, [step.Number, step.Lines]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WritePropertyName("lengths"u8);
        WriteArray(json, cut.Lengths);
        json.WriteStartObject("files"u8);
        foreach (var (name, files) in cut.Files)
        {
            json.WritePropertyName(name);
            WriteArray(json, [.. Numbers(files.Start), .. Numbers(files.Read)]);
        }

        json.WriteEndObject();
        if (cut.Held.Count > 0)
        {
            WritePlaces(json, "held"u8, cut.Held);
        }

        if (cut.Answers is { } answers)
        {
            WriteAnswers(json, answers);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no cut of this version.</exception>
    public static Cut Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.GetProperty("version").GetInt32() is var version && version != Version)
        {
            throw new JsonException(string.Create(
                CultureInfo.InvariantCulture, $"Its format is version {version}, and this program reads version {Version}."));
        }

        var errors = root.GetProperty("errors");
        return new(
            root.GetProperty("run").GetString() ?? "",
            [.. root.GetProperty("stages").EnumerateArray().Select(static stage => StageOf(Numbers(stage)))],
            PlacesOf(root.GetProperty("leaves")),
            new(
                errors.GetProperty("lines").GetInt64(),
                errors.GetProperty("bytes").GetInt64(),
                errors.GetProperty("checksum").GetUInt32(),
                errors.GetProperty("steps").EnumerateObject().ToDictionary(
                    static step => step.Name, static step => StepOf(Numbers(step.Value)), StringComparer.Ordinal)),
            Numbers(root.GetProperty("lengths")))
        {
            Files = root.GetProperty("files").EnumerateObject().ToDictionary(
                static source => source.Name, static source => FilesOf(Numbers(source.Value)), StringComparer.Ordinal),
            Held = root.TryGetProperty("held", out var held) ? PlacesOf(held) : new Dictionary<string, LeafPlace>(StringComparer.Ordinal),
            Answers = root.TryGetProperty("answers", out var answers) ? AnswersOf(answers) : null,
        };
    }

    private static void WritePlaces(Utf8JsonWriter json, ReadOnlySpan<byte> property, IReadOnlyDictionary<string, LeafPlace> places)
    {
        json.WriteStartObject(property);
        foreach (var (name, place) in places)
        {
            json.WritePropertyName(name);
            WriteArray(json, [place.Below, place.Rows, place.Files, place.RowsOfFile, place.Bytes, place.Checksum]);
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, LeafPlace> PlacesOf(JsonElement places) => places.EnumerateObject().ToDictionary(
        static place => place.Name, static place => PlaceOf(Numbers(place.Value)), StringComparer.Ordinal);

    private static void WriteAnswers(Utf8JsonWriter json, AnswerPlace answers)
    {
        json.WriteStartObject("answers"u8);
        json.WriteNumber("synced"u8, answers.Synced.Packed);
        json.WriteBoolean("end"u8, answers.IsEnd);
        json.WriteStartObject("retried"u8);
        foreach (var (name, retried) in answers.Retried)
        {
            json.WritePropertyName(name);
            WriteArray(json, [retried.From, retried.Before.Packed]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static AnswerPlace AnswersOf(JsonElement answers) => new(
        JournalLocation.FromPacked(answers.GetProperty("synced").GetInt64()),
        answers.GetProperty("end").GetBoolean(),
        answers.GetProperty("retried").EnumerateObject().ToDictionary(
            static step => step.Name, static step => RetriedOf(Numbers(step.Value)), StringComparer.Ordinal));

    private static RetriedFailures RetriedOf(long[] numbers) => new(numbers[0], JournalLocation.FromPacked(numbers[1]));

    private static RestartPoint StageOf(long[] numbers) =>
        new(new(numbers[0], numbers[1]), numbers[3..]) { Answers = numbers[2] };

    private static LeafPlace PlaceOf(long[] numbers) =>
        new(numbers[0], numbers[1], checked((int)numbers[2]), numbers[3], numbers[4], checked((uint)numbers[5]));

    private static StepErrors StepOf(long[] numbers) => new(numbers[0], numbers[1]);

    private static SourceRange FilesOf(long[] numbers) => new(LocationOf(numbers[..5]), LocationOf(numbers[5..]));

    private static SourceLocation LocationOf(long[] numbers) =>
        new(numbers[0], checked((int)numbers[1]), numbers[2], numbers[3], checked((uint)numbers[4]));

    private static long[] Numbers(SourceLocation at) => [at.Row, at.File, at.Byte, at.Line, at.Checksum];

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(static number => number.GetInt64())];

    private static void WriteArray(Utf8JsonWriter json, IEnumerable<long> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
