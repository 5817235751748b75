
namespace Distil.Generators.Model;

/// <summary>The rows of a source as they stand in files of JSON lines.</summary>
/// <param name="RowType">The <c>[Row]</c> type, fully qualified.</param>
internal sealed record JsonInputModel(string RowType, EquatableArray<JsonInputMemberModel> Members);

/// <summary>A member of the row type in a line.</summary>
/// <param name="Column">Id of the column that it becomes.</param>
internal sealed record JsonInputMemberModel(JsonMemberModel Json, int Column);
