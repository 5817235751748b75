using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>The kinds of steps: the attribute of each and the names that its method can have.</summary>
internal static class StepKinds
{
    private static readonly (StepKind Kind, string Attribute)[] s_kinds =
    [
        (StepKind.Source, "SourceAttribute"), (StepKind.Step, "StepAttribute"), (StepKind.Filter, "FilterAttribute"),
        (StepKind.Expand, "ExpandAttribute"), (StepKind.Router, "RouterAttribute"), (StepKind.Sink, "SinkAttribute"),
    ];

    /// <summary>The names of the attributes, without namespace.</summary>
    public static IEnumerable<string> AttributeNames => s_kinds.Select(static kind => kind.Attribute);

    /// <summary>The attributes on the class or property that say a kind.</summary>
    public static IReadOnlyList<(StepKind Kind, AttributeData Attribute)> Of(ISymbol symbol)
    {
        var found = new List<(StepKind, AttributeData)>();
        foreach (var attribute in symbol.GetAttributes())
        {
            foreach (var (kind, name) in s_kinds)
            {
                if (WellKnownTypes.IsDistil(attribute.AttributeClass, name))
                {
                    found.Add((kind, attribute));
                }
            }
        }

        return found;
    }

    /// <summary>Whether the type is a step class; <c>Pass</c> is one whatever its attribute.</summary>
    public static bool IsStep(ITypeSymbol type) => WellKnownTypes.IsPass(type) || (type is INamedTypeSymbol && Of(type).Count > 0);

    /// <summary>The names of the kind's methods without <c>Async</c>.</summary>
    public static IReadOnlyList<(string Name, MethodForm Form)> Methods(StepKind kind) => kind switch
    {
        StepKind.Source => [("Read", MethodForm.Read)],
        StepKind.Step => [("Process", MethodForm.Row), ("ProcessBatch", MethodForm.Batch), ("ProcessAll", MethodForm.All)],
        StepKind.Filter => [("Keep", MethodForm.Row), ("KeepBatch", MethodForm.Batch), ("KeepAll", MethodForm.All)],
        StepKind.Expand => [("Expand", MethodForm.Row)],
        StepKind.Router => [("Route", MethodForm.Row), ("RouteBatch", MethodForm.Batch)],
        StepKind.Sink => [("Write", MethodForm.Row), ("WriteBatch", MethodForm.Batch)],
        _ => [],
    };

    /// <summary>The kind with its article, as a message says it.</summary>
    public static string Describe(StepKind kind) => kind switch
    {
        StepKind.Source => "a source",
        StepKind.Filter => "a filter",
        StepKind.Expand => "an expand",
        StepKind.Router => "a router",
        StepKind.Sink => "a sink",
        StepKind.Pass => "a pass",
        _ => "a step",
    };

    /// <summary>The kind with its article, and with the form of the method if it takes batches or all rows.</summary>
    public static string Describe(StepShape shape) => shape.Form switch
    {
        MethodForm.All => "a global step",
        MethodForm.Batch => "a batch " + Describe(shape.Kind).Split(' ')[1],
        _ => Describe(shape.Kind),
    };
}
