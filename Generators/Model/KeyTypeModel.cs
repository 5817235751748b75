namespace Distil.Generators.Model;

/// <summary>How the rows of a source are compared with those of an earlier run.</summary>
/// <param name="Type">The key of the row's type among the key types; null: it cannot be compared.</param>
/// <param name="Unknown">The type for which it cannot, as messages name it.</param>
internal sealed record RowKeyModel(string? Type, string? Unknown);

internal enum KeyTypeKind
{
    /// <summary>A type for which the runtime's <c>KeyWriter</c> has an overload.</summary>
    Value,

    /// <summary>An enum: written as the integer below it.</summary>
    Enum,

    /// <summary><c>Nullable&lt;T&gt;</c>.</summary>
    Nullable,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A list that has a <c>Count</c>.</summary>
    List,

    /// <summary>An <c>IEnumerable&lt;T&gt;</c>.</summary>
    Sequence,

    /// <summary>A <c>[Row]</c> or a tuple: its members, one behind the other.</summary>
    Row,

    /// <summary>Its JSON, by the user's <c>JsonSerializerContext</c>.</summary>
    Context,
}

/// <summary>A type whose values can be compared by a hash of them.</summary>
/// <param name="Key">Its name among the key types: the fully qualified type without nullable reference annotations.</param>
/// <param name="Type">As C# writes it.</param>
/// <param name="IsReference">A reference type, so that null is possible at run time.</param>
/// <param name="Element">
/// The element's key, for Nullable, Array, List and Sequence; the integer below an Enum; of Context the context's property that holds the
/// <c>JsonTypeInfo</c>.
/// </param>
/// <param name="Members">A row's members.</param>
internal sealed record KeyTypeModel(
    string Key, string Type, KeyTypeKind Kind, bool IsReference, string? Element, EquatableArray<KeyMemberModel> Members);

/// <summary>A member of a row.</summary>
/// <param name="Name">The property or field that is read.</param>
/// <param name="Type">The key of its type.</param>
internal sealed record KeyMemberModel(string Name, string Type);
