namespace Distil;

/// <summary>The columns that leave this step; all others end here. Default, without the attribute: every column.</summary>
/// <param name="columns">The names of the columns.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class KeepAttribute(params string[] columns) : Attribute
{
    /// <summary>The names of the columns that leave this step.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;
}
