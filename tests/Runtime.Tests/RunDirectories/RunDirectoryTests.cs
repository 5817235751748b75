using System.Diagnostics;
using System.Text.Json;
using Distil.Checkpoints;
using Distil.Engine;
using Distil.RunDirectories;
using Distil.Runtime.Tests.Data;

namespace Distil.Runtime.Tests.RunDirectories;

public sealed class RunDirectoryTests : IDisposable
{
    private static readonly ItemKernel s_kernel = new();

    private static readonly PipelineGraph s_graph = new(
        "Preferences",
        [
            new("Prompts", "source", "LoadPrompts", [], [new("Number", "long", "Prompts")]),
            new("RankedRows", "step", "Rank", [], [new("Number", "long", "Prompts"), new("BestText", "string?", "Small")]),
        ],
        [new("Prompts", "RankedRows", "from", [])],
        []);

    private static readonly LeafDefinition s_leaf = new(
        "RankedRows", [new("Number", "number", "long", "Prompts"), new("BestText", "best_text", "string?", "Small")]);

    private static readonly IdentityPart[] s_identity = [IdentityPart.Of("the parameter 'Small.Heat'", 0.2)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_leaves_data_sets_and_what_describes_them()
    {
        var result = Run(rows: 3);
        Assert.Equal([".distil/lock", ".distil/pipeline.json", ".distil/process", "README.md", "data/ranked_rows/000001.jsonl", "run.log", "schema.json"], _folder.Files());
        Assert.Equal([0, 1, 2], result.Select(item => item.Number));
        Assert.Equal(
            """
            ---
            configs:
            - config_name: "ranked_rows"
              data_files: "data/ranked_rows/*.jsonl"
            ---

            # Preferences

            Made by the pipeline `Examples.Preferences`. The run completed.

            ## ranked_rows

            3 rows in `data/ranked_rows/*.jsonl`.

            | column | type | made by |
            |---|---|---|
            | number | `long` | Prompts |
            | best_text | `string?` | Small |

            ## How it was made

            ```mermaid
            flowchart TD
                Prompts(["Prompts: LoadPrompts"])
                RankedRows["RankedRows: Rank"]
                Prompts --> RankedRows
            ```

            """,
            Read("README.md"),
            ignoreLineEndingDifferences: true);

        using var schema = JsonDocument.Parse(Read("schema.json"));
        var dataset = Assert.Single(schema.RootElement.GetProperty("data_sets").EnumerateArray());
        Assert.Equal("ranked_rows", dataset.GetProperty("name").GetString());
        Assert.Equal(3, dataset.GetProperty("rows").GetInt64());
        Assert.Equal(["data/ranked_rows/000001.jsonl"], dataset.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal(["number", "best_text"], dataset.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));

        using var record = JsonDocument.Parse(Read(".distil/pipeline.json"));
        Assert.Equal("completed", Status());
        Assert.Equal("Examples.Preferences", record.RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public void Two_runs_leave_the_same_bytes_in_what_describes_them()
    {
        Run(rows: 2);
        var (card, schema) = (Read("README.md"), Read("schema.json"));
        Run(rows: 2, resume: false);
        Assert.Equal(card, Read("README.md"));
        Assert.Equal(schema, Read("schema.json"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_directory_is_made_with_its_parents(bool trailing)
    {
        using (var directory = Open(_folder["a/b"] + (trailing ? "/" : "")))
        {
            Assert.Equal(_folder["a/b"], directory.FullPath.TrimEnd('/', '\\'));
            directory.Complete(RunStatus.Completed, s_graph);
        }

        Assert.True(File.Exists(_folder["a/b/README.md"]));
    }

    [Fact]
    public void A_leaf_that_was_left_out_is_not_described()
    {
        using (var directory = Open())
        {
            directory.OpenLeaf<Item>("RankedRows");
            directory.Complete(RunStatus.CompletedWithErrors, s_graph);
        }

        Assert.StartsWith("# Preferences\n", Read("README.md"), StringComparison.Ordinal);
        Assert.Contains("some rows failed and are missing: see `errors.jsonl`", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_replaces_another_touches_no_file_but_its_own()
    {
        Run(rows: 250, leaf: "Earlier", rowsPerFile: 100);
        _folder.Write("errors.jsonl", "of the earlier run");
        string[] mine = ["notes.md", "data/mine.jsonl", "data/earlier/notes.txt", "data/earlier/mine.jsonl", "data/other/000001.jsonl", ".distil/mine"];
        foreach (var name in mine)
        {
            _folder.Write(name, "mine");
        }

        Run(rows: 1, resume: false);
        Assert.Equal(
            [.. ((string[])[".distil/lock", ".distil/pipeline.json", ".distil/process", "README.md", "data/ranked_rows/000001.jsonl", "run.log", "schema.json", .. mine]).Order(StringComparer.Ordinal)],
            _folder.Files());
        Assert.All(mine, name => Assert.Equal("mine", Read(name)));
    }

    [Fact]
    public void Nothing_is_replaced_before_the_steps_are_loaded()
    {
        Run(rows: 2);
        var before = Read("data/ranked_rows/000001.jsonl");
        using (Open(resume: false))
        {
        }

        Assert.Equal(before, Read("data/ranked_rows/000001.jsonl"));
        Assert.Equal("completed", Status());
    }

    [Fact]
    public void A_run_that_never_began_leaves_a_directory_that_can_be_used()
    {
        using (var directory = Open())
        {
            directory.Log.Write("LoadFailed", 0, static (_, _) => { });
        }

        Assert.Equal("loading", Status());
        Run(rows: 1);
        Assert.Contains("\"event\":\"LoadFailed\"", Read("run.log"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_ended_by_an_exception_counts_as_failed()
    {
        using (var directory = Open())
        {
            directory.OpenLeaf<Item>("RankedRows").Append(s_kernel, ItemBatch.Range(0, 1), 0, 1);
            Assert.Equal("running", Status());
        }

        Assert.Equal("failed", Status());
    }

    [Fact]
    public void A_run_whose_process_was_killed_is_told_so()
    {
        Run(rows: 1);
        _folder.Write(".distil/pipeline.json", Read(".distil/pipeline.json").Replace("completed", "running", StringComparison.Ordinal));
        using var directory = Open();
        Assert.Equal("cut off", directory.Generation.Description);
        Assert.Equal(GenerationUse.Resumed, directory.Use);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_directory_of_another_pipeline_is_refused(bool resume)
    {
        Run(rows: 1);
        var exception = Assert.Throws<RunDirectoryException>(() => Open(type: "Examples.Other", resume: resume));
        Assert.Equal(
            $"The directory '{_folder.FullPath}' holds a run of the pipeline 'Examples.Preferences', not of 'Examples.Other': choose another directory.",
            exception.Message);
    }

    [Theory]
    [InlineData("README.md", true)]
    [InlineData("README.md", false)]
    [InlineData("schema.json", false)]
    [InlineData("errors.jsonl", false)]
    [InlineData("run.log", false)]
    [InlineData("report.html", false)]
    [InlineData("data/ranked_rows/000001.jsonl", true)]
    [InlineData("data/ranked_rows/000001.jsonl", false)]
    [InlineData("data/ranked_rows/mine.jsonl", false)]
    public void A_file_of_somebody_else_is_not_replaced(string name, bool resume)
    {
        var path = _folder.Write(name, "mine");
        var exception = Assert.Throws<RunDirectoryException>(() => Open(resume: resume));
        Assert.Contains($"'{path}'", exception.Message.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal([name], _folder.Files());
        Assert.Equal("mine", Read(name));
    }

    [Fact]
    public void Rows_of_somebody_else_are_not_replaced_by_a_new_leaf()
    {
        Run(rows: 1, leaf: "Earlier");
        _folder.Write("data/ranked_rows/000001.jsonl", "mine");
        Assert.Throws<RunDirectoryException>(() => Open(resume: false));
        Assert.Equal("mine", Read("data/ranked_rows/000001.jsonl"));
    }

    [Fact]
    public void Files_in_nobodys_way_are_left()
    {
        _folder.Write("notes.txt", "mine");
        _folder.Write("data/mine.csv", "mine");
        Run(rows: 1);
        Assert.Equal("mine", Read("notes.txt"));
        Assert.Equal("mine", Read("data/mine.csv"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"Examples.Preferences\",\"name\":\"\",\"run\":\"\",\"status\":\"odd\",\"leaves\":[]}")]
    public void A_record_that_cannot_be_read_is_refused(string content)
    {
        _folder.Write(".distil/pipeline.json", content);
        var exception = Assert.Throws<RunDirectoryException>(() => Open(resume: false));
        Assert.Contains("so it is not known whose run the directory holds", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.InnerException);
        using var free = File.Open(_folder[".distil/lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_directory_in_use_is_refused()
    {
        using var first = Open();
        var exception = Assert.Throws<RunDirectoryException>(() => Open(resume: false));
        Assert.StartsWith($"The directory '{_folder.FullPath}' is used by another run", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_another_process_uses_is_refused_until_it_ends()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "There is no flock here.");
        Run(rows: 1);
        var start = new ProcessStartInfo("/usr/bin/flock", ["--exclusive", "--close", _folder[".distil/lock"], "sh", "-c", "echo locked; exec sleep 60"])
        {
            RedirectStandardOutput = true,
        };
        using var other = Process.Start(start)!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Contains("is used by another run", Assert.Throws<RunDirectoryException>(() => Open(resume: false)).Message, StringComparison.Ordinal);
        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        Run(rows: 1, resume: false);
    }

    [Fact]
    public void The_lock_is_let_go_at_the_end()
    {
        Open().Dispose();
        using var again = Open();
        again.Dispose();
        again.Dispose();
        Open().Dispose();
    }

    [Fact]
    public void A_file_in_the_directorys_place_is_refused()
    {
        var file = _folder.Write("file", "");
        Assert.Contains("is a file", Assert.Throws<RunDirectoryException>(() => Open(file)).Message, StringComparison.Ordinal);
        var below = Assert.Throws<RunDirectoryException>(() => Open(_folder["file/below"]));
        Assert.Contains("cannot be used for a run", below.Message, StringComparison.Ordinal);
        Assert.NotNull(below.InnerException);
    }

    [Fact]
    public void A_directory_that_may_not_be_written_is_refused()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("This process may write everywhere.");
            return;
        }

        Directory.CreateDirectory(_folder["locked"]);
        File.SetUnixFileMode(_folder["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var exception = Assert.Throws<RunDirectoryException>(() => Open(_folder["locked/run"]));
        Assert.Contains("Make sure that it can be written to, or choose another one", exception.Message, StringComparison.Ordinal);
        Assert.IsType<UnauthorizedAccessException>(exception.InnerException);
    }

    [Fact]
    public void An_empty_path_is_refused() => Assert.Throws<ArgumentException>(() => Open(" "));

    [Fact]
    public void Leaves_that_would_share_a_folder_are_refused()
    {
        var exception = Assert.Throws<RunDirectoryException>(
            () => RunDirectoryOpening.Open(new() { Directory = _folder.FullPath }, "T", "N", [], [new("BestRows", []), new("Best_Rows", [])]));
        Assert.Contains("'BestRows' and 'Best_Rows' would both write to 'data/best_rows'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_lines_from_any_thread()
    {
        using (var directory = Open())
        {
            Parallel.For(0, 200, place => directory.Errors.Write(new RunError("Small", new RowId("Prompts", place, 0), Thrown($"no \uD800 answer {place}")), place));
            directory.Errors.Write(new RunError("Ranked", null, Thrown("no rows"), attempts: 4), long.MaxValue);
            directory.Complete(RunStatus.CompletedWithErrors, s_graph);
        }

        var lines = File.ReadAllLines(_folder["errors.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(201, lines.Count);
        var first = lines.Single(line => line.TryGetProperty("row", out var row) && row.GetString() == "Prompts#7.0");
        Assert.Equal("Small", first.GetProperty("step").GetString());
        Assert.Equal("System.InvalidOperationException", first.GetProperty("error").GetString());
        Assert.Equal("no \uFFFD answer 7", first.GetProperty("message").GetString());
        Assert.Contains(nameof(Thrown), lines[0].GetProperty("details").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, first.GetProperty("attempts").GetInt32());
        Assert.False(lines[^1].TryGetProperty("row", out _));
        Assert.Equal(4, lines[^1].GetProperty("attempts").GetInt32());
    }

    [Fact]
    public void Without_errors_there_is_no_file_of_them()
    {
        Run(rows: 1);
        Assert.DoesNotContain("errors.jsonl", _folder.Files());
    }

    private static InvalidOperationException Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private Dataset<Item> Run(int rows, string leaf = "RankedRows", bool resume = true, int rowsPerFile = 100_000)
    {
        var options = new RunOptions
        {
            Directory = _folder.FullPath,
            Resume = resume,
            Engine = new EngineSettings { RowsPerFile = rowsPerFile },
        };
        using var directory = RunDirectoryOpening.Open(options, "Examples.Preferences", "Preferences", s_identity, [new(leaf, s_leaf.Columns)]);
        directory.Log.Write("started", 0, static (_, _) => { });
        var store = directory.OpenLeaf<Item>(leaf);
        store.Append(s_kernel, ItemBatch.Range(0, rows), 0, rows);
        store.Complete();
        directory.Complete(RunStatus.Completed, s_graph);
        return store.ToDataset(s_kernel);
    }

    private RunDirectory Open(
        string? path = null, string type = "Examples.Preferences", bool resume = true)
        => RunDirectoryOpening.Open(
            new() { Directory = path ?? _folder.FullPath, Resume = resume }, type, "Preferences", s_identity, [s_leaf]);

    private string Read(string name) => File.ReadAllText(_folder[name]);

    private string? Status()
    {
        using var record = JsonDocument.Parse(Read(".distil/pipeline.json"));
        return record.RootElement.GetProperty("data").GetProperty("status").GetString();
    }
}
