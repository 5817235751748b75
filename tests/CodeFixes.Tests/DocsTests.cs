using System.Text.RegularExpressions;
using Distil.CodeFixes.Tests.Harness;
using Distil.Generators;

namespace Distil.CodeFixes.Tests;

/// <summary>What the pages of the rules say of code fixes is what there is.</summary>
public sealed partial class DocsTests
{
    private static readonly string s_folder = Path.Combine(Root(), "docs", "diagnostics");

    [Fact]
    public void The_page_of_each_rule_that_has_a_fix_says_so_and_no_other()
    {
        var fixable = CodeFix.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal);
        var said = Directory.GetFiles(s_folder, "DSTL*.md")
            .Where(path => Line().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);
        Assert.Equal(fixable, said);
    }

    [Fact]
    public void Every_rule_that_a_fix_names_exists()
    {
        var rules = new PipelineAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(CodeFix.Providers.SelectMany(provider => provider.FixableDiagnosticIds), id => Assert.Contains(id, rules));
    }

    [Fact]
    public void Every_fix_can_be_made_everywhere_at_once() =>
        Assert.All(CodeFix.Providers, provider => Assert.NotNull(provider.GetFixAllProvider()));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Distil.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Distil.sln is not above the tests.");
        }

        return folder;
    }

    [GeneratedRegex("^Code fix: ", RegexOptions.Multiline)]
    private static partial Regex Line();
}
