
namespace Distil.Generators.Model;

/// <summary>A data set: the rows of a step that nothing reads.</summary>
/// <param name="Name">The step's name; the property on the result.</param>
/// <param name="RowType">
/// The row type as the emitted code names it: <c>RankedRow</c> (nested, generated) or the user's type, fully qualified.
/// </param>
/// <param name="IsUserType">The row type is the one of <c>[Leaf(typeof(…))]</c>.</param>
/// <param name="Members">The row's members in order, each from one column; for a generated type all are init properties.</param>
internal sealed record LeafModel(
    int Index,
    int Step,
    string Name,
    string RowType,
    bool IsUserType,
    EquatableArray<LeafMemberModel> Members);

/// <summary>One member of a leaf's row.</summary>
/// <param name="Name">Constructor parameter's or property's name.</param>
/// <param name="Type">Its type, as code: what stands in its file.</param>
/// <param name="JsonType">The key of its type in <see cref="PipelineModel.JsonTypes"/>.</param>
/// <param name="FileName">The column's name in files.</param>
internal sealed record LeafMemberModel(string Name, bool InConstructor, int Column, string Type, string JsonType, string FileName)
{
    /// <summary>Files have the name letter by letter; otherwise names compare without case or underscores.</summary>
    public bool IsExact { get; init; }

    /// <summary>When it is not written.</summary>
    public Omission Omits { get; init; }

    /// <summary>Where a data set is read back, the member has its default.</summary>
    public bool IsNotRead { get; init; }

    /// <summary>A row can be made without it.</summary>
    public bool IsOptional { get; init; }
}
