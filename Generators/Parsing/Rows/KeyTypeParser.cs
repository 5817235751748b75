using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>Makes the table of the types whose values are compared by a hash. A type that holds others names them by key.</summary>
internal sealed class KeyTypeParser(Compilation compilation)
{
    // Only what has a Count, and gives the same elements whenever it is read.
    private static readonly string[] s_lists = ["List", "IReadOnlyList", "IList", "IReadOnlyCollection", "ICollection"];

    private readonly Dictionary<string, KeyTypeModel?> _types = new(StringComparer.Ordinal);

    /// <summary>Every type that was added and can be compared, by key.</summary>
    public EquatableArray<KeyTypeModel> Types => _types.Values
        .OfType<KeyTypeModel>()
        .OrderBy(static type => type.Key, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>Adds a row's type and all that it holds.</summary>
    public RowKeyModel Add(ITypeSymbol type)
    {
        var before = new Dictionary<string, KeyTypeModel?>(_types, StringComparer.Ordinal);
        if (Problem(type) is not { } unknown)
        {
            return new(TypeNames.Key(type), Unknown: null);
        }

        // What was added for its other members is needed by nobody.
        foreach (var key in _types.Keys.Where(key => !before.ContainsKey(key)).ToList())
        {
            _types.Remove(key);
        }

        return new(Type: null, TypeNames.Message(unknown));
    }

    /// <summary>Adds a type.</summary>
    /// <returns>The part of it that cannot be compared; null: it can, as a whole.</returns>
    private ITypeSymbol? Problem(ITypeSymbol type)
    {
        var key = TypeNames.Key(type);
        if (_types.ContainsKey(key))
        {
            // It is there, or it is being added further up: a row that holds rows of its own type.
            return null;
        }

        _types.Add(key, null);
        var problem = Parse(key, type, out var model);
        _types[key] = model;
        return problem;
    }

    private ITypeSymbol? Parse(string key, ITypeSymbol type, out KeyTypeModel? model)
    {
        model = null;
        if (WellKnownTypes.IsNullableValue(type, out var underlying))
        {
            model = New(key, type, KeyTypeKind.Nullable, TypeNames.Key(underlying));
            return Problem(underlying);
        }

        if (IsValue(type))
        {
            model = New(key, type, KeyTypeKind.Value, element: null);
            return null;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } integer })
        {
            model = New(key, type, KeyTypeKind.Enum, TypeNames.Key(integer));
            return null;
        }

        if (type is IArrayTypeSymbol { Rank: 1, ElementType: var element })
        {
            model = New(key, type, KeyTypeKind.Array, TypeNames.Key(element));
            return Problem(element);
        }

        if (type is INamedTypeSymbol { Arity: 1, ContainingType: null } list
            && s_lists.Any(name => WellKnownTypes.Is(list, "System.Collections.Generic", name, arity: 1)))
        {
            model = New(key, type, KeyTypeKind.List, TypeNames.Key(list.TypeArguments[0]));
            return Problem(list.TypeArguments[0]);
        }

        return MembersOf(type) is { } members ? Row(key, type, members, out model) : type;
    }

    private ITypeSymbol? Row(string key, ITypeSymbol type, List<(string Name, ITypeSymbol Type)> members, out KeyTypeModel? model)
    {
        model = New(key, type, KeyTypeKind.Row, element: null) with
        {
            Members = members.Select(static member => new KeyMemberModel(member.Name, TypeNames.Key(member.Type))).ToEquatableArray(),
        };
        return members.Select(member => Problem(member.Type)).FirstOrDefault(static problem => problem is not null);
    }

    /// <summary>The members of a row or a tuple; null: it is neither.</summary>
    private List<(string Name, ITypeSymbol Type)>? MembersOf(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named)
        {
            return null;
        }

        if (named.IsTupleType)
        {
            return [.. named.TupleElements.Select(static (element, index) => ($"Item{index + 1}", element.Type))];
        }

        return WellKnownTypes.IsRow(named) && RowParser.Parse(named, compilation) is { Problem: null } row
            ? [.. row.Members.Select(static member => (Names.Escape(member.Name), member.Type))]
            : null;
    }

    private static KeyTypeModel New(string key, ITypeSymbol type, KeyTypeKind kind, string? element) =>
        new(key, TypeNames.Code(type), kind, type.IsReferenceType, element, EquatableArray<KeyMemberModel>.Empty);

    private static bool IsValue(ITypeSymbol type) =>
        ComparableTypes.IsValue(type) || type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };
}
