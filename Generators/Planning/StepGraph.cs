using Distil.Generators.Graph;
using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>One edge out of a step: the step that reads, and the index of its branch.</summary>
internal readonly record struct EdgeEnd(int Step, int Branch);

/// <summary>The steps with their readers, their forks, and the questions that every part of the planner asks about them.</summary>
internal sealed class StepGraph
{
    private readonly List<EdgeEnd>[] _readers;
    private int[]? _depths;
    private bool[]? _repeats;

    internal StepGraph(IReadOnlyList<StepModel> steps)
    {
        Steps = steps;
        Topology = new Topology(
            [.. steps.Select(step => step.Input.Branches.Select(branch => branch.Step).ToList())],
            [.. steps.Select(step => step.Input.Kind == InputKind.Zip || MakesNewRows(step))]);
        _readers = [.. steps.Select(_ => new List<EdgeEnd>())];
        foreach (var step in steps)
        {
            for (var branch = 0; branch < step.Input.Branches.Count; branch++)
            {
                _readers[step.Input.Branches[branch].Step].Add(new EdgeEnd(step.Index, branch));
            }
        }
    }

    internal IReadOnlyList<StepModel> Steps { get; }

    internal Topology Topology { get; }

    /// <summary>Every step after those whose rows it reads.</summary>
    internal IReadOnlyList<int> Order => Topology.Order;

    /// <summary>The edges out of a step, in the declared order of the steps that read.</summary>
    internal IReadOnlyList<EdgeEnd> Readers(int step) => _readers[step];

    internal IReadOnlyList<BranchModel> Branches(int step) => Steps[step].Input.Branches;

    internal bool IsFanIn(int step) => Steps[step].Input.Kind is InputKind.Join or InputKind.Merge or InputKind.Zip;

    /// <summary>The step at which the branches of a fan-in part; -1 for a zip, and for branches of several sources.</summary>
    internal int Fork(int fanIn) =>
        Steps[fanIn].Input.Kind == InputKind.Zip ? -1 : Topology.Lca(Branches(fanIn).Select(branch => branch.Step));

    /// <summary>The rows of their fork that come to each branch.</summary>
    internal IReadOnlyList<RouteSelection> Selections(int fanIn)
    {
        var fork = Fork(fanIn);
        return [.. Branches(fanIn).Select(branch => RouteSelection.Of(fork, branch, Branches))];
    }

    /// <summary>Whether a row of the fork takes one branch at most.</summary>
    internal bool IsExclusive(int fanIn) =>
        Fork(fanIn) is var fork and >= 0 && Steps[fork].RouteType is { IsFlags: false } && RouteSelection.AreExclusive(Selections(fanIn));

    /// <summary>The flags router whose route says which branches of a join to expect; -1 where every branch is expected.</summary>
    internal int RouteStep(int fanIn)
    {
        var fork = Steps[fanIn].Input.Kind == InputKind.Join ? Fork(fanIn) : -1;
        return fork >= 0 && Steps[fork].RouteType is { IsFlags: true } && Selections(fanIn).Any(selection => !selection.IsEvery)
            ? fork
            : -1;
    }

    internal bool IsGlobal(int step) => Form(Steps[step]) == MethodForm.All;

    /// <summary>Whether the step is a source, or a global step whose rows begin a new numbering.</summary>
    internal bool StartsNumbers(int step) => Steps[step].Kind == StepKind.Source || MakesNewRows(Steps[step]);

    /// <summary>The branches from which a step's rows have their numbers: those of a zip are its left side's.</summary>
    internal IEnumerable<BranchModel> NumberBranches(int step) =>
        StartsNumbers(step) ? []
        : Steps[step].Input.Kind == InputKind.Zip ? Steps[step].Input.Branches.Take(1)
        : Steps[step].Input.Branches;

    internal static MethodForm Form(StepModel step) =>
        step.Kind == StepKind.Source ? MethodForm.Read : step.Method?.Form ?? MethodForm.None;

    internal static bool MakesNewRows(StepModel step) => Form(step) == MethodForm.All && step.Settings.NewRows;

    /// <summary>Whether the step is called for one row inside the loop of whoever gives the rows.</summary>
    internal static bool IsRowCode(StepModel step) => Form(step) switch
    {
        MethodForm.None => true,
        MethodForm.Row => !step.IsCalledByRow,
        _ => false,
    };

    /// <summary>Whether a failure of this step can drop a row while the run continues.</summary>
    internal static bool FailureMayDrop(StepModel step) =>
        step.Settings.OnError == ErrorPolicy.DeadLetter
        && (Form(step) is MethodForm.Row or MethodForm.Batch || step.Json is not null);

