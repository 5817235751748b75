namespace Distil;

/// <summary>The columns that end at this step; all others leave it. Default, without the attribute: none.</summary>
/// <param name="columns">The names of the columns.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class DropAttribute(params string[] columns) : Attribute
{
    /// <summary>The names of the columns that end at this step.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;
}
