namespace Distil.Package.Tests;

/// <summary>The package in projects that know nothing of this repository.</summary>
public sealed class FreshSolutionTests(FreshSolution fresh) : IClassFixture<FreshSolution>
{
    private static readonly string[] s_assemblies =
        ["Golden/obj/Release/net10.0/Golden.dll", "Library/obj/Release/net8.0/Library.dll", "App/obj/Release/net10.0/App.dll"];

    [Fact]
    public void It_builds_without_a_warning()
    {
        fresh.Built.Succeeded();
        Assert.Contains("0 Warning(s)", fresh.Built.Lines);
        Assert.DoesNotContain("DSTL", fresh.Built.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_golden_sample_is_a_program_as_it_stands()
    {
        fresh.Built.Succeeded();
        await File.WriteAllLinesAsync(Path.Combine(fresh.Folder, "Golden", "prompts.txt"), ["Say hello", "Explain why the sky is blue, and why the evening sky is red", "No"]);
        var said = (await fresh.RunAsync("Golden")).Succeeded();
        Assert.Equal(["2: Say hello", "1: Explain why the sky is blue, and why the evening sky is red"], said.Lines);
        Assert.True(File.Exists(Path.Combine(fresh.Folder, "Golden", "runs", "preferences", "README.md")));
    }

    /// <summary>Both in one program: side by side, with steps, rows and a runtime parameter of a compiled assembly, and a friend's pipeline.</summary>
    [Fact]
    public async Task The_readmes_sample_runs_beside_a_pipeline_of_another_assemblys_steps()
    {
        fresh.Built.Succeeded();
        var said = (await fresh.RunAsync("App")).Succeeded();
        Assert.Equal(FreshSources.Output, said.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_second_build_compiles_nothing()
    {
        fresh.Built.Succeeded();
        var before = Written();
        (await fresh.BuildAsync()).Succeeded();
        Assert.Equal(before, Written());

        List<DateTime> Written() => [.. s_assemblies.Select(name => File.GetLastWriteTimeUtc(Path.Combine(fresh.Folder, name)))];
    }
}
