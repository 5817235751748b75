namespace Distil;

/// <summary>Binds a parameter of the step's method to a column of another name.</summary>
/// <param name="parameter">The name of the parameter, or of the member of a row type that a parameter takes.</param>
/// <param name="column">The column that it reads.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class InputMappingAttribute(string parameter, string column) : Attribute
{
    /// <summary>The name of the parameter.</summary>
    public string Parameter { get; } = parameter;

    /// <summary>The column that it reads.</summary>
    public string Column { get; } = column;
}
