using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Columns;
using Distil.Generators.Parsing.Edges;
using Distil.Generators.Parsing.Leaves;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>What was read of a pipeline's class.</summary>
/// <param name="CanBeCompleted">A file can be added that completes the class.</param>
internal sealed record ReadPipeline(
    PipelineContext Context,
    IReadOnlyList<LeafShape> Leaves,
    INamedTypeSymbol? Json,
    EquatableArray<JsonTypeModel> JsonTypes,
    EquatableArray<string> Clashes,
    bool CanBeCompleted);

/// <summary>Reads a pipeline's class by itself: its steps, edges, columns and data sets.</summary>
internal static class PipelineReader
{
    /// <summary>The model without what generated members hide, for which pipelines that this one derives from would be parsed.</summary>
    public static PipelineModel? Model(
        INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken) =>
        Read(pipeline, compilation, bag, cancellationToken) is { CanBeCompleted: true } parsed
            ? ModelBuilder.Build(parsed.Context, parsed.Leaves, parsed.Json, parsed.JsonTypes, parsed.Clashes)
            : null;

    /// <summary>Reads the class and finds what is wrong with it; null: it can be no pipeline.</summary>
    public static ReadPipeline? Read(
        INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        var context = new PipelineContext(pipeline, compilation, bag);
        if (!DeclarationParser.Check(context))
        {
            return null;
        }

        GeneratedCodeRules.CheckPipeline(context);
        ReadSteps(context, cancellationToken);
        RowBuilds.Share(context);
        var leaves = LeafParser.Parse(context);
        var certain = LeafParser.Certain(leaves, context);
        ObsoleteRows.Check(certain, context);
        var json = JsonContext(context);
        var jsonTypes = FileChecks.Check(certain, json, context);
        FileNames.Check(certain, context);
        var clashes = ReservedNames.Check(leaves, context);
        CreationRules.Check(context);
        UnusedColumns.Check(context);
        cancellationToken.ThrowIfCancellationRequested();
        return new ReadPipeline(context, leaves, json, jsonTypes, clashes, DeclarationParser.CanBeCompleted(pipeline));
    }

    /// <summary>Reads the steps, their edges and the columns that flow along them.</summary>
    public static void ReadSteps(PipelineContext context, CancellationToken cancellationToken)
    {
        StepCollector.Collect(context, cancellationToken);
        EdgeParser.Parse(context);
        GraphChecks.Check(context);
        ColumnFlow.Run(context, cancellationToken);
        UnconnectedSteps.Check(context);
        context.Steps.ToList().ForEach(step => RouteParser.CheckRoutes(step, context));
    }

    private static INamedTypeSymbol? JsonContext(PipelineContext context)
    {
        var attribute = WellKnownTypes.Attribute(context.Pipeline, "Pipeline");
        return NamedArguments.Find(attribute, "Json")?.Value is INamedTypeSymbol type
            && !GeneratedCodeRules.ReportsFileLocal(type, context.Pipeline.Name, SourceLocations.OfSetting(attribute!, "Json"), context)
            ? type
            : null;
    }
}
