using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Docs;

/// <summary>What holds of every page.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages => new(Repository.Pages);

    /// <summary>The pages of the rules show mistakes too, and have tests of their own.</summary>
    public static TheoryData<string> PagesOfRightCode => new(Repository.Pages.Where(page => !page.StartsWith("docs/diagnostics/", StringComparison.Ordinal)));

    /// <summary>A graph is that of the last pipeline above it.</summary>
    [Theory]
    [MemberData(nameof(PagesOfRightCode))]
    public async Task Its_code_compiles_and_breaks_no_rule_and_its_graphs_are_those_of_its_code(string path)
    {
        var page = Page.Read(path);
        var graph = "";
        for (var index = 0; index < page.Blocks.Count; index++)
        {
            var block = page.Blocks[index];
            if (block.Language == "mermaid")
            {
                Page.Verify(path, index, graph);
            }

            if (block.Language != "csharp")
            {
                continue;
            }

            var snippet = await Snippet.CompileAsync(page.Code(block));
            Assert.True(!snippet.Errors.Any(), $"{path}({block.Line}): {string.Join("\n", snippet.Errors)}");
            var found = snippet.Found.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info);
            Assert.True(!found.Any(), $"{path}({block.Line}): {string.Join("\n", found)}");
            if (Pipeline().Matches(block.Text).LastOrDefault() is { } pipeline)
            {
                graph = snippet.Mermaid(pipeline.Groups["name"].Value);
            }
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
            var isFolder = anchor.Length == 0 && Directory.Exists(Repository.FullPath(full));
            Assert.True(isFolder || File.Exists(Repository.FullPath(full)), $"{path}: there is no {target}");
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
