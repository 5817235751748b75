using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Docs;

/// <summary>What holds of every page.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages => new(Repository.Pages);

    /// <summary>The pages of the rules show mistakes too, and have tests of their own.</summary>
    public static TheoryData<string> PagesOfRightCode => new(Repository.Pages.Where(page => !page.StartsWith("docs/diagnostics/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(PagesOfRightCode))]
    public async Task Its_code_compiles_and_breaks_no_rule(string path)
    {
        var page = Page.Read(path);
        foreach (var block in page.Blocks.Where(block => block.Language == "csharp"))
        {
            var snippet = await Snippet.CompileAsync(page.Code(block));
            Assert.True(!snippet.Errors.Any(), $"{path}({block.Line}): {string.Join("\n", snippet.Errors)}");
            var found = snippet.Found.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info);
            Assert.True(!found.Any(), $"{path}({block.Line}): {string.Join("\n", found)}");
        }
    }

    /// <summary>A graph follows the block of code that declares its pipeline, the last one there.</summary>
    [Theory]
    [MemberData(nameof(PagesOfRightCode))]
    public async Task Its_graphs_are_those_of_its_code(string path)
    {
        for (var graph = 0; ; graph++)
        {
            var page = Page.Read(path);
            var drawn = page.Blocks.Where(block => block.Language == "mermaid").Skip(graph).FirstOrDefault();
            if (drawn is null)
            {
                return;
            }

            var code = page.Blocks.Last(block => block.Language == "csharp" && block.Line < drawn.Line && Pipeline().IsMatch(block.Text));
            var pipeline = Pipeline().Matches(code.Text)[^1].Groups["name"].Value;
            Page.Verify(path, block => block == drawn || (block.Line == drawn.Line && block.Language == "mermaid"), (await Snippet.CompileAsync(page.Code(code))).Mermaid(pipeline));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_links_lead_somewhere(string path)
    {
        foreach (Match link in Link().Matches(WithoutCode(Repository.Read(path))))
        {
            var target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var (file, anchor) = target.IndexOf('#') is var hash and >= 0 ? (target[..hash], target[(hash + 1)..]) : (target, "");
            var full = file.Length == 0 ? path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, file));
            Assert.True(File.Exists(Repository.FullPath(full)), $"{path}: there is no {target}");
            Assert.True(anchor.Length == 0 || Anchors(Repository.Read(full)).Contains(anchor), $"{path}: {full} has no heading #{anchor}");
        }
    }

    private static IEnumerable<string> Anchors(string text) => WithoutCode(text).Split('\n')
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\[Pipeline[^\]]*\]\s*(public|internal) sealed partial class (?<name>\w+)")]
    private static partial Regex Pipeline();

    [GeneratedRegex(@"(?<!`)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
