using System.Collections.Immutable;
using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing;
using Distil.Generators.Parsing.Leaves;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators;

/// <summary>
/// Reports what is wrong with pipelines, steps and rows. It parses as the generator does; being an analyzer, its diagnostics obey
/// <c>#pragma</c> and <c>.editorconfig</c>, and no location has to be kept in a model.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PipelineAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = DiagnosticCatalogue.All;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterSymbolStartAction(StateRule.Register, SymbolKind.NamedType);
        NoLeafRule.Register(context);
        context.RegisterSymbolStartAction(CalledTypesRule.Register, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.GetAttributes().IsEmpty)
        {
            return;
        }

        var bag = new DiagnosticBag();
        if (WellKnownTypes.IsPipeline(type))
        {
            PipelineParser.Check(type, context.Compilation, bag, context.CancellationToken);
        }

        if (WellKnownTypes.IsRow(type))
        {
            RowProblems.ReportAtType(RowParser.Parse(type, context.Compilation), context.Compilation, bag);
        }

        if (StepKinds.IsStep(type))
        {
            var step = StepParser.ParseDeclaration(type, context.Compilation, bag);
            if (step is { Method: null })
            {
                bag.Extend(ShapeRules.NoStepMethod, fix => ScaffoldFix.Extend(fix, step, context.Compilation, context.CancellationToken));
            }
        }

        foreach (var diagnostic in bag.ToDiagnostics(context.Options))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }
}
