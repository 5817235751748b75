using Distil.Generators.Model;
using Distil.Generators.Parsing.Rows;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>The parameters of a pipeline's primary constructor.</summary>
internal static class ConstructorParameters
{
    /// <summary>All of them; none where the class has no such constructor.</summary>
    public static IEnumerable<IParameterSymbol> Of(INamedTypeSymbol pipeline) => pipeline.InstanceConstructors
        .Where(IsPrimary)
        .SelectMany(static constructor => constructor.Parameters);

    /// <summary>Whether a constructor is declared by the class itself.</summary>
    public static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null };

    /// <summary>Those that a step's initialiser names and whose values can be compared with an earlier run's, in their order.</summary>
    public static EquatableArray<string> NamedBy(StepNode step, PipelineContext context)
    {
        var candidates = Of(context.Pipeline)
            .Where(static parameter => parameter.RefKind is RefKind.None or RefKind.In && ComparableTypes.IsArgument(parameter.Type))
            .ToList();
        if (candidates.Count == 0)
        {
            return EquatableArray<string>.Empty;
        }

        var named = new HashSet<string>(Names(step, candidates, context.Compilation), StringComparer.Ordinal);
        return candidates.Select(static parameter => parameter.Name).Where(named.Contains).ToEquatableArray();
    }

    private static IEnumerable<string> Names(StepNode step, List<IParameterSymbol> candidates, Compilation compilation)
    {
        var names =
            from reference in step.Property.DeclaringSyntaxReferences
            let initializer = (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer
            where initializer is not null
            from name in initializer.DescendantNodes().OfType<IdentifierNameSyntax>()
            where candidates.Any(parameter => parameter.Name == name.Identifier.ValueText)
            select name;

        // A parameter of a lambda can have the name of the constructor's, and hide it.
        return names
            .Where(name => compilation.GetSemanticModel(name.SyntaxTree).GetSymbolInfo(name).Symbol is IParameterSymbol parameter
                && candidates.Contains(parameter, SymbolEqualityComparer.Default))
            .Select(static name => name.Identifier.ValueText);
    }
}
