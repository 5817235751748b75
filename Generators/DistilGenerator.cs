using System.Text;
using Distil.Generators.Diagnostics;
using Distil.Generators.Emission;
using Distil.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators;

/// <summary>Completes each <c>[Pipeline]</c> class with the members that run it. Mistakes are reported by <see cref="PipelineAnalyzer"/>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DistilGenerator : IIncrementalGenerator
{
    /// <summary>The step of the driver that gives the models, as tests of its caching name it.</summary>
    public const string PipelineModels = "Distil.PipelineModels";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.Pipeline,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, cancellationToken) => match.TargetSymbol is INamedTypeSymbol pipeline
                    ? PipelineParser.Parse(pipeline, match.SemanticModel.Compilation, new DiagnosticBag(), cancellationToken)
                    : null)
            .WithTrackingName(PipelineModels);

        context.RegisterSourceOutput(models, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource(model.HintName, SourceText.From(PipelineEmitter.Emit(model), Encoding.UTF8));
            }
        });
    }
}
