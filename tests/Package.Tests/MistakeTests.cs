using System.Text.Json;
using System.Text.RegularExpressions;
using Distil.Generators.Tests.Docs;

namespace Distil.Package.Tests;

/// <summary>What a build says of a mistake, and of a compiler that is too old.</summary>
public sealed partial class MistakeTests(PackedDistil packed)
{
    /// <summary>One build for both: each costs seconds.</summary>
    [Fact]
    public async Task A_mistake_fails_the_build_where_it_is_made_and_an_old_compiler_is_named()
    {
        const string Right = "Process(string text) => text.Split";
        var sample = Page.Read("README.md").Code("sample");
        Assert.Contains(Right, sample, StringComparison.Ordinal);
        var mistaken = sample.Replace(Right, "Process(string txt) => txt.Split", StringComparison.Ordinal);
        var lines = mistaken.Split('\n');
        var line = Array.FindIndex(lines, text => text.Contains(" CountWords Words ", StringComparison.Ordinal));
        var column = lines[line].IndexOf("Words {", StringComparison.Ordinal);

        var folder = packed.NewFolder("Mistaken");
        await File.WriteAllTextAsync(Path.Combine(folder, "Mistaken.csproj"), FreshSolution.Project("net10.0").Replace("<TreatWarningsAsErrors>true", "<TreatWarningsAsErrors>false", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "Reviews.cs"), mistaken);
        var said = await packed.RunAsync(folder, "build", "-p:CompilerApiVersion=roslyn4.7", "-p:ErrorLog=mistakes.sarif%2cversion=2.1");

        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains(
            $"Reviews.cs({line + 1},{column + 1}): error DSTL0201: 'Words' needs the column 'txt' ('string'), and its rows have none; did you mean 'Text'?",
            said.Text,
            StringComparison.Ordinal);

        // The link of the message and that of the log lead to the rule's page.
        var link = Link().Match(said.Text).Groups["link"].Value;
        Assert.Equal(Repository.Read("docs/diagnostics/DSTL0201.md"), (await File.ReadAllTextAsync(new Uri(link).LocalPath)).ReplaceLineEndings("\n"));
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "mistakes.sarif")));
        var run = log.RootElement.GetProperty("runs")[0];
        var told = run.GetProperty("results").EnumerateArray().First(result => result.GetProperty("ruleId").GetString() == "DSTL0201");
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[told.GetProperty("ruleIndex").GetInt32()];
        Assert.Equal(link, rule.GetProperty("helpUri").GetString());
        Assert.Equal(["DSTL0201"], said.Lines.Select(text => text.Split(": error ") is [_, var error, ..] ? error.Split(':')[0] : null).OfType<string>().Distinct());
        Assert.Contains("Mistaken.csproj : warning DSTL9001: Distil's generator needs the C# compiler 4.8 or newer, and this build uses 4.7", said.Text, StringComparison.Ordinal);
    }

    /// <summary>In C# 10 and 11 generated code cannot be compiled, and that is told at the pipeline and not of that code.</summary>
    [Fact]
    public async Task An_older_language_is_told_at_the_pipeline()
    {
        const string Source = """
            [Source] public sealed class Numbers { public IEnumerable<int> Read() => Enumerable.Range(1, 3); }

            [Step] public sealed class Twice { public long Process(int numbers) => 2L * numbers; }

            [Pipeline] public sealed partial class Counting
            {
                Numbers All { get; } = new();
                [From(nameof(All))] Twice Doubled { get; } = new();
            }

            public static class Program
            {
                public static async Task Main() => Console.WriteLine((await new Counting().RunAsync()).Doubled.Count);
            }
            """;
        string[] versions = ["10", "11"];
        var folder = packed.NewFolder("Older");
        foreach (var version in versions)
        {
            var project = Directory.CreateDirectory(Path.Combine(folder, version)).FullName;
            await File.WriteAllTextAsync(
                Path.Combine(project, $"Older{version}.csproj"),
                FreshSolution.Project("net10.0", $"<OutputType>Exe</OutputType><LangVersion>{version}</LangVersion>"));
            await File.WriteAllTextAsync(Path.Combine(project, "Counting.cs"), Source.ReplaceLineEndings("\n"));
        }

        // One build for both.
        var projects = versions.Select(version => $"""<Project Path="{version}/Older{version}.csproj" />""");
        await File.WriteAllTextAsync(Path.Combine(folder, "Older.slnx"), $"<Solution>{string.Concat(projects)}</Solution>");
        var said = await packed.RunAsync(folder, "build", "Older.slnx");

        Assert.NotEqual(0, said.ExitCode);
        var errors = said.Lines.Where(text => text.Contains(": error ", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToList();
        var column = Source.Split('\n')[4].IndexOf("Counting", StringComparison.Ordinal) + 1;
        Assert.Equal(versions.Length, errors.Count);
        foreach (var (error, version) in errors.Zip(versions))
        {
            Assert.Contains(
                $"Counting.cs(5,{column}): error DSTL0022: The pipeline 'Counting' is compiled as C# {version}.0", error, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"error DSTL0201: .*\((?<link>file:[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Link();
}
