namespace Distil;

/// <summary>
/// A union: a row for each of the branches that it went through, in the source's order, then the branches' declared order. A column
/// that not every branch made is nullable. Of two sources: one after the other, as declared in the class.
/// </summary>
/// <param name="steps">The names of the properties whose rows are received; two or more.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class MergeAttribute(params string[] steps) : Attribute
{
    /// <summary>The names of the steps whose rows are received, as declared.</summary>
    public IReadOnlyList<string> Steps { get; } = steps;
}
