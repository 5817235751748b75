using System.Globalization;
using System.Text.Json;
using Distil.IO.JsonLines;
using Distil.Logging;

namespace Distil.Reporting;

/// <summary>
/// What <c>run.log</c> says of the last run that did something. Lines that are not whole, or not of this version, are passed over: the
/// process may have ended in the middle of one.
/// </summary>
internal sealed class RunLogReader
{
    private const int MaxFrames = 240;
    private const int MaxNotes = 200;

    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<RunFrame> _frames = [];
    private readonly List<RunNote> _notes = [];
    private StepReport[] _steps = [];
    private int _linesPerFrame = 1;
    private int _lines;
    private bool _hasDoneNothing;

    private RunLogReader()
    {
    }

    /// <summary>What the run is made of; null: it came to no row.</summary>
    public RunDescription? Description { get; private set; }

    public DateTimeOffset Started { get; private set; }

    /// <summary>When the counts were taken; of a run without any, when its last line was written.</summary>
    public DateTimeOffset FiguresEnd { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public RunStatus? Status { get; private set; }

    public string? Failure { get; private set; }

    public IReadOnlyList<StepReport> Steps => _steps;

    public IReadOnlyList<RunFrame> Frames => _frames;

    public IReadOnlyList<RunNote> Notes => _notes;

    /// <summary>By the name of a leaf: how many rows its data set has; known once the run has ended.</summary>
    public Dictionary<string, long> DataSets { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the run did something: it did not find that all was done, and its process did not end before it said what the run is.
    /// </summary>
    private bool HasBegun => Description is not null && !_hasDoneNothing;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says of the last run; null: it names none.</returns>
    /// <exception cref="RunDirectoryException">The file cannot be read.</exception>
    public static RunLogReader? Read(string path)
    {
        RunLogReader? last = null;
        RunLogReader? current = null;
        using var lines = new JsonLinesReader(path);
        while (lines.MoveNext())
        {
            try
            {
                var line = new Utf8JsonReader(lines.Line);
                using var document = JsonDocument.ParseValue(ref line);
                if (Text(document.RootElement, "event") == "Started")
                {
                    last = current is { HasBegun: true } ? current : last;
                    current = new();
                }

                current?.Add(document.RootElement);
            }
            catch (Exception exception) when (
                exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                // Not a line of this version.
            }
        }

        return current is { HasBegun: true } ? current : last ?? current;
    }

    private void Add(JsonElement line)
    {
        var time = line.GetProperty("time").GetDateTimeOffset();
        switch (Text(line, "event"))
        {
            case "Started":
                (Started, FiguresEnd) = (time, time);
                return;
            case RunDescription.Event:
                Describe(RunDescription.Read(line));
                return;
            case StepLine.Event:
                Progress(time, StepLine.Read(line));
                return;
            case "DataSets":
                foreach (var dataset in line.GetProperty("rows").EnumerateObject())
                {
                    DataSets[dataset.Name] = dataset.Value.GetInt64();
                }

                return;
            case "AlreadyEnded":
                _hasDoneNothing = true;
                return;
            case "RowFailed" or "StepLoaded":
                // Those are told elsewhere in the page, or of no use there.
                return;
            case "Ended":
                Status = Enum.TryParse<RunStatus>(Text(line, "status"), out var status) ? status : null;
                break;
            case "StepFailed" or "StepLoadFailed" or "DirectoryFailed":
                Failure ??= FailureOf(line);
                break;
        }

        FiguresEnd = _lines == 0 ? time : FiguresEnd;
        if (_notes.Count < MaxNotes && Text(line, "message") is { } message)
        {
            _notes.Add(new(time, Text(line, "level") ?? "Information", message));
        }
    }

    private void Describe(RunDescription description)
    {
        Description = description;
        _steps = [.. description.Graph.Steps.Select(static step => new StepReport(step.Name, 0, 0, 0, 0, TimeSpan.Zero))];
        for (var step = 0; step < _steps.Length; step++)
        {
            _indexes[_steps[step].Name] = step;
        }
    }

    private void Progress(DateTimeOffset time, (TimeSpan Elapsed, IReadOnlyList<StepReport> Steps) progress)
    {
        (FiguresEnd, Elapsed) = (time, progress.Elapsed);
        foreach (var step in progress.Steps)
        {
            if (_indexes.TryGetValue(step.Name, out var index))
            {
                _steps[index] = step;
            }
        }

        if (_lines++ % _linesPerFrame != 0)
        {
            return;
        }

        if (_frames.Count == 2 * MaxFrames)
        {
            for (var frame = 0; frame < MaxFrames; frame++)
            {
                _frames[frame] = _frames[2 * frame];
            }

            _frames.RemoveRange(MaxFrames, MaxFrames);
            _linesPerFrame *= 2;
        }

        _frames.Add(new(
            progress.Elapsed,
            Array.ConvertAll(_steps, static step => step.RowsOut),
            Array.ConvertAll(_steps, static step => step.Time)));
    }

    /// <summary>The message, and the first line of the exception.</summary>
    private static string FailureOf(JsonElement line)
    {
        var message = Text(line, "message") ?? "";
        var exception = Text(line, "exception")?.Split('\n')[0].TrimEnd();
        return exception is null ? message : string.Create(CultureInfo.InvariantCulture, $"{message}. {exception}");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
