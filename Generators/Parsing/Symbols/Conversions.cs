using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Parsing.Symbols;

internal enum Match
{
    /// <summary>The type converts implicitly.</summary>
    Converts,

    /// <summary>The type would convert implicitly if the value could not be null.</summary>
    MayBeNull,

    /// <summary>The type does not convert implicitly.</summary>
    Differs,
}

/// <summary>Decides whether one type goes where another is expected, as C# does, nullability included.</summary>
internal sealed class Conversions(Compilation compilation)
{
    public Match Classify(ITypeSymbol from, ITypeSymbol to)
    {
        if (WellKnownTypes.IsUnknown(from) || WellKnownTypes.IsUnknown(to))
        {
            return Match.Converts;
        }

        if (compilation.ClassifyConversion(from, to) is not { Exists: true, IsImplicit: true })
        {
            return WellKnownTypes.IsNullableValue(from, out var underlying) && !WellKnownTypes.IsNullableValue(to, out _)
                && Classify(underlying, to) == Match.Converts ? Match.MayBeNull : Match.Differs;
        }

        return KeepsNulls(from, to) ? Match.Converts : Match.MayBeNull;
    }

    /// <summary>
    /// The one of the types, or of their nullable forms, that all of them convert to; null where there is none.
    /// </summary>
    /// <param name="nullable">Null comes too, where a branch does not give the column.</param>
    public ITypeSymbol? Common(IReadOnlyList<ITypeSymbol> types, bool nullable)
    {
        var candidates = types.Concat(types.Select(MakeNullable));
        return candidates.FirstOrDefault(candidate =>
            (!nullable || IsNullable(candidate)) && types.All(type => Classify(type, candidate) == Match.Converts));
    }

    public static bool IsNullable(ITypeSymbol type) =>
        WellKnownTypes.IsNullableValue(type, out _) || (!type.IsValueType && type.NullableAnnotation == NullableAnnotation.Annotated);

    /// <summary>Whether a reference is promised not to be null. Without nullable annotations nothing is.</summary>
    public static bool MustHaveValue(ITypeSymbol type) => !type.IsValueType && type.NullableAnnotation == NullableAnnotation.NotAnnotated;

    public ITypeSymbol MakeNullable(ITypeSymbol type)
    {
        if (WellKnownTypes.IsNullableValue(type, out _))
        {
            return type;
        }

        return type.IsValueType && type.TypeKind != TypeKind.Error
            ? compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(type)
            : type.WithNullableAnnotation(NullableAnnotation.Annotated);
    }

    public static ITypeSymbol MakeNotNull(ITypeSymbol type) =>
        WellKnownTypes.IsNullableValue(type, out var underlying)
            ? underlying
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>Whether an existing conversion lets no null reach a place where none is expected.</summary>
    private static bool KeepsNulls(ITypeSymbol from, ITypeSymbol to)
    {
        // What was written without nullable annotations promises nothing and asks for nothing.
        if (IsNullable(from) && !IsNullable(to) && (to.IsValueType || to.NullableAnnotation == NullableAnnotation.NotAnnotated))
        {
            return false;
        }

        WellKnownTypes.IsNullableValue(from, out from);
        WellKnownTypes.IsNullableValue(to, out to);
        if (from is IArrayTypeSymbol fromArray && to is IArrayTypeSymbol toArray)
        {
            return KeepsNulls(fromArray.ElementType, toArray.ElementType);
        }

        return to is not INamedTypeSymbol { TypeArguments.Length: > 0 } toNamed || KeepsNulls(from, toNamed);
    }

    private static bool KeepsNulls(ITypeSymbol from, INamedTypeSymbol to)
    {
        var definition = to.OriginalDefinition;
        var source = Bases(from).FirstOrDefault(
            candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition));
        if (source is null)
        {
            return true;
        }

        for (var i = 0; i < to.TypeArguments.Length; i++)
        {
            var (given, wanted) = (source.TypeArguments[i], to.TypeArguments[i]);
            var isKept = (to.IsTupleType ? VarianceKind.Out : definition.TypeParameters[i].Variance) switch
            {
                VarianceKind.Out => KeepsNulls(given, wanted),
                VarianceKind.In => KeepsNulls(wanted, given),
                _ => KeepsNulls(given, wanted) && KeepsNulls(wanted, given),
            };
            if (!isKept)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol named)
            {
                yield return named;
            }
        }

        foreach (var implemented in type.AllInterfaces)
        {
            yield return implemented;
        }
    }
}
