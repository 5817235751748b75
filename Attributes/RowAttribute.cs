namespace Distil;

/// <summary>
/// A type whose public properties are columns: those that can be constructed or initialised. A source or step that returns it makes
/// these columns, and a parameter of the type takes them.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = false)]
public sealed class RowAttribute : Attribute;
