
namespace Distil.Generators.Model;

/// <summary>What the loop of a stage contains, as the emitter needs to know it before it prints the loop.</summary>
/// <param name="Used">Ids of the columns that the loop reads somewhere.</param>
/// <param name="Called">The steps that the loop itself calls, in order.</param>
/// <param name="CanFail">User code runs in the loop: an exception must be reported with its step and row.</param>
/// <param name="Multiplies">A row of the head can become several.</param>
/// <param name="Depths">Depths of the children that the loop numbers.</param>
/// <param name="RouteBits">The routers whose route is needed as a number: it travels, or decides about a join in this loop.</param>
/// <param name="Certain">Ids of the joins to which every row comes by every branch.</param>
/// <param name="Counters">Every counter of rows; the first is the head's.</param>
/// <param name="StepCounters">The counters of each step of the loop, in order.</param>
/// <param name="Copies">
/// Where every row of the head goes straight to outlets: what each outlet receives. Null: the rows are looped over.
/// </param>
internal sealed record BodyModel(
    EquatableArray<int> Used,
    EquatableArray<int> Called,
    bool CanFail,
    bool Multiplies,
    EquatableArray<int> Depths,
    EquatableArray<int> RouteBits,
    EquatableArray<int> Certain,
    EquatableArray<CounterModel> Counters,
    EquatableArray<StepCountersModel> StepCounters,
    EquatableArray<OutletCopyModel>? Copies)
{
    /// <summary>The expands whose children are collected before the first of them goes on.</summary>
    public EquatableArray<int> Collecting { get; init; } = EquatableArray<int>.Empty;

    /// <summary>
    /// The steps that may fail on a row for which something else is still to be done, in order; not those of rows that became several.
    /// </summary>
    public EquatableArray<int> Finishing { get; init; } = EquatableArray<int>.Empty;

    /// <summary>Whether a handler of the body reads what its step was given.</summary>
    public bool KeepsInputs { get; init; }
}

/// <summary>Counts rows; steps that let every row go on share one.</summary>
/// <param name="Step">The step that it is named by; -1: the head's, which the index of the loop counts.</param>
/// <param name="IsOut">It counts the rows that leave the step; otherwise those that come to it.</param>
/// <param name="First">The index among the loop's steps of the first that its rows come to.</param>
/// <param name="Parts">The counters whose sum it is; none: it counts by itself.</param>
internal sealed record CounterModel(int Step, bool IsOut, int First, EquatableArray<CounterPartModel> Parts);

/// <summary>A summand.</summary>
/// <param name="Counter">Index of the counter.</param>
/// <param name="Last">The last index among the loop's steps at which a row that it counts can be.</param>
internal sealed record CounterPartModel(int Counter, int Last);

/// <summary>The counters of one step.</summary>
/// <param name="In">The counter of the rows that come to it; -1: the head called it, and counts them.</param>
/// <param name="Out">The counter of the rows that leave it.</param>
/// <param name="OwnsIn">The step advances <paramref name="In"/>.</param>
internal sealed record StepCountersModel(int Step, int In, int Out, bool OwnsIn);

/// <summary>The columns of an outlet that are copied as a whole.</summary>
/// <param name="Sources">For each column of the outlet the one of the head that it is: the same, or the one that was renamed.</param>
internal sealed record OutletCopyModel(int Outlet, EquatableArray<int> Sources);
