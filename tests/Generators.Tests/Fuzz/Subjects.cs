using Distil.Generators.Tests.Diagnostics;
using Distil.Generators.Tests.Docs;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
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

    /// <summary>Whole pipelines, by a name that tells where each is from.</summary>
    public static IReadOnlyList<(string Name, string Source)> Whole { get; } =
    [
        .. new[] { ("golden sample", GoldenSample.Source) }
            .Concat(Snapshots())
            .Concat(Documentation())
            .Select(subject => (subject.Item1, Usings + subject.Item2)),
    ];

    /// <summary>The same, then the small ones of the rules' cases.</summary>
    public static IReadOnlyList<(string Name, string Source)> All { get; } =
        [.. Whole, .. RuleCases.All.Select((rule, index) => ($"right of case {index} ({rule.Id})", Usings + rule.Right + RuleCase.Steps))];

    /// <summary>The sources that stand in the snapshot tests, read out of their text, so that a new snapshot is a subject too.</summary>
    private static IEnumerable<(string, string)> Snapshots() =>
        from path in Directory.GetFiles(Repository.FullPath("tests/Generators.Tests/Snapshots"), "*.cs").Order(StringComparer.Ordinal)
        where !path.EndsWith(".verified.cs", StringComparison.Ordinal)
        from literal in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
        where literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText.Contains("[Pipeline", StringComparison.Ordinal)
            && !literal.Token.ValueText.Contains("class Broken", StringComparison.Ordinal)
        select ($"{Path.GetFileName(path)}, line {literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1}", literal.Token.ValueText);

    private static IEnumerable<(string, string)> Documentation()
    {
        var page = Page.Read("docs/language.md");
        return page.Blocks
            .Where(block => block.Language == "csharp" && block.Text.Contains("[Pipeline", StringComparison.Ordinal))
            .Select(block => ($"{page.Path}, line {block.Line}", page.Code(block)));
    }
}
