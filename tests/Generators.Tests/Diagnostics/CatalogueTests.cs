using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Distil.Generators.Diagnostics;
using Distil.Generators.Tests.Docs;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>No rule lacks anything: what describes it, its page, its release row, its cases.</summary>
public sealed partial class CatalogueTests
{
    private const string Folder = "docs/diagnostics/";

    /// <summary>Warnings of the package's build files: no compiler reports them.</summary>
    private const string OfTheBuild = "DSTL9";

    /// <summary>Every rule that is written down anywhere in the generator, listed in the catalogue or not.</summary>
    private static readonly IReadOnlyList<DiagnosticDescriptor> s_rules =
    [
        .. typeof(PipelineAnalyzer).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Ids => new(s_rules.Select(rule => rule.Id));

    /// <summary>
    /// The cases are those that <see cref="RuleTests"/> runs: what is reported and exactly where, that <c>#pragma</c> and
    /// <c>.editorconfig</c> work on it, and code on which it is silent.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_has_all_that_belongs_to_it(string id)
    {
        var rule = Assert.Single(s_rules, rule => rule.Id == id);
        Assert.Same(rule, Assert.Single(new PipelineAnalyzer().SupportedDiagnostics, supported => supported.Id == id));
        Assert.Matches("^DSTL0[0-4][0-9][0-9]$", id);
        Assert.Equal("Distil", rule.Category);
        Assert.NotEmpty(Text(rule.Title));
        Assert.NotEmpty(Text(rule.MessageFormat));
        Assert.NotEmpty(Text(rule.Description));
        Assert.True(rule.IsEnabledByDefault);
        Assert.DoesNotContain(WellKnownDiagnosticTags.NotConfigurable, rule.CustomTags);

        Assert.Equal($"{Folder}{id}.md", rule.HelpLinkUri);
        Assert.True(File.Exists(Repository.FullPath(rule.HelpLinkUri)), rule.HelpLinkUri + " is missing.");
        var release = Assert.Single(Releases(), row => row.Id == id);
        Assert.Equal((rule.DefaultSeverity.ToString(), Text(rule.Title)), (release.Severity, release.Title));

        var cases = RuleCases.Of(id).ToList();
        Assert.True(cases.Count > 0, $"{id} has no case: add one that shows where it is reported and where it is not.");
        Assert.All(cases, example => Assert.NotEmpty(AnalyzerHarness.Unmark(example.Wrong).Spans));
        Assert.All(cases, example => Assert.Empty(AnalyzerHarness.Unmark(example.Right).Spans));
    }

    [Fact]
    public void Every_case_is_of_a_rule() =>
        Assert.All(RuleCases.All, example => Assert.Contains(s_rules, rule => rule.Id == example.Id));

    /// <summary>The tables of the index are what the release files say, one a band.</summary>
    [Fact]
    public void The_index_is_made_of_the_release_rows()
    {
        var bands = Releases().GroupBy(row => row.Id[5]).OrderBy(band => band.Key).ToList();
        var lines = Repository.Read(Folder + "README.md").Split('\n').ToList();
        var tables = lines.Select((line, index) => (line, index)).Where(pair => pair.line == "| rule | severity | title |").Select(pair => pair.index).ToList();
        Assert.Equal(bands.Count, tables.Count);
        for (var band = bands.Count - 1; band >= 0; band--)
        {
            var first = tables[band] + 2;
            var count = lines.Skip(first).TakeWhile(line => line.StartsWith('|')).Count();
            lines.RemoveRange(first, count);
            lines.InsertRange(first, bands[band].OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => $"| [{row.Id}]({row.Id}.md) | {row.Severity} | {row.Title} |"));
        }

        var made = string.Join("\n", lines);
        if (Environment.GetEnvironmentVariable("DISTIL_ACCEPT") == "1")
        {
            File.WriteAllText(Repository.FullPath(Folder + "README.md"), made);
        }

        Assert.True(
            made == Repository.Read(Folder + "README.md"), $"{Folder}README.md is not that of the release files. Run again with DISTIL_ACCEPT=1.");
    }

    [Fact]
    public void Every_page_and_every_release_row_is_of_a_rule()
    {
        var ids = s_rules.Select(rule => rule.Id).ToList();
        var pages = Directory.GetFiles(Repository.FullPath(Folder), "DSTL*.md").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(id => !id.StartsWith(OfTheBuild, StringComparison.Ordinal));
        Assert.Equal(ids, pages.Order(StringComparer.Ordinal));
        Assert.Equal(ids, Releases().Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Id, string Severity, string Title)> Releases() => ReleaseRow()
        .Matches(Repository.Read("Generators/AnalyzerReleases.Shipped.md") + "\n" + Repository.Read("Generators/AnalyzerReleases.Unshipped.md"))
        .Select(row => (row.Groups["id"].Value, row.Groups["severity"].Value, row.Groups["title"].Value));

    private static string Text(LocalizableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<id>DSTL\d{4}) \| Distil \| (?<severity>\w+) \| (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
