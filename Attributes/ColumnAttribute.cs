namespace Distil;

/// <summary>
/// Names the one column that a method makes when it returns neither a <see cref="RowAttribute"/> type nor a tuple:
/// <c>[return: Column("rank")]</c>. Without it, the column has the name of the step class.
/// </summary>
/// <param name="name">The column's name. Names compare without case or underscores.</param>
[AttributeUsage(AttributeTargets.ReturnValue, AllowMultiple = false, Inherited = false)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;
}
