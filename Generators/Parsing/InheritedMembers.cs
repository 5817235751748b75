using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>
/// What a pipeline's class inherits under the names of the members that are generated. These hide it, which C# wants to be said;
/// names that the generator is free to choose are chosen around it (<see cref="ReservedNames.Taken"/>).
/// </summary>
internal static class InheritedMembers
{
    /// <summary>The names of the model's members that hide inherited ones.</summary>
    public static EquatableArray<string> HiddenBy(PipelineModel model, INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken)
    {
        // What the generator adds to a base class that is a pipeline too is not there yet.
        var added = new HashSet<string>(
            Bases(pipeline).Where(type => IsPipelineHere(type, compilation)).SelectMany(type => AddedTo(type.OriginalDefinition, pipeline, compilation, cancellationToken)),
            StringComparer.Ordinal);
        return model.MemberNames.Where(name => added.Contains(name) || Hidden(name, pipeline, compilation) is not null).ToEquatableArray();
    }

    /// <summary>The inherited member that a generated one of this name hides, by the rules of C#; null: none.</summary>
    public static ISymbol? Hidden(string name, INamedTypeSymbol pipeline, Compilation compilation) => Bases(pipeline)
        .SelectMany(type => type.GetMembers(name))
        .FirstOrDefault(member => !GeneratedTypes.IsGenerated(member) && IsHiddenBy(name, member) && compilation.IsSymbolAccessibleWithin(member, pipeline));

    /// <summary>A member with type parameters stands beside one without, and a method beside one of other parameters.</summary>
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

    private static bool IsPipelineHere(INamedTypeSymbol type, Compilation compilation) =>
        WellKnownTypes.IsPipeline(type) && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    private static IEnumerable<string> AddedTo(INamedTypeSymbol type, INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken) =>
        PipelineParser.ParseAlone(type, compilation, new Diagnostics.DiagnosticBag(), cancellationToken) is { } model
            && (model.MemberAccessibility != "private" || IsAround(type, pipeline))
            ? model.MemberNames
            : [];

    private static bool IsAround(INamedTypeSymbol type, INamedTypeSymbol pipeline)
    {
        for (var outer = pipeline.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, type))
            {
                return true;
            }
        }

        return false;
    }
}
