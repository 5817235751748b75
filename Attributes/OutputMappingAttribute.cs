namespace Distil;

/// <summary>Gives a column that the step makes another name.</summary>
/// <param name="member">The name of the member of what the step returns, or of its one column.</param>
/// <param name="column">The column's name below the step.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class OutputMappingAttribute(string member, string column) : Attribute
{
    /// <summary>The name of the member.</summary>
    public string Member { get; } = member;

    /// <summary>The column's name below the step.</summary>
    public string Column { get; } = column;
}
