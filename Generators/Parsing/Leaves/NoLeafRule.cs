using System.Collections.Immutable;
using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>Reports why a result has no property for a step: other steps read it, or it is a sink.</summary>
internal static class NoLeafRule
{
    private static readonly HashSet<string> s_edges = new(StringComparer.Ordinal) { "FromAttribute", "MergeAttribute", "ZipAttribute" };

    public static void Register(AnalysisContext context) => context.RegisterOperationAction(Analyze, OperationKind.Invalid);

    private static void Analyze(OperationAnalysisContext context)
    {
        if (context.Operation.Syntax is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access
            || context.Operation.ChildOperations.FirstOrDefault()?.Type is not INamedTypeSymbol { ContainingType: { } pipeline } result
            || !WellKnownTypes.IsPipeline(pipeline)
            || !GeneratedTypes.IsGenerated(result)
            || !WellKnownTypes.IsDistil(result.BaseType, "PipelineResult")
            || pipeline.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is not { } step
            || !StepKinds.IsStep(step.Type))
        {
            return;
        }

        var readers = pipeline.GetMembers().OfType<IPropertySymbol>()
            .Where(reader => Reads(reader, name))
            .Select(reader => $"'{reader.Name}'")
            .ToList();
        context.ReportDiagnostic(Diagnostic.Create(
            ColumnRules.NoLeaf.Linked(context.Options),
            access.Name.GetLocation(),
            SourceLocations.Of(step, context.Compilation) is { } location ? [location] : [],
            name,
            readers.Count > 0
                ? $"{string.Join(" and ", readers)} read{(readers.Count == 1 ? "s" : "")} its rows; "
                    + $"for a data set of them, add '[From(nameof({name}))] Pass {name}Rows {{ get; }} = new();'"
                : "it is a sink, from which no rows leave"));
    }

    private static bool Reads(IPropertySymbol reader, string name) => reader.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } type && s_edges.Contains(type.Name) && WellKnownTypes.IsDistil(type, type.Name))
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : ImmutableArray.Create(argument))
        .Any(argument => argument.Value as string == name);
}
