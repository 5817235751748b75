using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// Decides whose rows a run with a directory holds on disk: those that a global step reads, which need not be made again when the run is
/// resumed, and those of a branch that goes around a global step, which pile up until that has every row.
/// </summary>
/// <param name="graph">The steps.</param>
/// <param name="columns">The columns.</param>
/// <param name="rawJson">Ids of the columns that are passed through as raw JSON.</param>
internal sealed class HeldInputs(StepGraph graph, IReadOnlyList<ColumnModel> columns, EquatableArray<int> rawJson)
{
    /// <summary>Says of each input of a stage whether its rows are held.</summary>
    public EquatableArray<StageInputModel> Mark(StageDraft stage, EquatableArray<StageInputModel> inputs) =>
        inputs.Select((input, branch) => input with { IsHeld = IsWanted(stage, branch) && input.Columns.All(IsHeld) }).ToEquatableArray();

    private bool IsHeld(int column) => columns[column].Held is not null || rawJson.Contains(column);

    private bool IsWanted(StageDraft stage, int branch) => stage.Head switch
    {
        HeadKind.All => true,
        HeadKind.Join or HeadKind.Merge or HeadKind.Zip => GoesAround(stage.Step, branch),
        _ => false,
    };

    /// <summary>Whether a sibling of a branch waits for a global step for which the branch does not.</summary>
    private bool GoesAround(int fanIn, int branch)
    {
        var own = Globals(graph.Branches(fanIn)[branch].Step);
        return graph.Branches(fanIn).Any(sibling => !Globals(sibling.Step).IsSubsetOf(own));
    }

    private HashSet<int> Globals(int step) => [.. graph.Above(step).Append(step).Where(graph.IsGlobal)];
}
