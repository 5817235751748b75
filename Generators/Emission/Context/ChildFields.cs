using Distil.Generators.Emission.Code;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Context;

/// <summary>
/// What is kept of a child of a durable expand: its columns, as a tuple. So a child is read again though its type may be one of which
/// nothing can be made but what the step gave.
/// </summary>
internal sealed class ChildFields(EmissionContext context, IEnumerable<int> columns)
{
    private readonly List<int> _columns = [.. columns];

    /// <summary>Ids of the columns, in the order of the tuple.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>The type of a child: that of the column where there is one; a child without columns is counted only.</summary>
    public string Type => _columns.Count == 0 ? "byte" : Tuple(column => context.Column(column).Type);

    /// <summary>A child, made of the values of its columns.</summary>
    public string New(Func<int, string> value) => _columns.Count == 0 ? "0" : Tuple(value);

    /// <summary>The value of a column of a child.</summary>
    public string Of(string child, int column) =>
        _columns.Count == 1 ? child : $"{child}.Item{_columns.IndexOf(column) + 1}";

    /// <summary>The list of the children of a row, as an expression.</summary>
    public string NewList(string capacity) => $"new {CSharpTypes.Generic}List<{Type}>({capacity})";

    private string Tuple(Func<int, string> part)
    {
        var parts = string.Join(", ", _columns.Select(part));
        return _columns.Count == 1 ? parts : $"({parts})";
    }
}
