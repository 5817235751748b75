using System.Text.Json;

namespace Distil.Pipelines.Tests.Running;

public enum Colour
{
    Red,
    DarkBlue,
}

[Row]
public sealed record Point(int X, int? Y);

/// <summary>A column of each kind that a file can hold.</summary>
[Row]
public sealed record Everything(
    string Text,
    long Whole,
    double Fraction,
    decimal Exact,
    bool IsTrue,
    Colour Colour,
    DateTimeOffset When,
    DateOnly Day,
    Guid Id,
    byte[] Bytes,
    int? Missing,
    IReadOnlyList<string?> Words,
    double[] Numbers,
    Point Place);

[Pipeline]
public sealed partial class Everythings(IReadOnlyList<Everything> rows)
{
    Rows<Everything> All { get; } = Rows.From(rows);
}

[Pipeline]
public sealed partial class TwoWritten(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), OutputMapping("text", "FirstText")] NameLater Named { get; } = new("n", 0);
    [From(nameof(Named))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] Pass Even { get; } = new();
    [From(nameof(Route), When = Parity.Odd), Step(BatchSize = 7)] Tag Odd { get; } = new("t", new Calls());
}

/// <summary>Runs with a directory, as far as one run goes.</summary>
public sealed class DirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_leaf_is_a_folder_of_lines()
    {
        var result = await Run.WithLimit(o => new TwoWritten(20).RunAsync(o), new RunOptions { Directory = _directory["run"] });

        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => $$"""{"number":{{2 * i}},"first_text":"n{{2 * i}}"}"""),
            await File.ReadAllLinesAsync(_directory["run", "data", "even", "000001.jsonl"]));
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => (2 * i) + 1).Select(i => $$"""{"number":{{i}},"first_text":"n{{i}}","mark":"t{{i}}"}"""),
            await File.ReadAllLinesAsync(_directory["run", "data", "odd", "000001.jsonl"]));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (2 * i, $"n{2 * i}")), result.Even.Select(row => (row.Number, row.FirstText)));
        Assert.Contains("even", await File.ReadAllTextAsync(_directory["run", "README.md"]));
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(_directory["run", "schema.json"]));
        Assert.Equal(JsonValueKind.Object, schema.RootElement.ValueKind);
        Assert.True(File.Exists(_directory["run", "run.log"]));
    }

    [Fact]
    public async Task Every_kind_of_column_comes_back_from_the_file_as_it_was()
    {
        Everything[] rows =
        [
            new("a \"quoted\" line\nand 𝄞", long.MinValue, 0.1, 1.10m, true, Colour.DarkBlue, new(2024, 2, 29, 1, 2, 3, 4, TimeSpan.FromHours(-5)),
                new(2024, 2, 29), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), [0, 255, 10], null, ["x", null, ""], [1.5, -2], new(1, null)),
            new("", 0, double.MaxValue, -3m, false, Colour.Red, DateTimeOffset.UnixEpoch, DateOnly.MinValue, Guid.Empty, [], 7, [], [], new(-1, 2)),
        ];
        var result = await Run.WithLimit(o => new Everythings(rows).RunAsync(o), new RunOptions { Directory = _directory["run"] });

        var read = result.All.ToList();
        Assert.Equal(
            rows.Select(row => (row.Text, row.Whole, row.Fraction, row.Exact, row.IsTrue, row.Colour, row.When, row.Day, row.Id, row.Missing, row.Place)),
            read.Select(row => (row.Text, row.Whole, row.Fraction, row.Exact, row.IsTrue, row.Colour, row.When, row.Day, row.Id, row.Missing, row.Place)));
        Assert.Equal(rows.Select(row => row.Bytes), read.Select(row => row.Bytes));
        Assert.Equal(rows.Select(row => row.Words), read.Select(row => row.Words));
        Assert.Equal(rows.Select(row => row.Numbers), read.Select(row => row.Numbers));

        var first = (await File.ReadAllLinesAsync(_directory["run", "data", "all", "000001.jsonl"]))[0];
        using var line = JsonDocument.Parse(first);
        Assert.Equal(
            ["text", "whole", "fraction", "exact", "is_true", "colour", "when", "day", "id", "bytes", "missing", "words", "numbers", "place"],
            line.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task T10_Files_are_alike_to_the_byte_at_any_concurrency()
    {
        var contents = new List<string>();
        foreach (var (concurrency, capacity, transport, sequential) in ((int, int, int, bool)[])[(1, 4, 1024, false), (8, 1, 3, false), (16, 4, 64, false), (1, 1, 8, true)])
        {
            var directory = _directory[$"run{contents.Count}"];
            await Run.WithLimit(
                o => new TwoWritten(1_000).RunAsync(o),
                new RunOptions
                {
                    Directory = directory,
                    Sequential = sequential,
                    Parameters = new TwoWritten.Parameters { Named = { Concurrency = concurrency } },
                    Engine = new EngineSettings { ChannelCapacity = capacity, TransportSize = transport },
                });
            var files = Directory.GetFiles(Path.Combine(directory, "data"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
            contents.Add(string.Join('\n', files.Select(file => $"{Path.GetRelativePath(directory, file)}\n{File.ReadAllText(file)}")));
        }

        Assert.All(contents, content => Assert.Equal(contents[0], content));
        Assert.True(contents[0].Length > 20_000);
    }

    [Fact]
    public async Task A_directory_in_use_is_refused()
    {
        TaskCompletionSource gate = new(), begun = new();
        var options = new RunOptions { Directory = _directory["run"], HandleSignals = false };
        var first = new GatedRun(3, gate.Task, begun).RunAsync(options);
        await Run.WithLimit(begun.Task);

        var refused = await Assert.ThrowsAnyAsync<IOException>(
            () => Run.WithLimit(o => new GatedRun(3, gate.Task, new TaskCompletionSource()).RunAsync(o), options));
        gate.SetResult();

        Assert.Contains(_directory["run"], refused.Message);
        Assert.Equal(3, (await Run.WithLimit(first)).Seen.Count);
    }

    [Fact]
    public async Task A_number_that_json_has_not_is_an_error_of_the_step_that_made_it()
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(
            () => Run.WithLimit(o => new NotANumber().RunAsync(o), new RunOptions { Directory = _directory["run"] }));

        Assert.Equal("Divided", failure.StepName);
        Assert.Equal(0, failure.RowId?.Ordinal);
        Assert.Contains("quotient", failure.Message, StringComparison.OrdinalIgnoreCase);
    }
}

[Step(OnError = OnError.Stop)]
public sealed class Divide
{
    [return: Column("quotient")]
    public double Process(int number) => 0.0 / number;
}

[Pipeline]
public sealed partial class NotANumber
{
    Numbers All { get; } = new(3);
    [From(nameof(All))] Divide Divided { get; } = new();
    [From(nameof(Divided))] Name Named { get; } = new("n");
}
