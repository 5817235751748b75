using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>A <c>[Row]</c> type: its columns, and how one of it is made.</summary>
/// <param name="Problem">What is wrong with it, as the rest of a sentence; null: nothing.</param>
internal sealed record RowShape(INamedTypeSymbol Type, IReadOnlyList<RowMember> Members, string? Problem)
{
    /// <summary>The constructor that makes a row of its columns.</summary>
    public IMethodSymbol? Constructor { get; init; }

    /// <summary>The first member that cannot have its name in files.</summary>
    public FileNameProblem? FileName { get; } = FileNameProblem.In(Members);

    /// <summary>The rules for files of a member's attributes; none if a name is invalid, so that this is the only error.</summary>
    public FileRules FileOf(RowMember member) => FileName is null ? member.File : FileRules.None;
}

/// <summary>One column of a <c>[Row]</c> type.</summary>
/// <param name="Property">Read for the column's value.</param>
/// <param name="Parameter">The constructor's parameter that takes it; null: it is initialised.</param>
/// <param name="Default">Whether it has a value where a row is made without it.</param>
internal sealed record RowMember(IPropertySymbol Property, IParameterSymbol? Parameter, RowDefault Default)
{
    /// <summary>Whether it has a default and can be left out when a row is made.</summary>
    public bool IsOptional => Default == RowDefault.Given;

    /// <summary>Whether it can be left out when a row is made, as far as the compiler can tell.</summary>
    public bool MayBeLeftOut => Default != RowDefault.None;

    public string Name => Property.Name;

    public ITypeSymbol Type => Property.Type;

    /// <summary>The type of what is read from it.</summary>
    public ITypeSymbol GivenType => NullFlow.Read(Property);

    public bool InConstructor => Parameter is not null;

    /// <summary>What its attributes say of files.</summary>
    public FileRules File { get; } = FileRules.Of(Property);

    /// <summary>
    /// A file that leaves the member out leaves nothing that it could be: C# wants it, or it is a reference that is never null.
    /// </summary>
    public bool NeedsFile => !MayBeLeftOut && (Property.IsRequired || (!Conversions.IsNullable(Type)
        && (InConstructor ? Type.IsValueType || Conversions.MustHaveValue(Type) : Conversions.MustHaveValue(Type))));

    /// <summary>What a generated call names: the parameter, or the property.</summary>
    public string Target => Parameter?.Name ?? Property.Name;
}

internal static class RowParser
{
    public static RowShape Parse(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsAbstract)
        {
            return new RowShape(type, [], "is abstract, so no row of it can be made");
        }

        var properties = Properties(type);
        var constructor = Constructor(type, properties, compilation);
        if (constructor is null)
        {
            return new RowShape(
                type, [], "has no accessible constructor whose parameters are all public properties of the same name and type");
        }

        var members = new List<RowMember>();
        foreach (var parameter in constructor.Parameters)
        {
            if (Find(properties, parameter) is { } property)
            {
                members.Add(new RowMember(property, parameter, parameter.IsOptional ? RowDefault.Given : RowDefault.None));
            }
        }

        foreach (var property in properties)
        {
            var isTaken = members.Any(member => SymbolEqualityComparer.Default.Equals(member.Property, property));
            if (!isTaken && property.SetMethod is { } setter && MemberAccess.IsUsable(setter, compilation))
            {
                members.Add(new RowMember(property, null, RowDefaults.Of(property, type, compilation)));
            }
        }

        return new RowShape(
            type, members, members.Count > 0 ? null : "has no public property that can be constructed or initialised")
        {
            Constructor = constructor,
        };
    }

    /// <summary>The public instance properties, those of the bases first, each once.</summary>
    private static List<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        var properties = new List<IPropertySymbol>();
        for (var current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            var declared = DeclaredMembers.Properties(current).Where(property =>
                property.Name.Length > 0
                    && !property.IsStatic
                    && !property.IsIndexer
                    && !property.IsWriteOnly
                    && !property.Type.IsRefLikeType
                && property.DeclaredAccessibility == Accessibility.Public
                && property.GetMethod?.DeclaredAccessibility == Accessibility.Public
                && !properties.Any(derived => derived.Name == property.Name));
            properties.InsertRange(0, declared);
        }

        return properties;
    }

    /// <summary>
    /// The constructor that takes the most properties. One that takes something else cannot be called from columns, and one with
    /// fewer would leave out what the type wants to be given.
    /// </summary>
    private static IMethodSymbol? Constructor(INamedTypeSymbol type, List<IPropertySymbol> properties, Compilation compilation) =>
        DeclaredMembers.Constructors(type)
            .Where(constructor => MemberAccess.IsUsable(constructor, compilation)
                && constructor.Parameters.All(parameter =>
                    parameter.RefKind is RefKind.None or RefKind.In
                    && (parameter.IsOptional || Find(properties, parameter) is not null)))
            .OrderByDescending(constructor => constructor.Parameters.Count(parameter => Find(properties, parameter) is not null))
            .FirstOrDefault();

    private static IPropertySymbol? Find(List<IPropertySymbol> properties, IParameterSymbol parameter)
    {
        bool IsOf(IPropertySymbol property, StringComparison comparison) =>
            string.Equals(property.Name, parameter.Name, comparison)
            && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type);

        return properties.FirstOrDefault(property => IsOf(property, StringComparison.Ordinal))
            ?? properties.FirstOrDefault(property => IsOf(property, StringComparison.OrdinalIgnoreCase));
    }
}
