using Distil.Generators.Tests.Docs;

namespace Distil.Package.Tests;

/// <summary>What a build says of a mistake, and of a compiler that is too old.</summary>
public sealed class MistakeTests(PackedDistil packed)
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
        var said = await packed.RunAsync(folder, "build", "-p:CompilerApiVersion=roslyn4.7");

        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains(
            $"Reviews.cs({line + 1},{column + 1}): error DSTL0201: 'Words' needs the column 'txt' ('string'), and its rows have none; did you mean 'Text'?",
            said.Text,
            StringComparison.Ordinal);
        Assert.Equal(["DSTL0201"], said.Lines.Select(text => text.Split(": error ") is [_, var error, ..] ? error.Split(':')[0] : null).OfType<string>().Distinct());
        Assert.Contains("Mistaken.csproj : warning DSTL9001: Distil's generator needs the C# compiler 4.8 or newer, and this build uses 4.7", said.Text, StringComparison.Ordinal);
    }
}
