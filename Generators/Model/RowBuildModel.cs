
namespace Distil.Generators.Model;

/// <summary>A row that is made of columns once, for all the steps below that take it.</summary>
/// <param name="Column">The column that carries it.</param>
/// <param name="Type">The <c>[Row]</c> type, fully qualified.</param>
/// <param name="Members">Where each member comes from.</param>
/// <param name="IsBefore">It is made before the step is called, which takes it too; otherwise of the rows that leave the step.</param>
internal sealed record RowBuildModel(int Column, string Type, EquatableArray<RowMemberModel> Members, bool IsBefore);
