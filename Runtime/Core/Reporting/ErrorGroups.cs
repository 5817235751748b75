using System.Text;
using System.Text.Json;
using Distil.IO.JsonLines;

namespace Distil.Reporting;

/// <summary>Groups the lines of <c>errors.jsonl</c>.</summary>
internal static class ErrorGroups
{
    private const int MaxGroups = 1_000;
    private const int MaxText = 2_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <returns>The groups, the largest first, and how many failures there are in all.</returns>
    /// <exception cref="RunDirectoryException">The file cannot be read.</exception>
    public static (IReadOnlyList<RunErrorGroup> Groups, long Count) Read(string path)
    {
        var groups = new Dictionary<(string Step, string Type, string Message), RunErrorGroup>();
        long count = 0;
        if (!File.Exists(path))
        {
            return ([], 0);
        }

        using var lines = new JsonLinesReader(path);
        while (lines.MoveNext())
        {
            try
            {
                var line = new Utf8JsonReader(lines.Line);
                using var document = JsonDocument.ParseValue(ref line);
                Add(groups, document.RootElement);
                count++;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // The process ended in the middle of the line, or it is none of a run's.
            }
        }

        return ([.. groups.Values.OrderByDescending(static group => group.Count)], count);
    }

    private static void Add(Dictionary<(string Step, string Type, string Message), RunErrorGroup> groups, JsonElement error)
    {
        var (step, type, message) = (Text(error, "step"), Text(error, "error"), Text(error, "message"));
        var key = (step, type, WithoutNumbers(message));
        if (!groups.TryGetValue(key, out var group))
        {
            if (groups.Count >= MaxGroups)
            {
                return;
            }

            group = new(
                step,
                type,
                Shorten(message),
                0,
                error.TryGetProperty("row", out var row) ? row.GetString() : null,
                error.TryGetProperty("inputs", out var inputs) ? Shorten(inputs.GetRawText()) : null);
        }

        groups[key] = group with { Count = group.Count + 1 };
    }

    /// <summary>A message without what differs from row to row.</summary>
    private static string WithoutNumbers(string message)
    {
        var text = new StringBuilder(Math.Min(message.Length, MaxText));
        foreach (var letter in message.AsSpan(0, Math.Min(message.Length, MaxText)))
        {
            if (!char.IsAsciiDigit(letter))
            {
                text.Append(letter);
            }
            else if (text.Length == 0 || text[^1] != '0')
            {
                text.Append('0');
            }
        }

        return text.ToString();
    }

    private static string Shorten(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";
}
