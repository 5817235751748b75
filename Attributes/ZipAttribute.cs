namespace Distil;

/// <summary>
/// Rows of two or more sources, or of steps below them that keep rows, put together by row number. Where one side lost a row, the rows of
/// that number on the other sides go as well; unequal lengths stop the run.
/// </summary>
/// <param name="left">The name of the first property.</param>
/// <param name="right">The name of the second property.</param>
/// <param name="others">The names of further properties.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class ZipAttribute(string left, string right, params string[] others) : Attribute
{
    /// <summary>The name of the first step.</summary>
    public string Left { get; } = left;

    /// <summary>The name of the second step.</summary>
    public string Right { get; } = right;

    /// <summary>The names of the steps behind the second, as declared.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
