using System.Xml.Linq;
using Distil.Generators.Diagnostics;

namespace Distil.Generators.Tests.Docs;

public sealed class ReadmeTests
{
    private const string Readme = "README.md";

    [Fact]
    public void The_sample_is_short()
    {
        var page = Page.Read(Readme);
        Assert.InRange(page.Blocks.Where(block => block.Language == "csharp" && block.Section.Length == 0).Sum(block => block.Text.Split('\n').Length), 1, 25);
    }

    [Fact]
    public async Task The_sample_has_no_diagnostic_not_even_a_hint()
    {
        var snippet = await Snippet.CompileAsync(Page.Read(Readme).Code("run"));
        Assert.Empty(snippet.Errors);
        Assert.Empty(snippet.Found);
    }

    [Fact]
    public async Task The_compiler_says_what_the_readme_says_that_it_does()
    {
        const string Right = "Process(string text) => text.Split";
        var sample = Page.Read(Readme).Code("sample");
        Assert.Contains(Right, sample, StringComparison.Ordinal);
        var mistaken = sample.Replace(Right, "Process(string txt) => txt.Split", StringComparison.Ordinal);
        var snippet = await Snippet.CompileAsync(mistaken);
        Assert.Empty(snippet.Errors);
        Page.Verify(Readme, Page.Read(Readme).IndexOf("text"), Snippet.Shown(Assert.Single(snippet.Found)));
    }

    [Fact]
    public void It_counts_the_rules() =>
        Assert.Contains($"[{DiagnosticCatalogue.All.Length} such rules](docs/diagnostics/README.md)", Repository.Read(Readme), StringComparison.Ordinal);

    [Fact]
    public void A_project_refers_to_the_package_that_is_made_here()
    {
        var reference = Page.Read(Readme).Blocks.Single(block => block.Language == "xml").Text;
        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Equal($"<PackageReference Include=\"Distil\" Version=\"{version}\" />", reference);
    }

    [Fact]
    public void Its_commands_are_these_and_name_what_is_there()
    {
        var commands = Page.Read(Readme).Blocks.Where(block => block.Language == "bash").Select(block => block.Text);
        Assert.Equal(
            [
                "dotnet run -c Release --project samples/ApiDocs",
                "dotnet test -c Release --solution tests/Distil.Tests.slnf",
                "dotnet build -c Release samples/Answers\n"
                    + "dotnet samples/Answers/bin/Release/net10.0/Answers.dll & sleep 5; kill -9 $!\n"
                    + "dotnet samples/Answers/bin/Release/net10.0/Answers.dll",
                "dotnet pack Runtime/Core/Distil.Runtime.csproj -c Release -o artifacts\ndotnet nuget add source \"$PWD/artifacts\" --name distil",
            ],
            commands);
        Assert.True(File.Exists(Repository.FullPath("samples/ApiDocs/ApiDocs.csproj")));
        Assert.True(File.Exists(Repository.FullPath("samples/Answers/Answers.csproj")));
        Assert.True(File.Exists(Repository.FullPath("tests/Distil.Tests.slnf")));
        Assert.True(File.Exists(Repository.FullPath("Runtime/Core/Distil.Runtime.csproj")));
    }
}
