using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>A data set while it is parsed.</summary>
/// <param name="Types">Of each member, what stands in its file.</param>
internal sealed record LeafShape(
    StepNode Step, LeafModel Model, IReadOnlyList<ITypeSymbol> Types, IReadOnlyList<Column> Columns, RowShape? Row)
{
    /// <summary>The user's own row type.</summary>
    public INamedTypeSymbol? UserType => Row?.Type;
}
