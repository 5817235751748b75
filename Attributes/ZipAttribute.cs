namespace Distil;

/// <summary>
/// Rows of two sources, or of steps below them that keep rows, paired by row number. Where one side lost a row the pair goes;
/// unequal lengths stop the run.
/// </summary>
/// <param name="left">The name of the first property.</param>
/// <param name="right">The name of the second property.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class ZipAttribute(string left, string right) : Attribute
{
    /// <summary>The name of the first step.</summary>
    public string Left { get; } = left;

    /// <summary>The name of the second step.</summary>
    public string Right { get; } = right;
}
