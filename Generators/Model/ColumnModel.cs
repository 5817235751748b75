namespace Distil.Generators.Model;

/// <summary>
/// One column as one step (or one merge, join or refinement) made it. A step that replaces a column makes a new
/// one of the same name, so an id stands for one value per row wherever it is carried.
/// </summary>
/// <param name="Id">Its index in <see cref="PipelineModel.Columns"/>.</param>
/// <param name="Name">The name in Pascal case, as generated properties carry it.</param>
/// <param name="FileName">
/// The name in files: the one of <c>[JsonPropertyName]</c>, otherwise <c>JsonNamingPolicy.SnakeCaseLower</c> of <paramref name="Name"/>.
/// </param>
/// <param name="Type">The fully qualified C# type, with <c>global::</c> and its nullable annotation.</param>
/// <param name="IsValueType">Whether <paramref name="Type"/> is a value type (a <c>Nullable&lt;T&gt;</c> included).</param>
/// <param name="IsNullable">Whether null is a value of it.</param>
/// <param name="MustHaveValue">
/// A reference whose type says that it is never null: it is held to that where it is made. What was written without nullable
/// annotations says nothing, and null passes.
/// </param>
/// <param name="MadeBy">The name of the step that made it, for documentation.</param>
internal sealed record ColumnModel(
    int Id,
    string Name,
    string FileName,
    string Type,
    bool IsValueType,
    bool IsNullable,
    bool MustHaveValue,
    string MadeBy)
{
    /// <summary>How its values are held on disk; null: they cannot be, or the pipeline has no global step.</summary>
    public HeldTypeModel? Held { get; init; }
}
