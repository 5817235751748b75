using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Distil.Pipelines.Tests.Editing;

/// <summary>The data sets of an edited pipeline, in which each row of the source has one row.</summary>
internal sealed partial class EditedRows
{
    private readonly Dictionary<string, string[]> _columns = new(StringComparer.OrdinalIgnoreCase);

    private EditedRows()
    {
    }

    /// <summary>A column, by the rows of the source.</summary>
    public string[] this[string column] => _columns[column];

    /// <summary>Reads the data sets.</summary>
    public static EditedRows Read(string directory)
    {
        var rows = new EditedRows();
        foreach (var leaf in Directory.GetDirectories(Path.Combine(directory, "data")))
        {
            var lines = Directory.GetFiles(leaf, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
                .Select(static line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!)
                .ToList();
            foreach (var column in lines[0].Keys)
            {
                string[] values = [.. lines.Select(line => line[column])];
                if (!rows._columns.TryAdd(column, values))
                {
                    Assert.Equal(rows._columns[column], values);
                }
            }
        }

        return rows;
    }

    /// <summary>The answers in the journal, in the order in which they were written.</summary>
    public static IReadOnlyList<string> Written(string directory) =>
    [
        .. Directory.GetFiles(Path.Combine(directory, ".distil", "answers"), "*.log").Order(StringComparer.Ordinal)
            .SelectMany(static file => Answer().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(file))))
            .Select(static match => match.Value)
            .Distinct(),
    ];

    [GeneratedRegex("~[0-9]{6}~")]
    private static partial Regex Answer();
}
