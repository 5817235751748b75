using Microsoft.CodeAnalysis;

namespace Distil.Generators.Diagnostics;

/// <summary>Rules about the steps' edges: DSTL0101 to DSTL0199.</summary>
internal static class GraphRules
{
    public static readonly DiagnosticDescriptor UnknownStep = new(
        "DSTL0101",
        "An edge names a step",
        "'{0}' reads '{1}', which is no step of this pipeline{2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The names in [From], [Merge] and [Zip] are names of properties of the same pipeline. Write them with nameof.",
        Rule.HelpLink("DSTL0101"));

    public static readonly DiagnosticDescriptor EdgeToItself = new(
        "DSTL0102",
        "A step does not read itself",
        "'{0}' reads its own rows",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A graph has a direction: a step reads steps that come before it.",
        Rule.HelpLink("DSTL0102"));

    public static readonly DiagnosticDescriptor Cycle = new(
        "DSTL0103",
        "Steps do not read each other in a circle",
        "'{0}' reads, in the end, its own rows: {1}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A graph with a circle has no step that could begin.",
        Rule.HelpLink("DSTL0103"));

    public static readonly DiagnosticDescriptor NotConnected = new(
        "DSTL0104",
        "A step that is no source has an edge",
        "'{0}' is no source and reads no step; expected [From], [Merge] or [Zip]",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only a source makes rows from nothing.",
        Rule.HelpLink("DSTL0104"));

    public static readonly DiagnosticDescriptor SourceWithEdge = new(
        "DSTL0105",
        "A source has no edge",
        "'{0}' is a source and cannot read the rows of '{1}'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A source reads from outside. A step that makes rows from rows is an [Expand], or a global step with NewRows.",
        Rule.HelpLink("DSTL0105"));

    public static readonly DiagnosticDescriptor EdgeTwice = new(
        "DSTL0106",
        "An edge is declared once",
        "'{0}' reads '{1}' twice",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A row comes to a step once. Several routes of one router are several [From] with different 'When'.",
        Rule.HelpLink("DSTL0106"));

    public static readonly DiagnosticDescriptor SeveralEdges = new(
        "DSTL0107",
        "A step has one edge attribute",
        "'{0}' has several edges, {1}; expected one attribute, or several [From] of one router with different 'When'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "How rows of several steps become one stream is said by one attribute: [From(a, b)] joins, [Merge] unites, [Zip] pairs.",
        Rule.HelpLink("DSTL0107"));

    public static readonly DiagnosticDescriptor ReadsSink = new(
        "DSTL0108",
        "A sink's rows are not read",
        "'{0}' reads '{1}', a sink, in which the rows end",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Read the step before the sink; several steps may read one.",
        Rule.HelpLink("DSTL0108"));

    public static readonly DiagnosticDescriptor TooFewBranches = new(
        "DSTL0109",
        "A merge or zip has two steps",
        "[{1}] on '{0}' names {2}; expected at least two steps",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A merge or zip of one step is [From].",
        Rule.HelpLink("DSTL0109"));

    public static readonly DiagnosticDescriptor LeafOnNoLeaf = new(
        "DSTL0110",
        "A leaf type is given to a leaf",
        "'{0}' has [Leaf] and is no leaf: {1}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A leaf is a step that nothing reads and that is no sink; its rows are a data set.",
        Rule.HelpLink("DSTL0110"));
}
