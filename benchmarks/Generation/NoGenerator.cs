using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Benchmarks.Generation;

/// <summary>Finds every pipeline by its attribute, takes its name and prints nothing: what any generator that finds one costs.</summary>
internal sealed class NoGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.SyntaxProvider.ForAttributeWithMetadataName("Distil.PipelineAttribute", (_, _) => true, (match, _) => match.TargetSymbol.Name),
        (_, _) => { });
}

/// <summary>Looks at every type and at nothing in it: what any analyzer costs.</summary>
internal sealed class NoAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = new("NONE0001", "None", "None", "None", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(symbol => _ = symbol.Symbol.GetAttributes(), SymbolKind.NamedType);
    }
}
