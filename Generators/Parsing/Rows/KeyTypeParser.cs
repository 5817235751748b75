using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>Makes the table of the types whose values are compared by a hash. A type that holds others names them by key.</summary>
/// <param name="compilation">What is compiled.</param>
/// <param name="inputs">
/// For the inputs of durable steps: types of which the user's context makes JSON, where nothing else can be made of them. Null: for rows of
/// sources.
/// </param>
internal sealed class KeyTypeParser(Compilation compilation, JsonContextTypes? inputs = null)
{
    // Only what has a Count, and gives the same elements whenever it is read.
    private static readonly string[] s_lists = ["List", "IReadOnlyList", "IList", "IReadOnlyCollection", "ICollection"];

    private readonly Dictionary<string, KeyTypeModel?> _types = new(StringComparer.Ordinal);

    /// <summary>The keys of the types, in the order in which they were added.</summary>
    private readonly List<string> _added = [];

    /// <summary>Every type that was added and can be compared.</summary>
    public IEnumerable<KeyTypeModel> Types => _types.Values.OfType<KeyTypeModel>();

    /// <summary>Adds a type and all that it holds.</summary>
    /// <returns>The part of it that cannot be compared; null: it can, as a whole.</returns>
    public ITypeSymbol? Add(ITypeSymbol type)
    {
        var count = _added.Count;
        var problem = Problem(type);
        if (problem is not null)
        {
            // What was added for its other members is needed by nobody.
            Forget(count);
        }

        return problem;
    }

    private ITypeSymbol? Problem(ITypeSymbol type)
    {
        var key = TypeNames.Key(type);
        if (_types.ContainsKey(key))
        {
            // It is there, or it is being added further up: a row that holds rows of its own type.
            return null;
        }

        _types.Add(key, null);
        _added.Add(key);
        var count = _added.Count;
        var problem = Parse(key, type, out var model);
        if (problem is not null && inputs?.Property(type) is { } property)
        {
            Forget(count);
            problem = null;
            model = New(key, type, KeyTypeKind.Context, property);
        }

        _types[key] = model;
        return problem;
    }

    private void Forget(int count)
    {
        _added.Skip(count).ToList().ForEach(key => _types.Remove(key));
        _added.RemoveRange(count, _added.Count - count);
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

        if (inputs is not null
            && type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
            && type is INamedTypeSymbol sequence)
        {
            model = New(key, type, KeyTypeKind.Sequence, TypeNames.Key(sequence.TypeArguments[0]));
            return Problem(sequence.TypeArguments[0]);
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
        new(key, key, kind, type.IsReferenceType, element, EquatableArray<KeyMemberModel>.Empty);

    private static bool IsValue(ITypeSymbol type) =>
        ComparableTypes.IsValue(type) || type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };
}
