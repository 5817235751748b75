namespace Distil;

/// <summary>
/// An edge. With one step: its rows. With several: a join, in which the same row, processed by each of them, is one row again, with
/// the columns of all.
/// </summary>
/// <remarks>
/// Several attributes on one property are allowed only where they name the same router with different <see cref="When"/>: each row
/// comes once.
/// </remarks>
/// <param name="step">The name of the property whose rows are received.</param>
/// <param name="others">The names of the properties to join with; empty where there is no join.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class FromAttribute(string step, params string[] others) : Attribute
{
    /// <summary>The names of the steps whose rows are received, as declared; at least one.</summary>
    public IReadOnlyList<string> Steps { get; } = [step, .. others];

    /// <summary>
    /// The route of the router whose rows are received: a single member of the router's enum. Default, null: every row.
    /// </summary>
    public object? When { get; set; }
}
