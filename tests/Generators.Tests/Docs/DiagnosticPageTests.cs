using System.Globalization;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Docs;

/// <summary>Each rule has a page that shows the mistake, what is said of it, and the way out; all of it is compiled.</summary>
public sealed class DiagnosticPageTests
{
    private const string Folder = "docs/diagnostics/";

    private const string Index = Folder + "README.md";

    public static TheoryData<string> Ids => new(DiagnosticCatalogue.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_is_wrong_is_reported_and_nothing_else(string id)
    {
        var page = Page.Read(Folder + id + ".md");
        var snippet = await CompileAsync(page, "Wrong");
        Assert.True(!snippet.Errors.Any(), string.Join("\n", snippet.Errors));
        Assert.NotEmpty(snippet.Found);
        Assert.All(snippet.Found, diagnostic => Assert.Equal(id, diagnostic.Id));
        Page.Verify(page.Path, page.IndexOf("text"), string.Join("\n", snippet.Found.Select(Snippet.Shown)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_is_right_has_no_diagnostic(string id)
    {
        var snippet = await CompileAsync(Page.Read(Folder + id + ".md"), "Right");
        Assert.True(!snippet.Errors.Any(), string.Join("\n", snippet.Errors));
        Assert.True(snippet.Found.Count == 0, string.Join("\n", snippet.Found));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_its_rules_title_and_the_sections_of_all_pages(string id)
    {
        var page = Page.Read(Folder + id + ".md");
        Assert.Equal($"{id}: {Rule(id).Title.ToString(CultureInfo.InvariantCulture)}", page.Title);
        Assert.Equal(["Cause", "Wrong", "Right", "Why it matters"], page.Sections);
        Assert.Equal(["Wrong csharp", "Wrong text", "Right csharp"], page.Blocks.Select(block => block.Section + " " + block.Language));
    }

    [Fact]
    public async Task The_steps_that_the_pages_share_break_no_rule()
    {
        var snippet = await Snippet.CompileAsync(Page.Read(Index).Code("steps"));
        Assert.Empty(snippet.Errors);
        Assert.Empty(snippet.Found);
    }

    private static Task<Snippet> CompileAsync(Page page, string section)
    {
        var code = page.Code(page.Blocks.Single(block => block.Section == section && block.Language == "csharp"));

        // The shared steps are written in today's C#.
        return code.Contains("<LangVersion>", StringComparison.Ordinal)
            ? Snippet.CompileAsync(code)
            : Snippet.CompileAsync(code, Page.Read(Index).Code("steps"));
    }

    private static DiagnosticDescriptor Rule(string id) => DiagnosticCatalogue.All.Single(rule => rule.Id == id);
}
