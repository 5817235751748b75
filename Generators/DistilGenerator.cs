using System.Text;
using Distil.Generators.Emission;
using Distil.Generators.Parsing;
using Distil.Generators.Parsing.Symbols;
using Distil.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators;

/// <summary>
/// Completes each <c>[Pipeline]</c> class with the members that run it. Mistakes are reported by <see cref="PipelineAnalyzer"/>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DistilGenerator : IIncrementalGenerator
{
    /// <summary>The step of the driver that gives the models, as tests of its caching name it.</summary>
    public const string PipelineModels = "Distil.PipelineModels";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // The driver asks again for every pipeline after every edit, since any file can change what a name means.
        var parsed = new ParsedModels();
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.Pipeline,
                static (node, _) => node is TypeDeclarationSyntax,
                (match, cancellationToken) => match.TargetSymbol is INamedTypeSymbol pipeline && IsFirst(match)
                    ? parsed.Parse(pipeline, match.SemanticModel.Compilation, cancellationToken)
                    : null)
            .WithTrackingName(PipelineModels);

        // Where the model equals the one before, nothing is planned or printed.
        context.RegisterSourceOutput(models, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource(model.HintName, SourceText.From(PipelineEmitter.Emit(Planner.Complete(model)), Encoding.UTF8));
            }
        });
    }

    /// <summary>An attribute on several parts of one class is the compiler's to report; the class is completed once.</summary>
    private static bool IsFirst(GeneratorAttributeSyntaxContext match)
    {
        var first = match.TargetSymbol.GetAttributes()
            .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, match.Attributes[0].AttributeClass))
            .Select(attribute => attribute.ApplicationSyntaxReference)
            .OfType<SyntaxReference>()
            .OrderBy(reference => reference.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(reference => reference.Span.Start)
            .FirstOrDefault();
        return first is null || (first.SyntaxTree == match.TargetNode.SyntaxTree && match.TargetNode.Span.Contains(first.Span));
    }
}
