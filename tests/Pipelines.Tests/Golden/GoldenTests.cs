using Distil.Pipelines.Tests.Graphs;
using Microsoft.CodeAnalysis;

namespace Distil.Pipelines.Tests.Golden;

/// <summary>The golden sample of the design: compiled as it stands, and run as it stands.</summary>
public sealed class GoldenTests : IDisposable
{
    // What a new project has without a word: the SDK's implicit usings, the package's own, and the two models.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Distil;
        global using static Models;
        """;

    private static readonly string[] s_prompts =
    [
        "Say hello",
        "Explain why the sky is blue, and why the evening sky is red",
        "No",
        "Write a poem of four lines about rain in the mountains",
        "Count to ten",
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_sample_runs_in_memory()
    {
        var path = _directory["prompts.txt"];
        await File.WriteAllLinesAsync(path, s_prompts);
        var result = await Run.WithLimit(o => new Preferences(path, Models.small, Models.large).RunAsync(o));

        Assert.Equal(
            Expected(),
            result.Ranked.Select(row => (row.Instruction, row.Text.Split(' ')[0], row.Tokens, row.Score, row.Rationale, row.Rank)));

        static IEnumerable<(string, string, int, double, string, int)> Expected()
        {
            yield return (s_prompts[0], "small0", 2, 0.5, "2 words", 4);
            yield return (s_prompts[1], "large0", 7, 0.8, "13 words", 1);
            yield return (s_prompts[3], "large0", 7, 0.8, "11 words", 2);
            yield return (s_prompts[4], "small0", 2, 0.6, "3 words", 3);
        }
    }

    [Fact]
    public async Task The_sample_as_it_stands_is_a_program()
    {
        await File.WriteAllLinesAsync(_directory["prompts.txt"], s_prompts);
        var program = _directory["Sample.dll"];
        await using (var image = GraphCompiler.Emit(
            "Sample", OutputKind.ConsoleApplication, ("Usings.cs", Usings), Source("Preferences.cs"), Source("Supplied.cs"), Source("Program.cs")))
        {
            await File.WriteAllBytesAsync(program, image.ToArray());
        }

        var output = await Child.StartAsync("program", [program], _directory.Path);

        Assert.True(output.ExitCode == 0, output.Errors);
        Assert.Equal(s_prompts.Where(prompt => prompt != "No").Select(prompt => $"{RankOf(prompt)}: {prompt}"), output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.True(File.Exists(_directory["runs", "preferences", "README.md"]));

        static int RankOf(string prompt) => Array.IndexOf(s_prompts, prompt) switch { 0 => 4, 1 => 1, 3 => 2, _ => 3 };
    }

    private static (string Path, string Text) Source(string name) => (name, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)));
}