    /// <summary>Whether fewer rows than the step sees may leave it (or more: an expand's child count may be zero).</summary>
    internal static bool MayDropRows(StepModel step) => step.Kind is StepKind.Filter or StepKind.Expand || FailureMayDrop(step);

    /// <summary>Whether a zip may lack a row on one side, so that the other's goes as well.</summary>
    internal bool MayDropPairs(int step) =>
        Steps[step].Input.Kind == InputKind.Zip
        && (IsRouted(step)
            || Above(step, above => !StartsNumbers(above))
                .Any(above => FailureMayDrop(Steps[above])
                    || (!StartsNumbers(above) && (MayDropRows(Steps[above]) || IsRouted(above)))));

    private bool IsRouted(int step) => Branches(step).Any(branch => branch.Routes.Count > 0);

    /// <summary>The steps strictly between a fork and one of its fan-ins.</summary>
    internal HashSet<int> Between(int fork, int fanIn)
    {
        var between = new HashSet<int>();
        var open = new Stack<int>(Branches(fanIn).Select(branch => branch.Step));
        while (open.Count > 0)
        {
            var step = open.Pop();
            if (step == fork || !between.Add(step))
            {
                continue;
            }

            foreach (var branch in Branches(step))
            {
                open.Push(branch.Step);
            }
        }

        return between;
    }

    /// <summary>Every step below one, by any path.</summary>
    internal HashSet<int> Below(int step)
    {
        var below = new HashSet<int>();
        var open = new Stack<int>();
        open.Push(step);
        while (open.Count > 0)
        {
            foreach (var reader in Readers(open.Pop()))
            {
                if (below.Add(reader.Step))
                {
                    open.Push(reader.Step);
                }
            }
        }

        return below;
    }

    /// <summary>Every step above one, by any path, or by those that lead only through steps that let it go on.</summary>
    internal HashSet<int> Above(int step, Func<int, bool>? goesOn = null)
    {
        var above = new HashSet<int>();
        var open = new Stack<int>();
        open.Push(step);
        while (open.Count > 0)
        {
            foreach (var branch in Branches(open.Pop()))
            {
                if (above.Add(branch.Step) && (goesOn is null || goesOn(branch.Step)))
                {
                    open.Push(branch.Step);
                }
            }
        }

        return above;
    }

    /// <summary>How many expands lie between a step's source and the rows on its input.</summary>
    internal IReadOnlyList<int> InputDepths() => _depths ??= FindInputDepths();

    private int[] FindInputDepths()
    {
        var depths = new int[Steps.Count];
        foreach (var step in Order)
        {
            // A global step that makes new rows reads deep ones and gives flat ones: its input is asked for as well.
            var branches = Steps[step].Input.Kind == InputKind.Zip ? Branches(step).Take(1) : Branches(step);
            depths[step] = branches.Select(branch => OutputDepth(branch.Step, depths[branch.Step])).DefaultIfEmpty(0).Max();
        }

        return depths;
    }

    /// <summary>Whether a step is a merge that a row of one source can reach by several branches.</summary>
    internal bool RepeatsRows(int step) => Steps[step].Input.Kind == InputKind.Merge
        && !IsExclusive(step)
        && (Fork(step) >= 0 || Branches(step).Where((branch, index) =>
            Branches(step).Skip(index + 1).Any(other => SourcesOf(branch.Step).Overlaps(SourcesOf(other.Step)))).Any());

    /// <summary>Whether rows on a step's input, or on its output, can share number and children.</summary>
    internal bool HasRepeats(int step, bool isInput) => isInput ? InputRepeats[step] : InputRepeats[step] && !MakesNewRows(Steps[step]);

    private bool[] InputRepeats => _repeats ??= FindInputRepeats();

    private bool[] FindInputRepeats()
    {
        var repeats = new bool[Steps.Count];
        foreach (var step in Order)
        {
            var branches = Steps[step].Input.Kind == InputKind.Zip ? Branches(step).Take(1) : Branches(step);
            repeats[step] = RepeatsRows(step)
                || branches.Any(branch => repeats[branch.Step] && !MakesNewRows(Steps[branch.Step]));
        }

        return repeats;
    }

    private HashSet<int> SourcesOf(int step) =>
        StartsNumbers(step) ? [step] : [.. Above(step, above => !StartsNumbers(above)).Where(StartsNumbers)];

    internal int OutputDepth(int step, int inputDepth) =>
        MakesNewRows(Steps[step]) ? 0 : Steps[step].Kind == StepKind.Expand ? inputDepth + 1 : inputDepth;
}
