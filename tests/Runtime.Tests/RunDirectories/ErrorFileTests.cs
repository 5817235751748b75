using System.Text.Json;
using Distil.IO;
using Distil.RunDirectories;

namespace Distil.Runtime.Tests.RunDirectories;

public sealed class ErrorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_whole_text_of_an_exception_stands_in_the_first_lines_of_its_kind()
    {
        var lines = Write(file =>
        {
            for (var row = 0; row < 250; row++)
            {
                file.Write(new("A", new("All", row), new InvalidDataException($"row {row}")), 0);
            }

            file.Write(new("B", new("All", 1), new InvalidDataException("another step")), 0);
            file.Write(new("A", new("All", 1), new IOException("another type")), 0);
            file.Write(new("A", new("All", 1), new InvalidDataException("another cause", new IOException())), 0);
        });

        Assert.Equal(253, lines.Count);
        Assert.Equal(Enumerable.Range(0, 100).Concat([250, 251, 252]), lines.Index().Where(line => HasDetails(line.Item)).Select(line => line.Index));
        Assert.Equal("row 249", lines[249].GetProperty("message").GetString());
        Assert.Equal("System.IO.InvalidDataException", lines[249].GetProperty("error").GetString());

        static bool HasDetails(JsonElement line) => line.TryGetProperty("details", out _);
    }

    [Fact]
    public void It_is_made_with_the_first_line_and_says_what_the_step_was_given()
    {
        var begun = 0;
        using (var file = new ErrorFile(_folder["errors.jsonl"], RealDisk.Instance, () => begun++))
        {
            Assert.False(File.Exists(_folder["errors.jsonl"]));
            file.Write(new("A", new("All", 3), new InvalidDataException("lone \ud800"), attempts: 4), 3, """{"number":1}"""u8.ToArray());

            // The line is there when the call returns.
            Assert.Single(File.ReadAllLines(_folder["errors.jsonl"]));
            file.Write(new("A", null, new InvalidDataException("")), long.MaxValue);
        }

        Assert.Equal(1, begun);
        var lines = File.ReadAllLines(_folder["errors.jsonl"]);
        Assert.StartsWith(
            """{"step":"A","row":"All#3","inputs":{"number":1},"attempts":4,"error":"System.IO.InvalidDataException","message":"lone """,
            lines[0],
            StringComparison.Ordinal);
        Assert.DoesNotContain("\"row\"", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("\"inputs\"", lines[1], StringComparison.Ordinal);
    }

    private List<JsonElement> Write(Action<ErrorFile> write)
    {
        using (var file = new ErrorFile(_folder["errors.jsonl"], RealDisk.Instance, static () => { }))
        {
            write(file);
        }

        return [.. File.ReadLines(_folder["errors.jsonl"]).Select(static line => JsonDocument.Parse(line).RootElement)];
    }
}
