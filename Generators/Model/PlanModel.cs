using Distil.Generators.Planning;

namespace Distil.Generators.Model;

/// <summary>How the graph is run: which steps share a loop, what crosses from one loop to the next, what is counted for joins.</summary>
/// <param name="RawJson">Ids of the columns that are passed through as raw JSON, from the line of a file to that of a data set.</param>
internal sealed record PlanModel(
    EquatableArray<StageModel> Stages,
    EquatableArray<OutletModel> Outlets,
    EquatableArray<ForkModel> Forks,
    EquatableArray<int> RawJson = default)
{
    public static PlanModel Empty { get; } = new(
        EquatableArray<StageModel>.Empty, EquatableArray<OutletModel>.Empty, EquatableArray<ForkModel>.Empty);
}

internal enum KeyKind
{
    /// <summary>The source and the row's ordinal in it, packed in one number; the first key of every batch.</summary>
    Number,

    /// <summary>
    /// The child's number at an <c>Expand</c>; <see cref="KeyModel.Id"/> is the depth, from 0. -1 where a merged branch has no such depth.
    /// </summary>
    Child,

    /// <summary>
    /// Which of the rows with the same number and children it is: they are told apart by the branch of a merge that one row can reach by
    /// several.
    /// </summary>
    Repeat,

    /// <summary>The row's number among the rows that reached a fork; <see cref="KeyModel.Id"/> is the fork's.</summary>
    Fork,

    /// <summary>
    /// The value of a <c>[Flags]</c> router whose branches are joined; <see cref="KeyModel.Id"/> is the router's step index.
    /// </summary>
    Route,
}

/// <summary>A number that travels with each row beside its columns.</summary>
internal sealed record KeyModel(KeyKind Kind, int Id)
{
    /// <summary>The repeat of a row. There is one at most.</summary>
    public static KeyModel Repeat { get; } = new(KeyKind.Repeat, 0);

    /// <summary>Whether it is a part of the number that users see.</summary>
    public bool IsOfRowId => Kind is KeyKind.Number or KeyKind.Child or KeyKind.Repeat;
}

/// <summary>
/// What leaves a stage at one point: batches of rows with these keys and columns. Several stages may read one
/// outlet; they share its batches.
/// </summary>
/// <param name="Step">
/// The step whose rows it carries; where branches meet before a step that another stage calls, that step, whose input the rows are.
/// </param>
/// <param name="Keys">Number first, then children by depth, then the repeat, then forks, then routes.</param>
/// <param name="Columns">Ids of the live columns.</param>
/// <param name="Readers">Indices of the stages that read it.</param>
/// <param name="FeedsFanIn">A join, merge or zip below needs to know how far this edge has come even where it carries no rows.</param>
internal sealed record OutletModel(
    int Index,
    int Step,
    EquatableArray<KeyModel> Keys,
    EquatableArray<int> Columns,
    EquatableArray<int> Readers,
    bool FeedsFanIn);

/// <summary>A point whose branches come together again in another stage.</summary>
/// <param name="Step">The step whose rows are counted.</param>
/// <param name="Stage">The stage that counts.</param>
/// <param name="IsSource">
/// The fork is a source whose rows are zipped, or merged with another source's: the row's ordinal is the count.
/// </param>
/// <param name="FanIns">Stages (joins, merges, zips) whose progress holds the fork back.</param>
internal sealed record ForkModel(int Id, int Step, int Stage, bool IsSource, EquatableArray<FanInStageModel> FanIns)
{
    /// <summary>
    /// Its rows get numbers of their own. The rows of a source that has only fan-ins with other sources are known by their ordinals.
    /// </summary>
    public bool IsCounted => FanIns.Any(fanIn => fanIn.IsCounted);
}

