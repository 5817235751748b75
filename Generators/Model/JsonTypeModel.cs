namespace Distil.Generators.Model;

internal enum JsonKind
{
    Text,
    Boolean,
    Char,

    /// <summary>Every built-in integer, <c>float</c>, <c>double</c>, <c>decimal</c>: the type name says which.</summary>
    Number,
    Enum,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Guid,

    /// <summary><c>byte[]</c>: base64.</summary>
    Bytes,

    /// <summary><c>Nullable&lt;T&gt;</c> of <see cref="JsonTypeModel.Element"/>.</summary>
    Nullable,
    Array,

    /// <summary>A list that a <c>T[]</c> or <c>List&lt;T&gt;</c> converts to.</summary>
    List,

    /// <summary>A nested <c>[Row]</c>.</summary>
    Row,

    /// <summary>Through the user's <c>JsonSerializerContext</c>.</summary>
    Context,
}

/// <summary>A type as it stands in files.</summary>
/// <param name="Key">Its name among the JSON types: the fully qualified type without nullable reference annotations.</param>
/// <param name="Type">As C# writes it.</param>
/// <param name="IsReference">A reference type, so that null is possible at run time.</param>
/// <param name="Element">The element's key, for Nullable, Array and List.</param>
/// <param name="EnumMembers">The enum's member names, distinct values only (the first name of a value).</param>
/// <param name="Members">A nested row's members.</param>
/// <param name="ContextProperty">The property on the user's context that holds the <c>JsonTypeInfo</c>.</param>
internal sealed record JsonTypeModel(
    string Key,
    string Type,
    JsonKind Kind,
    bool IsReference,
    string? Element,
    EquatableArray<string> EnumMembers,
    EquatableArray<JsonMemberModel> Members,
    string? ContextProperty)
{
    /// <summary>A <c>with</c> expression copies a row of the type.</summary>
    public bool CanCopy { get; init; }

    /// <summary>An enum that is marked with <c>[Flags]</c>.</summary>
    public bool IsFlags { get; init; }
}

/// <summary>A member of a nested row in a file.</summary>
/// <param name="Name">The property that is written.</param>
/// <param name="IsNullable">
/// Null is a value of it, by its type's annotation or because its type has none; a file may also be without it.
/// </param>
/// <param name="Parameter">
/// The constructor's parameter that takes the value that was read, where it is not called like the property.
/// </param>
/// <param name="IsOptional">It has a default, as far as the compiler can tell: a file may be without it.</param>
/// <param name="Default">
/// The constructor parameter's default as C# writes it; null: there is none, or a row that is made without it has it.
/// </param>
/// <param name="IsExact">Files have the name letter by letter; otherwise names compare without case or underscores.</param>
/// <param name="Omits">When it is not written.</param>
/// <param name="IsRead">Whether files are asked for it; false: it has its default.</param>
internal sealed record JsonMemberModel(
    string Name,
    string FileName,
    string JsonType,
    bool IsNullable,
    bool InConstructor,
    string? Parameter = null,
    bool IsOptional = false,
    string? Default = null,
    bool IsExact = false,
    Omission Omits = Omission.Never,
    bool IsRead = true)
{
    /// <summary>It is set where the object is made, and not afterwards.</summary>
    public bool IsInitOnly { get; init; }

    /// <summary>What shows that a row which was made without it has a default.</summary>
    public DefaultProof Proof { get; init; }

    /// <summary>Its default is what a row has that was made without it.</summary>
    public bool HasDefaultOfRow => IsOptional && Default is null;

    /// <summary>A file may be without it, as far as the compiler can tell.</summary>
    public bool MayBeMissing => IsOptional || IsNullable || !IsRead;

    /// <summary>The constructor parameter's or the property's name.</summary>
    public string Target => Parameter ?? Name;
}

/// <summary>What shows that a member has a default, where only a row that was made without it can.</summary>
internal enum DefaultProof
{
    /// <summary>Whatever it has is its default.</summary>
    None,

    /// <summary>It is not null.</summary>
    NotNull,

    /// <summary>It is not the default of its type: whether that was meant, nobody can tell.</summary>
    NotDefault,
}
