namespace Distil.Generators.Model;

internal enum HeldKind
{
    /// <summary>Text, a number, a boolean, a date or time, a <c>Guid</c>.</summary>
    Value,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary><c>Nullable&lt;T&gt;</c>.</summary>
    Nullable,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A <c>List&lt;T&gt;</c>.</summary>
    List,

    /// <summary>An <c>IList&lt;T&gt;</c>.</summary>
    IList,

    /// <summary>An <c>IReadOnlyList&lt;T&gt;</c>.</summary>
    IReadOnlyList,
}

/// <summary>How values of a type are held on disk: built-in types that files can hold, and lists of them.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">As C# writes it, without nullable reference annotations.</param>
/// <param name="Element">Of a nullable, an array or a list what it is of; otherwise null.</param>
internal sealed record HeldTypeModel(HeldKind Kind, string Type, HeldTypeModel? Element);
