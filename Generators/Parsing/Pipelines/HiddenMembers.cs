using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>The members that a pipeline's class inherits and that generated members hide.</summary>
internal static class HiddenMembers
{
    /// <summary>The inherited member that a generated one of this name hides, by the rules of C#; null: none.</summary>
    public static ISymbol? Find(string name, INamedTypeSymbol pipeline, Compilation compilation) => Bases(pipeline)
        .SelectMany(type => type.GetMembers(name))
        .FirstOrDefault(member => !GeneratedTypes.IsGenerated(member)
            && IsHiddenBy(name, member)
            && compilation.IsSymbolAccessibleWithin(member, pipeline));

    /// <summary>
    /// Whether a generated member hides an inherited one. One with type parameters is not hidden, nor a method with other parameters.
    /// </summary>
    private static bool IsHiddenBy(string name, ISymbol member) => member switch
    {
        INamedTypeSymbol type => type.Arity == 0,
        IMethodSymbol method => method.Arity == 0 && (!PipelineModel.IsMethod(name) || TakesOptions(method)),
        _ => true,
    };

    /// <summary>Whether the method's parameters are those of <c>RunAsync</c> and <c>StreamAsync</c>.</summary>
    private static bool TakesOptions(IMethodSymbol method) =>
        method.Parameters is [{ RefKind: RefKind.None } options, { RefKind: RefKind.None } token]
        && WellKnownTypes.IsDistil(options.Type, "RunOptions")
        && WellKnownTypes.IsCancellationToken(token.Type);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
