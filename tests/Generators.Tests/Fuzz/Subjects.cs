using Distil.Generators.Tests.Diagnostics;
using Distil.Generators.Tests.Docs;
using Distil.Generators.Tests.Parsing;
using Distil.Generators.Tests.Snapshots;

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
            .Concat(Documentation())
            .Where(subject => !subject.Item2.Contains(StandIn, StringComparison.Ordinal))
            .Select(subject => (subject.Item1, Usings + subject.Item2)),
    ];

    /// <summary>The same, then the small ones of the rules' cases.</summary>
    public static IReadOnlyList<(string Name, string Source)> All { get; } =
        [.. Whole, .. RuleCases.All.Select((rule, index) => ($"right of case {index} ({rule.Id})", Usings + rule.Right + RuleCase.Steps))];

    /// <summary>What the snapshots are made of, so that a new snapshot is a subject too.</summary>
    private static IEnumerable<(string, string)> Snapshots() =>
        SnapshotPipelines.Names.Except(SnapshotPipelines.Wrong).Select(name => ($"snapshot {name}", SnapshotPipelines.Source(name)));

    private static IEnumerable<(string, string)> Documentation()
    {
        var page = Page.Read("docs/language.md");
        return page.Blocks
            .Where(block => block.Language == "csharp" && block.Text.Contains("[Pipeline", StringComparison.Ordinal))
            .Select(block => ($"{page.Path}, line {block.Line}", page.Code(block)));
    }
}
