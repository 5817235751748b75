using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>Turns the symbol of a <c>[Pipeline]</c> class into the model that is printed, and reports what is wrong.</summary>
internal static class PipelineParser
{
    /// <summary>Parses for the generator, which discards the diagnostics: the analyzer reports them.</summary>
    /// <returns>The model, not planned yet; null where no file can complete the class.</returns>
    public static PipelineModel? Parse(INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken) =>
        Parse(pipeline, compilation, new DiagnosticBag(), cancellationToken);

    public static PipelineModel? Parse(
        INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken) =>
        PipelineReader.Model(pipeline, compilation, bag, cancellationToken) is { } model
            ? model with { Hiding = InheritedMembers.HiddenBy(model, pipeline, compilation, cancellationToken) }
            : null;

    /// <summary>Parses for the analyzer, which needs no model.</summary>
    public static void Check(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (PipelineReader.Read(pipeline, compilation, bag, cancellationToken) is { } parsed && !bag.HasErrors)
        {
            OtherGenerators.Check(parsed.Context, cancellationToken);
        }
    }
}
