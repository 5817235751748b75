using System.Collections.Immutable;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators;

/// <summary>
/// In an assembly that is CLS-compliant the compiler warns of each attribute that is given an array. The attributes of a pipeline name
/// steps and columns so, and no other language reads them: of these nothing is to be said.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ArrayArgumentSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_rule = new(
        "DSTLS001", "CS3016", "The attributes of a pipeline are read when it is compiled, and by nothing else.");

    /// <inheritdoc />
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.Create(s_rule);

    /// <inheritdoc />
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && tree
                    .GetRoot(context.CancellationToken)
                    .FindNode(diagnostic.Location.SourceSpan)
                    .FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
                && context.GetSemanticModel(tree).GetTypeInfo(attribute, context.CancellationToken).Type is { } type
                && WellKnownTypes.IsDistil(type, type.Name))
            {
                context.ReportSuppression(Suppression.Create(s_rule, diagnostic));
            }
        }
    }
}
