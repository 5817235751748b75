using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>
/// A row that a step made, as one object: below, a step that takes the whole row gets it, as long as all of its columns are there.
/// </summary>
/// <param name="type">The <c>[Row]</c> type.</param>
/// <param name="maker">The step that made it, or where one of several branches gives it.</param>
/// <param name="columns">The columns of its members.</param>
/// <param name="branches">Where branches are merged: the object that each of them has; null: a step made it.</param>
internal sealed class RowObject(
    INamedTypeSymbol type, StepNode maker, IReadOnlyList<Column> columns, IReadOnlyList<RowObject>? branches = null)
{
    public INamedTypeSymbol Type => type;

    public StepNode Maker => maker;

    public IReadOnlyList<Column> Columns => columns;

    public IReadOnlyList<RowObject>? Branches => branches;

    /// <summary>The column that carries it; null: no step takes it, and it is not carried.</summary>
    public Column? Column { get; set; }

    /// <summary>
    /// Whether rows with these columns still are what it is: none of its own was replaced, dropped or is missing in some rows.
    /// </summary>
    public bool IsIn(IReadOnlyList<Column> present) =>
        columns.All(own => present.Any(column => column.Value == own.Value && column.Key == own.Key && !column.IsPartial));
}
