using Distil.Generators.Tests.Diagnostics;
using Distil.Generators.Tests.Docs;
using Distil.Generators.Tests.Parsing;
using Distil.Generators.Tests.Snapshots;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Tests.Fuzz;

/// <summary>Pipelines that are right: the golden sample, what the snapshots are made of, the documentation's, and the right side of every rule's cases.</summary>
internal static class Subjects
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.IO;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using Distil;

        """;

    /// <summary>Written by hand for what the serializer's generator would add: broken, it breaks what relies on that generator.</summary>
    private const string StandIn = "JsonTypeInfo<";

    /// <summary>Whole pipelines, by a name that tells where each is from.</summary>
    public static IReadOnlyList<(string Name, string Source)> Whole { get; } =
    [
        .. new[] { ("golden sample", GoldenSample.Source) }
            .Concat(Snapshots())
            .Concat(Documentation().Select(block => (block.Name, block.Code)))
            .Where(subject => !subject.Item2.Contains(StandIn, StringComparison.Ordinal))
            .Select(subject => (subject.Item1, Usings + subject.Item2)),
    ];

    /// <summary>The same, then the small ones of the rules' cases.</summary>
    public static IReadOnlyList<(string Name, string Source)> All { get; } =
        [.. Whole, .. RuleCases.All.Select((rule, index) => ($"right of case {index} ({rule.Id})", Usings + rule.Right + RuleCase.Steps))];

    /// <summary>
    /// All that is shown to a user as right, each with the names of the types that it is about: the golden sample, the README's, those of the
    /// language, the right side of each rule's page, and a sample. Of the other sample another generator makes a part.
    /// </summary>
    public static IReadOnlyList<(string Name, string Source, IReadOnlySet<string> Own)> Documented { get; } =
    [
        .. new[]
            {
                ("golden sample", GoldenSample.Source, GoldenSample.Source),
                ("README.md", Page.Read("README.md").Code("sample"), Page.Read("README.md").Code("sample")),
                ("samples/ApiDocs", Sample("samples/ApiDocs"), Sample("samples/ApiDocs")),
            }
            .Concat(Documentation().Select(block => (block.Name, block.Code, block.Own)))
            .Concat(Right())
            .Where(subject => !subject.Item2.Contains(StandIn, StringComparison.Ordinal))
            .Select(subject => (subject.Item1, Usings + subject.Item2, Types(subject.Item3))),
    ];

    private static IEnumerable<(string Name, string Code, string Own)> Right()
    {
        var steps = Page.Read("docs/diagnostics/README.md").Code("steps");
        foreach (var path in Repository.Pages.Where(path => Path.GetFileName(path).StartsWith("DSTL0", StringComparison.Ordinal)))
        {
            var page = Page.Read(path);
            var block = page.Blocks.Single(block => block is { Section: "Right", Language: "csharp" });
            yield return (path, page.Code(block) + "\n" + steps, block.Text);
        }
    }

    private static IReadOnlySet<string> Types(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes()
        .OfType<TypeDeclarationSyntax>().Select(type => type.Identifier.Text).ToHashSet(StringComparer.Ordinal);

    /// <summary>The files of a sample, but for the program, as one.</summary>
    private static string Sample(string folder)
    {
        var lines = Directory.GetFiles(Repository.FullPath(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("Program.cs", StringComparison.Ordinal) && !path.Contains("Console", StringComparison.Ordinal)
                && !Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadAllLines)
            .ToList();
        bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal);
        bool IsNamespace(string line) => line.StartsWith("namespace ", StringComparison.Ordinal);
        return string.Join("\n", lines.Where(IsUsing).Distinct().Concat(lines.Where(IsNamespace).Distinct()).Concat(lines.Where(line => !IsUsing(line) && !IsNamespace(line))));
    }

    /// <summary>What the snapshots are made of, so that a new snapshot is a subject too.</summary>
    private static IEnumerable<(string, string)> Snapshots() =>
        SnapshotPipelines.Names.Except(SnapshotPipelines.Wrong).Select(name => ($"snapshot {name}", SnapshotPipelines.Source(name)));

    private static IEnumerable<(string Name, string Code, string Own)> Documentation()
    {
        var page = Page.Read("docs/language.md");
        return page.Blocks
            .Where(block => block.Language == "csharp" && block.Text.Contains("[Pipeline", StringComparison.Ordinal))
            .Select(block => ($"{page.Path}, line {block.Line}", page.Code(block), block.Text));
    }
}
