using System.Globalization;
using System.Text.Json;
using Distil.IO.JsonLines;

namespace Distil.RunDirectories;

/// <summary>Reads the errors of a run back from <c>errors.jsonl</c>.</summary>
internal static class ErrorLines
{
    /// <summary>Reads the first lines of a file.</summary>
    /// <param name="path">The file; it need not exist where no line is read.</param>
    /// <param name="lines">How many lines.</param>
    /// <exception cref="RunDirectoryException">The file cannot be read, or is no file of errors.</exception>
    public static IEnumerable<RunError> Read(string path, long lines)
    {
        if (lines == 0)
        {
            yield break;
        }

        using var reader = new JsonLinesReader(path);
        for (long line = 0; line < lines && reader.MoveNext(); line++)
        {
            yield return reader.ReadRow(ErrorOf, "errors");
        }
    }

    private static RunError ErrorOf(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new(
            root.GetProperty("step").GetString()!,
            root.TryGetProperty("row", out var row) ? RowIdOf(row.GetString()!) : null,
            root.GetProperty("attempts").GetInt32(),
            root.GetProperty("error").GetString()!,
            root.GetProperty("message").GetString()!,
            null);
    }

    private static RowId RowIdOf(string text)
    {
        var numbers = text[(text.LastIndexOf('#') + 1)..];
        var repeat = numbers.IndexOf('~', StringComparison.Ordinal);
        var path = (repeat < 0 ? numbers : numbers[..repeat]).Split('.').Select(NumberOf).ToArray();
        return new(text[..^(numbers.Length + 1)], path[0], path[1..]) { Repeat = repeat < 0 ? 0 : NumberOf(numbers[(repeat + 1)..]) };
    }

    private static long NumberOf(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
