using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Planning;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>Turns the symbol of a <c>[Pipeline]</c> class into the model that is printed, and finds what is wrong on the way.</summary>
internal static class PipelineParser
{
    /// <param name="bag">Takes up what is wrong; the generator throws it away, the analyzer reports it.</param>
    /// <returns>Null where no file can complete the class.</returns>
    public static PipelineModel? Parse(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        var context = new PipelineContext(pipeline, compilation, bag);
        if (!DeclarationParser.Check(context))
        {
            return null;
        }

        ParseSteps(context, cancellationToken);
        var leaves = LeafParser.Parse(context);
        var json = JsonContext(context);
        var jsonTypes = FileChecks.Check(leaves, json, context);
        var areNamesFree = ReservedNames.Check(leaves, context);
        UnusedColumns.Check(context);
        cancellationToken.ThrowIfCancellationRequested();
        return areNamesFree && DeclarationParser.CanBeCompleted(pipeline) ? ModelBuilder.Build(context, leaves, json, jsonTypes) : null;
    }

    /// <summary>Reads the steps, their edges and the columns that flow along them.</summary>
    public static void ParseSteps(PipelineContext context, CancellationToken cancellationToken)
    {
        StepCollector.Collect(context, cancellationToken);
        EdgeParser.Parse(context);
        GraphChecks.Check(context);
        ColumnFlow.Run(context, cancellationToken);
        UnconnectedSteps.Check(context);
    }

    private static INamedTypeSymbol? JsonContext(PipelineContext context)
    {
        var attribute = WellKnownTypes.Attribute(context.Pipeline, "Pipeline");
        return SettingsParser.Given(attribute, "Json")?.Value as INamedTypeSymbol;
    }
}
