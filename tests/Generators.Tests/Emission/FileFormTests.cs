using Distil.Generators.Tests.Snapshots;

namespace Distil.Generators.Tests.Emission;

/// <summary>A data set is read from its files as it was in memory, whatever its columns' types.</summary>
public sealed class FileFormTests
{
    private const string Source = """
        [Row] public sealed class Part(string text, int? count) { public string Text { get; } = text; public int? Count { get; } = count; public Part? Next { get; init; } }
        [Row] public readonly record struct Point(int X, float Y);
        [Flags] public enum Ways : ulong { None = 0, Left = 1, Right = 2, Far = 1UL << 63 }

        [Row] public sealed record Everything(
            string Text, string? NoText, bool Flag, char Letter, byte Byte, sbyte Small, short Short, uint Count, long Long, ulong Big, float Float, double Double, decimal Money,
            Ways Ways, DayOfWeek? Day, DateTime Time, DateTimeOffset Moment, DateOnly Date, TimeOnly Clock, TimeSpan Span, Guid Id,
            byte[]? Bytes, int? Maybe, string?[] Texts, IReadOnlyList<int[]?> Lists, List<Part>? Parts, Part Part, Point Point, IEnumerable<Point?> Points);
        [Row] public sealed class Chosen { public required long Count { get; init; } public double? Maybe { get; init; } public string? Text { get; init; } }

        [Pipeline]
        public sealed partial class Files(IReadOnlyList<Everything> rows)
        {
            Rows<Everything> All { get; } = Rows.From(rows);
            [From(nameof(All)), Leaf(typeof(Chosen))] Pass Chosen { get; } = new();
            [From(nameof(All))] Pass Same { get; } = new();
        }

        public static class Check
        {
            private static readonly Everything[] s_rows =
            [
                new("a \"b\" \n ü 😀", null, true, 'ß', 255, -128, short.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue, 0.1f, 0.1, 79228162514264337593543950335m,
                    Ways.Left | Ways.Far, DayOfWeek.Sunday, new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc).AddTicks(7), new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(-3)),
                    DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.MinValue, Guid.Parse("6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
                    [1, 2, 255], 7, ["x", null], [[1, 2], null, []], [new Part("p", 1) { Next = new Part("q", null) }], new Part("r", 2), new Point(1, 1.5f), [new Point(3, 4), null]),
                new("", "", false, '"', 0, 0, 0, 0, 0, 0, -0f, double.Epsilon, 1.10m,
                    (Ways)12, null, default, default, default, default, default, default,
                    null, null, [], [], null, new Part("", null), default, []),
            ];

            public static async Task<string> RunAsync(string directory)
            {
                var memory = await new Files(s_rows).RunAsync(new RunOptions { HandleSignals = false });
                var files = await new Files(s_rows).RunAsync(new RunOptions { HandleSignals = false, Directory = directory });
                var fromMemory = memory.Same.Select(row => System.Text.Json.JsonSerializer.Serialize(row)).ToList();
                var fromFiles = new List<string>();
                await foreach (var row in files.Same.ReadAsync()) fromFiles.Add(System.Text.Json.JsonSerializer.Serialize(row));
                var chosen = new List<string>();
                await foreach (var row in files.Chosen.ReadAsync()) chosen.Add($"{row.Count} {row.Maybe} {row.Text}");
                return string.Join("\n", fromMemory) + "\n---\n" + string.Join("\n", fromFiles) + "\n---\n" + string.Join("\n", chosen);
            }
        }
        """;

    [Fact]
    public async Task A_row_of_every_type_is_read_as_it_was()
    {
        var assembly = Compiling.Load(new Generated(Source).Compiles().Output);
        var directory = Directory.CreateTempSubdirectory("distil");
        try
        {
            var path = Path.Combine(directory.FullName, "run");
            var parts = (await (Task<string>)assembly.GetType("Check")!.GetMethod("RunAsync")!.Invoke(null, [path])!).Split("\n---\n");
            Assert.Equal(parts[0], parts[1]);
            Assert.Equal("4294967295 7 a \"b\" \n ü 😀\n0  ", parts[2]);
            Assert.Contains("\"ways\":\"Left, Far\"", await File.ReadAllTextAsync(Path.Combine(path, "data", "same", "000001.jsonl"), TestContext.Current.CancellationToken));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
