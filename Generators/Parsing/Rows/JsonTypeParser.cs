using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>
/// Makes the table of the types that stand in files. A type that holds others names them by key, so that a row may hold rows of its own
/// type.
/// </summary>
internal sealed class JsonTypeParser(Compilation compilation, JsonContextTypes context)
{
    private static readonly string[] s_lists =
        ["List", "IReadOnlyList", "IList", "IReadOnlyCollection", "ICollection", "IEnumerable"];

    private readonly Dictionary<string, JsonTypeModel?> _types = new(StringComparer.Ordinal);

    /// <summary>Every type that was added and can be written, by key.</summary>
    public EquatableArray<JsonTypeModel> Types => _types.Values
        .OfType<JsonTypeModel>()
        .OrderBy(type => type.Key, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The rows that were added, outermost last.</summary>
    public List<RowShape> Rows { get; } = [];

    /// <summary>Adds the type and all that it holds.</summary>
    /// <returns>The part of it that cannot be written; null: it can, as a whole.</returns>
    public ITypeSymbol? Add(ITypeSymbol type)
    {
        var key = TypeNames.Key(type);
        if (_types.ContainsKey(key))
        {
            // It is there, or it is being added further up: a row that holds rows of its own type.
            return null;
        }

        _types.Add(key, null);
        var problem = Parse(key, type, out var model);
        if (problem is null && model is not null)
        {
            _types[key] = model;
        }
        else
        {
            _types.Remove(key);
        }

        return problem;
    }

    private ITypeSymbol? Parse(string key, ITypeSymbol type, out JsonTypeModel? model)
    {
        model = null;
        if (context.Property(type) is { } property)
        {
            model = New(key, type, JsonKind.Context) with { ContextProperty = property };
            return null;
        }

        if (WellKnownTypes.IsNullableValue(type, out var underlying))
        {
            model = New(key, type, JsonKind.Nullable) with { Element = TypeNames.Key(underlying) };
            return Add(underlying);
        }

        if (Simple(type) is { } kind)
        {
            model = New(key, type, kind);
            return null;
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            model = New(key, type, JsonKind.Enum) with { EnumMembers = EnumMembers(type), IsFlags = WellKnownTypes.IsFlags(type) };
            return null;
        }

        if (type is IArrayTypeSymbol { Rank: 1, ElementType: var element })
        {
            model = New(key, type, element.SpecialType == SpecialType.System_Byte ? JsonKind.Bytes : JsonKind.Array);
            if (model.Kind == JsonKind.Bytes)
            {
                return null;
            }

            model = model with { Element = TypeNames.Key(element) };
            return Add(element);
        }

        if (type is INamedTypeSymbol { Arity: 1, ContainingType: null } list
            && s_lists.Any(name => WellKnownTypes.Is(list, "System.Collections.Generic", name, arity: 1)))
        {
            model = New(key, type, JsonKind.List) with { Element = TypeNames.Key(list.TypeArguments[0]) };
            return Add(list.TypeArguments[0]);
        }

        return WellKnownTypes.IsRow(type) ? Row(key, (INamedTypeSymbol)type, out model) : type;
    }

    private ITypeSymbol? Row(string key, INamedTypeSymbol type, out JsonTypeModel? model)
    {
        model = null;
        var row = RowParser.Parse(type, compilation);
        if (row.Problem is not null)
        {
            return type;
        }

        foreach (var member in row.Members.Where(member => !row.FileOf(member).IsIgnored))
        {
            if (Add(member.Type) is { } problem)
            {
                return problem;
            }
        }

        Rows.Add(row);
        model = New(key, type, JsonKind.Row) with
        {
            Members = row.Members.Select(JsonMembers.Of).ToEquatableArray(),
            CanCopy = type.IsRecord || type.IsValueType,
        };
        return null;
    }

    private static JsonTypeModel New(string key, ITypeSymbol type, JsonKind kind) => new(
        key,
        key,
        kind,
        type.IsReferenceType,
        Element: null,
        EquatableArray<string>.Empty,
        EquatableArray<JsonMemberModel>.Empty,
        ContextProperty: null);

    private static JsonKind? Simple(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => JsonKind.Text,
        SpecialType.System_Boolean => JsonKind.Boolean,
        SpecialType.System_Char => JsonKind.Char,
        SpecialType.System_DateTime => JsonKind.DateTime,
        >= SpecialType.System_SByte and <= SpecialType.System_Double => JsonKind.Number,
        _ when WellKnownTypes.Is(type, "System", "Half") => JsonKind.Number,
        _ when WellKnownTypes.Is(type, "System", "DateTimeOffset") => JsonKind.DateTimeOffset,
        _ when WellKnownTypes.Is(type, "System", "DateOnly") => JsonKind.DateOnly,
        _ when WellKnownTypes.Is(type, "System", "TimeOnly") => JsonKind.TimeOnly,
        _ when WellKnownTypes.Is(type, "System", "TimeSpan") => JsonKind.TimeSpan,
        _ when WellKnownTypes.Is(type, "System", "Guid") => JsonKind.Guid,
        _ => null,
    };

    private static EquatableArray<string> EnumMembers(ITypeSymbol type) => type.GetMembers()
        .OfType<IFieldSymbol>()
        .Where(field => field.HasConstantValue && field.CanBeReferencedByName) // Half-typed, it may have no name.
        .GroupBy(field => field.ConstantValue)
        .Select(value => value.First().Name)
        .ToEquatableArray();
}
