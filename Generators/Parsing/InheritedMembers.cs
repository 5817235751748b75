using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
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
    public static EquatableArray<string> HiddenBy(
        PipelineModel model, INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken)
    {
        // What the generator adds to a base class that is a pipeline too is not there yet.
        var added = new HashSet<string>(
            Bases(pipeline)
                .Where(type => IsPipelineHere(type, compilation))
                .SelectMany(type => AddedTo(type.OriginalDefinition, pipeline, compilation, cancellationToken)),
            StringComparer.Ordinal);
        return model.MemberNames
            .Where(name => added.Contains(name) || HiddenMembers.Find(name, pipeline, compilation) is not null)
            .ToEquatableArray();
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static bool IsPipelineHere(INamedTypeSymbol type, Compilation compilation) =>
        WellKnownTypes.IsPipeline(type) && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    private static IEnumerable<string> AddedTo(
        INamedTypeSymbol type, INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellationToken) =>
        PipelineReader.Model(type, compilation, new Diagnostics.DiagnosticBag(), cancellationToken) is { } model
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
