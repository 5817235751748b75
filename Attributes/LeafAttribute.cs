namespace Distil;

/// <summary>
/// Says that a leaf's rows are of a type of the user's own, checked against the leaf's columns. Without it, the generator makes the type.
/// </summary>
/// <param name="row">A <see cref="RowAttribute"/> type.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class LeafAttribute(Type row) : Attribute
{
    /// <summary>The type of the leaf's rows.</summary>
    public Type Row { get; } = row;
}
