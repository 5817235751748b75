namespace Distil;

/// <summary>
/// On a join: the column that each branch made becomes one list, in declared order, of the branches taken, and takes the place of
/// the column. <c>[Gather("text", into: "texts")]</c>.
/// </summary>
/// <param name="column">The column that the branches made.</param>
/// <param name="into">The name of the column that holds the list.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class GatherAttribute(string column, string into) : Attribute
{
    /// <summary>The column that the branches made.</summary>
    public string Column { get; } = column;

    /// <summary>The name of the column that holds the list.</summary>
    public string Into { get; } = into;
}
