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

/// <summary>Turns the symbol of a <c>[Pipeline]</c> class into the model that is printed, and finds what is wrong on the way.</summary>
internal static class PipelineParser
{
    /// <summary>The generator's look: what is wrong is the analyzer's to report.</summary>
    /// <returns>The model, not planned yet; null where no file can complete the class.</returns>
    public static PipelineModel? Parse(INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken) =>
        Parse(pipeline, compilation, new DiagnosticBag(), cancellationToken);

    public static PipelineModel? Parse(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken) =>
        ParseAlone(pipeline, compilation, bag, cancellationToken) is { } model
            ? model with { Hiding = InheritedMembers.HiddenBy(model, pipeline, compilation, cancellationToken) }
            : null;

    /// <summary>The model without what generated members hide, for which pipelines that this one derives from would be parsed.</summary>
    public static PipelineModel? ParseAlone(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken) =>
        Read(pipeline, compilation, bag, cancellationToken) is { CanBeCompleted: true } parsed
            ? ModelBuilder.Build(parsed.Context, parsed.Leaves, parsed.Json, parsed.JsonTypes, parsed.Clashes)
            : null;

    /// <summary>The analyzer's look, for which no model is made.</summary>
    public static void Check(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (Read(pipeline, compilation, bag, cancellationToken) is { } parsed && !bag.HasErrors)
        {
            OtherGenerators.Check(parsed.Context, cancellationToken);
        }
    }

    private static Parsed? Read(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        var context = new PipelineContext(pipeline, compilation, bag);
        if (!DeclarationParser.Check(context))
        {
            return null;
        }

        GeneratedCodeRules.CheckPipeline(context);
        ParseSteps(context, cancellationToken);
        RowBuilds.Share(context);
        var leaves = LeafParser.Parse(context);
        var certain = LeafParser.Certain(leaves, context);
        GeneratedCodeRules.CheckRows(certain, context);
        var json = JsonContext(context);
        var jsonTypes = FileChecks.Check(certain, json, context);
        FileNames.Check(certain, context);
        var clashes = ReservedNames.Check(leaves, context);
        UnusedColumns.Check(context);
        cancellationToken.ThrowIfCancellationRequested();
        return new Parsed(context, leaves, json, jsonTypes, clashes, DeclarationParser.CanBeCompleted(pipeline));
    }

    /// <summary>Reads the steps, their edges and the columns that flow along them.</summary>
    public static void ParseSteps(PipelineContext context, CancellationToken cancellationToken)
    {
        StepCollector.Collect(context, cancellationToken);
        EdgeParser.Parse(context);
        GraphChecks.Check(context);
        ColumnFlow.Run(context, cancellationToken);
        UnconnectedSteps.Check(context);
        context.Steps.ToList().ForEach(step => RouteParser.CheckWays(step, context));
    }

    private static INamedTypeSymbol? JsonContext(PipelineContext context)
    {
        var attribute = WellKnownTypes.Attribute(context.Pipeline, "Pipeline");
        return SettingsParser.Given(attribute, "Json")?.Value is INamedTypeSymbol type
            && !GeneratedCodeRules.ReportsFileLocal(type, context.Pipeline.Name, SourceLocations.OfSetting(attribute!, "Json"), context)
            ? type
            : null;
    }

    private sealed record Parsed(
        PipelineContext Context,
        IReadOnlyList<LeafShape> Leaves,
        INamedTypeSymbol? Json,
        EquatableArray<JsonTypeModel> JsonTypes,
        EquatableArray<string> Clashes,
        bool CanBeCompleted);
}
