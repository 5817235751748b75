using System.Text.Json;
using Distil.IO.JsonLines;
using Distil.RunDirectories;

namespace Distil.Reporting;

/// <summary>Reads the first rows of a data set, as text.</summary>
internal static class FirstRows
{
    private const int MaxRows = 5;
    private const int MaxColumns = 30;
    private const int MaxText = 300;

    /// <summary>Reads them.</summary>
    /// <param name="root">Where the data sets are: the directory, or where a generation is made.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="rows">How many rows are complete on disk; null: that is not known.</param>
    /// <returns>The data set; null: it has no file.</returns>
    public static RunDataSet? Read(string root, string leaf, long? rows)
    {
        var folder = RunDirectoryFiles.LeafFolder(root, leaf);
        if (!Directory.Exists(folder) || RunDirectoryFiles.FilesOf(folder).FirstOrDefault() is not { } file)
        {
            return null;
        }

        var columns = new List<string>();
        var first = new List<Dictionary<string, string>>();
        using var lines = new JsonLinesReader(file);
        while (first.Count < Math.Min(MaxRows, rows ?? MaxRows) && lines.MoveNext())
        {
            try
            {
                var line = new Utf8JsonReader(lines.Line);
                using var document = JsonDocument.ParseValue(ref line);
                first.Add(RowOf(document.RootElement, columns));
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // The process ended in the middle of the line.
            }
        }

        return new(
            leaf,
            rows,
            $"{RunDirectoryFiles.Data}/{RunDirectoryFiles.FileName(leaf)}/",
            columns,
            [.. first.Select(row => columns.ConvertAll(column => row.GetValueOrDefault(column)))]);
    }

    private static Dictionary<string, string> RowOf(JsonElement element, List<string> columns)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in element.EnumerateObject())
        {
            if (!columns.Contains(column.Name) && columns.Count < MaxColumns)
            {
                columns.Add(column.Name);
            }

            var text = column.Value.ValueKind == JsonValueKind.String ? column.Value.GetString()! : column.Value.GetRawText();
            row[column.Name] = text.Length <= MaxText ? text : text[..MaxText] + "…";
        }

        return row;
    }
}
