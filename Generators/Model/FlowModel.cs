namespace Distil.Generators.Model;

/// <summary>
/// A point in a fused loop where one row stands with its columns: the step is called (unless the head has done
/// it), its outcome decides whether the row goes on (filter), how often (expand) and where (router); then come
/// the consumers, in order, then the joins and merges whose branches all began here.
/// </summary>
/// <param name="Step">The step that is called here; -1: none (a head that only gives rows).</param>
/// <param name="IsHead">The head has called the step: its answer is at hand.</param>
/// <param name="Fork">Id of the fork that counts the rows that leave this point; -1: none.</param>
/// <param name="Depth">For an expand: the depth of the child's number; otherwise -1.</param>
internal sealed record FlowModel(
    int Step,
    bool IsHead,
    int Fork,
    int Depth,
    EquatableArray<FlowEdgeModel> Edges,
    EquatableArray<FanInModel> FanIns)
{
    /// <summary>What becomes of a row that the step fails on, here in the loop.</summary>
    public DropKind Drops { get; init; }
}

/// <summary>What becomes of a row that a step of a loop fails on.</summary>
internal enum DropKind
{
    /// <summary>It is not left out: the run stops, or the row goes on with nulls.</summary>
    Never,

    /// <summary>It is left out, and nothing else is to be done for it: the loop is left, and begun again behind it.</summary>
    Returns,

    /// <summary>
    /// It goes no further from the step. What else is to be done for it is done aside; then the loop is left, and begun again behind it.
    /// </summary>
    Finishes,

    /// <summary>It goes no further from the step, and the loop goes on, since the row has become several.</summary>
    GoesOn,
}

internal enum FlowTarget
{
    /// <summary>A step that reads this row alone.</summary>
    Step,

    /// <summary>The row is written to an outlet.</summary>
    Outlet,

    /// <summary>The row is one branch of a join or merge in this loop.</summary>
    FanIn,
}

/// <summary>Where a row goes from a point.</summary>
/// <param name="Routes">Fully qualified enum members: the row goes on where the router here chose one of them; empty: always.</param>
/// <param name="Next">For <see cref="FlowTarget.Step"/>.</param>
/// <param name="Outlet">For <see cref="FlowTarget.Outlet"/>.</param>
/// <param name="FanIn">For <see cref="FlowTarget.FanIn"/>: <see cref="FanInModel.Id"/>.</param>
/// <param name="Branch">For <see cref="FlowTarget.FanIn"/>: which branch arrives.</param>
internal sealed record FlowEdgeModel(
    EquatableArray<string> Routes,
    FlowTarget Target,
    FlowModel? Next,
    int Outlet,
    int FanIn,
    int Branch);

/// <summary>A join or merge whose fork and branches all lie in this loop.</summary>
/// <param name="Id">Unique in its stage.</param>
/// <param name="Step">The step that it feeds; its <see cref="StepModel.Input"/> says which columns come from which branch.</param>
/// <param name="IsExclusive">A merge of which at most one branch is taken for a row: the branches share their locals.</param>
/// <param name="RouteStep">
/// A join below a flags router: that router's step index; otherwise -1. Branch b is expected where the route has a bit of <see
/// cref="BranchBits"/>[b], or those are 0.
/// </param>
/// <param name="Columns">Ids of the combined columns that are used below.</param>
/// <param name="Next">What happens with the combined row.</param>
internal sealed record FanInModel(
    int Id,
    int Step,
    InputKind Kind,
    bool IsExclusive,
    int RouteStep,
    EquatableArray<long> BranchBits,
    EquatableArray<int> Columns,
    FlowModel Next)
{
    /// <summary>Whether it is a merge that one row can reach by several branches.</summary>
    public bool RepeatsRows => Kind == InputKind.Merge && !IsExclusive;
}
