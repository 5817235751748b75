using Distil.Generators.Model;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Fingerprints;

/// <summary>
/// Takes the fingerprint of a step class: the hash of its code, of its bases in the project, and of the types in <c>DependsOn</c> with
/// theirs.
/// </summary>
internal sealed class StepFingerprintParser(DeclarationHashes hashes)
{
    /// <summary>Parses a class.</summary>
    /// <returns>Null where it has no name that other files could use: no pipeline can have such a step.</returns>
    public CodeFingerprint? Parse(INamedTypeSymbol step, CancellationToken cancellationToken)
    {
        if (WellKnownTypes.IsFileLocal(step))
        {
            return null;
        }

        var others = Dependencies(step)
            .Select(type => Of(type, step, cancellationToken))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static hash => hash, StringComparer.Ordinal)
            .ToList();
        var own = Code(step, cancellationToken);
        return new(TypeNames.Metadata(step), others.Count == 0 ? own : CodeHash.Of(others.Prepend(own)));
    }

    private string Of(INamedTypeSymbol type, INamedTypeSymbol step, CancellationToken cancellationToken) =>
        IsInProjectOf(step, type) ? Code(type, cancellationToken) : Foreign(type);

    /// <summary>The hash of a type with its bases in the project. Their parts are in no order: files have none.</summary>
    private string Code(INamedTypeSymbol type, CancellationToken cancellationToken) => CodeHash.Of(WithBases(type, type)
        .SelectMany(one => one.DeclaringSyntaxReferences
            .Where(static part => !GeneratedTypes.IsGenerated(part.SyntaxTree))
            .Select(part => hashes.Of(part.GetSyntax(cancellationToken)))
            .OrderBy(static part => part, StringComparer.Ordinal)));

    /// <summary>The type and its bases, as far as they are in the project of a step.</summary>
    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type, INamedTypeSymbol step)
    {
        for (var current = type; current is not null && IsInProjectOf(step, current); current = current.BaseType?.OriginalDefinition)
        {
            yield return current;
        }
    }

    /// <summary>Every type that is named by the class, its bases, or a type that is named so, however often in a circle.</summary>
    private static IEnumerable<INamedTypeSymbol> Dependencies(INamedTypeSymbol step)
    {
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default) { step };
        var open = new Queue<INamedTypeSymbol>([step]);
        while (open.Count > 0)
        {
            foreach (var named in WithBases(open.Dequeue(), step).SelectMany(NamedBy).Where(seen.Add))
            {
                open.Enqueue(named);
            }
        }

        return seen.Where(type => !SymbolEqualityComparer.Default.Equals(type, step));
    }

    private static IEnumerable<INamedTypeSymbol> NamedBy(INamedTypeSymbol type) =>
        from kind in StepKinds.Of(type)
        where NamedArguments.Find(kind.Attribute, "DependsOn") is { Kind: TypedConstantKind.Array, IsNull: false }
        from value in NamedArguments.Find(kind.Attribute, "DependsOn")!.Value.Values
        let named = (value.Value as INamedTypeSymbol)?.OriginalDefinition
        where named is not null
        select named;

    private static bool IsInProjectOf(INamedTypeSymbol step, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, step.ContainingAssembly);

    /// <summary>A type of another assembly: by the fingerprint that the assembly says, otherwise by the assembly's version.</summary>
    private static string Foreign(INamedTypeSymbol type)
    {
        var name = TypeNames.Metadata(type);
        var said = type.ContainingAssembly.GetAttributes();
        var own = said.FirstOrDefault(attribute => WellKnownTypes.IsDistil(attribute.AttributeClass, "StepFingerprintAttribute")
            && attribute.ConstructorArguments is [{ Value: string step }, _] && step == name);
        if (own?.ConstructorArguments[1].Value is string fingerprint)
        {
            return fingerprint;
        }

        var version = said.FirstOrDefault(static attribute =>
            WellKnownTypes.Is(attribute.AttributeClass, "System.Reflection", "AssemblyInformationalVersionAttribute"));
        return CodeHash.Of(
        [
            name,
            version?.ConstructorArguments is [{ Value: string text }]
                ? text
                : type.ContainingModule.GetMetadata()?.GetModuleVersionId().ToString() ?? type.ContainingAssembly.Identity.ToString(),
        ]);
    }
}
