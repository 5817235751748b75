using System.Globalization;
using System.Text.RegularExpressions;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Docs;

/// <summary>Each rule has a page that shows the mistake, what is said of it, and the way out; all of it is compiled.</summary>
public sealed partial class DiagnosticPageTests
{
    private const string Folder = "docs/diagnostics/";

    /// <summary>Warnings of the package's build files: no compiler reports them.</summary>
    private const string OfTheBuild = "DSTL9";

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

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_help_link_leads_to_the_page(string id) => Assert.Equal(Folder + id + ".md", Rule(id).HelpLinkUri);

    [Fact]
    public void Rules_pages_release_rows_and_the_index_are_the_same()
    {
        var rules = DiagnosticCatalogue.All
            .Select(rule => $"{rule.Id} | {rule.DefaultSeverity} | {rule.Title.ToString(CultureInfo.InvariantCulture)}")
            .Order(StringComparer.Ordinal)
            .ToList();
        var released = ReleaseRow().Matches(Repository.Read("Generators/AnalyzerReleases.Unshipped.md") + Repository.Read("Generators/AnalyzerReleases.Shipped.md"));
        var listed = IndexRow().Matches(Repository.Read(Index));
        var pages = Directory.GetFiles(Repository.FullPath(Folder), "DSTL*.md")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(id => !id.StartsWith(OfTheBuild, StringComparison.Ordinal));
        Assert.Equal(rules, released.Select(Text));
        Assert.Equal(rules, listed.Select(Text));
        Assert.Equal(rules.Select(rule => rule[..8]), pages.Order(StringComparer.Ordinal));

        static string Text(Match row) => $"{row.Groups["id"]} | {row.Groups["severity"]} | {row.Groups["title"]}";
    }

    [Fact]
    public async Task The_steps_that_the_pages_share_break_no_rule()
    {
        var snippet = await Snippet.CompileAsync(Page.Read(Index).Code("steps"));
        Assert.Empty(snippet.Errors);
        Assert.Empty(snippet.Found);
    }

    private static Task<Snippet> CompileAsync(Page page, string section) => Snippet.CompileAsync(
        page.Code(page.Blocks.Single(block => block.Section == section && block.Language == "csharp")),
        Page.Read(Index).Code("steps"));

    private static DiagnosticDescriptor Rule(string id) => DiagnosticCatalogue.All.Single(rule => rule.Id == id);

    [GeneratedRegex(@"^(?<id>DSTL\d{4}) \| Distil \| (?<severity>\w+) \| (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();

    [GeneratedRegex(@"^\| \[(?<id>DSTL\d{4})\]\(\k<id>\.md\) \| (?<severity>\w+) \| (?<title>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex IndexRow();
}