/// <summary>A stage with a fan-in of branches of a fork.</summary>
/// <param name="BatchSteps">The batch steps between the fork and the stage, each with whether rows may have been dropped there.</param>
/// <param name="CrossesGlobal">A global step lies between: nothing can be held back.</param>
/// <param name="IsCounted">The rows are aligned by the numbers that the fork gives them; otherwise by their ordinals in the source.</param>
internal sealed record FanInStageModel(int Stage, EquatableArray<BatchStepModel> BatchSteps, bool CrossesGlobal, bool IsCounted);

/// <summary>A batch step between a fork and a fan-in.</summary>
/// <param name="MayDrop">Rows of the fork may have been dropped or multiplied there, so that the batch also closes by position.</param>
internal sealed record BatchStepModel(int Step, bool MayDrop);

internal enum HeadKind
{
    /// <summary>A source's own loop.</summary>
    Source,

    /// <summary>Batches of one outlet, as they come.</summary>
    Loop,

    /// <summary>An asynchronous row method, called for many rows at a time, answers taken in order.</summary>
    Call,

    /// <summary>An expand, called for many rows at a time, whose children go on as they are made.</summary>
    Expand,

    /// <summary>A batch method over exactly <c>BatchSize</c> rows.</summary>
    Batch,

    /// <summary>A global step.</summary>
    All,
    Join,
    Merge,
    Zip,

    /// <summary>A data set's writer.</summary>
    Leaf,
}

/// <summary>Steps that share one loop, run by one task (or by several replicas of it).</summary>
/// <param name="Step">
/// The step that the head calls (Source, Call, Batch, All), or whose edges meet (Join, Merge, Zip), or whose rows end (Leaf), or whose rows
/// are read (Edge).
/// </param>
/// <param name="Inputs">One an outlet that is read, in the order of the branches.</param>
/// <param name="Steps">The steps that run here, in order of execution, for the comment and the graph.</param>
/// <param name="Why">Why the stage begins here, as a sentence for the comment.</param>
/// <param name="Flow">What happens with each row of the head. Null for a leaf.</param>
/// <param name="Outlets">Indices of the outlets written here.</param>
/// <param name="Forks">Ids of the forks counted here.</param>
/// <param name="Concurrency">For stages without an awaited call: whether the loop may be replicated (greater than 1 as compiled).</param>
/// <param name="CloseForks">Batch heads: ids of the forks by whose positions a batch also closes.</param>
/// <param name="IsOrdered">False: answers may leave out of order (<c>Ordered = false</c> and nothing below needs the order).</param>
/// <param name="Leaf">Index of the leaf, for <see cref="HeadKind.Leaf"/>; otherwise -1.</param>
internal sealed record StageModel(
    int Index,
    HeadKind Head,
    int Step,
    EquatableArray<StageInputModel> Inputs,
    EquatableArray<int> Steps,
    string Why,
    FlowModel? Flow,
    EquatableArray<int> Outlets,
    EquatableArray<int> Forks,
    int Concurrency,
    EquatableArray<int> CloseForks,
    bool IsOrdered,
    int Leaf)
{
    /// <summary>What the loop contains. Null for a leaf.</summary>
    public BodyModel? Body { get; init; }

    /// <summary>Whether its head is a merge that one row can reach by several branches.</summary>
    public bool RepeatsRows { get; init; }
}

/// <summary>An outlet that a stage reads.</summary>
/// <param name="Columns">Ids of the columns that this stage reads from it.</param>
/// <param name="ForkKey">Index among the outlet's keys of the number by which rows are aligned (Join, Merge, Zip); otherwise -1.</param>
/// <param name="RouteKey">Index among the outlet's keys of the route that says to which branches a row was sent; -1: to every one.</param>
/// <param name="RouteBits">The bits of that route that mean this branch; 0: every row is sent here.</param>
internal sealed record StageInputModel(int Outlet, EquatableArray<int> Columns, int ForkKey, int RouteKey, long RouteBits)
{
    /// <summary>Whether a run with a directory holds its rows on disk: for a global step, or while a sibling waits for one.</summary>
    public bool IsHeld { get; init; }
}
