using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// A point at which rows leave a loop: the rows of a step, or (<paramref name="IsInput"/>) those that are about to reach it.
/// </summary>
/// <param name="Routes">The routes that select the rows, sorted and joined; empty: every row.</param>
internal readonly record struct OutletPoint(int Step, bool IsInput, string Routes)
{
    /// <summary>The rows on one edge.</summary>
    internal static OutletPoint Of(BranchModel branch) =>
        new(branch.Step, IsInput: false, string.Join("|", branch.Routes.OrderBy(route => route, StringComparer.Ordinal)));

    /// <summary>The combined rows of a fan-in before a step that another stage calls.</summary>
    internal static OutletPoint Before(int step) => new(step, IsInput: true, "");
}

/// <summary>A stage before its outlets and flow are known.</summary>
/// <param name="Step">As in <see cref="StageModel.Step"/>.</param>
/// <param name="First">The step that begins the body; for a fan-in, the step that it feeds.</param>
/// <param name="Concurrency">How often the loop is replicated.</param>
internal sealed record StageDraft(
    int Index, HeadKind Head, int Step, int First, int Concurrency, IReadOnlyList<OutletPoint> Reads, int Leaf = -1);

/// <summary>Where a step runs.</summary>
/// <param name="Scope">
/// The rows that leave the step, as a loop in the stage's code: two points of one scope see a row at most once for each
/// turn of that loop, so that a fan-in of branches between them needs no queue.
/// </param>
internal readonly record struct Placement(StageDraft Stage, int Scope);

/// <summary>A join or merge inside a loop.</summary>
internal sealed record FusedFanIn(int Id, int Step, int Fork, StageDraft Stage, int Scope, bool IsExclusive);

/// <summary>Decides for each step whose loop it runs in.</summary>
internal sealed class Staging
{
    private readonly StepGraph _graph;
    private readonly List<StageDraft> _stages = [];
    private readonly Placement[] _placements;
    private readonly Dictionary<int, FusedFanIn> _fused = [];
    private int _scopes;

    internal Staging(StepGraph graph, IReadOnlyList<LeafModel> leaves)
    {
        _graph = graph;
        _placements = new Placement[graph.Steps.Count];
        foreach (var step in graph.Order)
        {
            _placements[step] = graph.IsFanIn(step) ? PlaceFanIn(step) : Place(step);
        }

        foreach (var leaf in leaves)
        {
            Open(HeadKind.Leaf, leaf.Step, leaf.Step, 1, [new OutletPoint(leaf.Step, IsInput: false, "")], leaf.Index);
        }
    }

    /// <summary>Every stage after those whose outlets it reads; data sets last.</summary>
    internal IReadOnlyList<StageDraft> Stages => _stages;

    /// <summary>The stage in which a step is called.</summary>
    internal StageDraft StageOf(int step) => _placements[step].Stage;

    /// <summary>The join or merge before a step, where it needs no stage; otherwise null.</summary>
    internal FusedFanIn? Fused(int fanIn) => _fused.TryGetValue(fanIn, out var result) ? result : null;

    /// <summary>The joins and merges in a stage's loop of branches that part after a step, each after those that it depends on.</summary>
    internal IEnumerable<FusedFanIn> FusedAt(int fork) =>
        _graph.Order.Where(_fused.ContainsKey).Select(step => _fused[step]).Where(fanIn => fanIn.Fork == fork);

    /// <summary>Whether a step is the first of its stage, so that its rows come from outlets and not from the step above.</summary>
    internal bool BeginsStage(int step) => StageOf(step).First == step;

    private Placement Place(int step)
    {
        var model = _graph.Steps[step];
        if (model.Kind == StepKind.Source)
        {
            return Leave(Open(HeadKind.Source, step, step, 1, []), NewScope(), step);
        }

        var edge = model.Input.Branches[0];
        var above = _placements[edge.Step];
        return Fits(above.Stage, model)
            ? Leave(above.Stage, above.Scope, step)
            : Leave(OpenOwn(step, edge.Step, OutletPoint.Of(edge)), NewScope(), step);
    }

    private Placement PlaceFanIn(int step)
    {
        var model = _graph.Steps[step];
        StageDraft stage;
        int scope;
        if (TryFuse(step) is { } fanIn)
        {
            stage = fanIn.Stage;
            scope = fanIn.Scope;
        }
        else
        {
            var head = model.Input.Kind switch
            {
                InputKind.Join => HeadKind.Join,
                InputKind.Merge => HeadKind.Merge,
                _ => HeadKind.Zip,
            };
            stage = Open(head, step, step, 1, [.. model.Input.Branches.Select(OutletPoint.Of)]);
            scope = NewScope();
        }

        return Fits(stage, model)
            ? Leave(stage, scope, step)
            : Leave(OpenOwn(step, step, OutletPoint.Before(step)), NewScope(), step);
    }

    private FusedFanIn? TryFuse(int step)
    {
        var model = _graph.Steps[step];
        var fork = _graph.Fork(step);
        if (fork < 0)
        {
            return null;
        }

        var (stage, scope) = _placements[fork];
        if (model.Input.Branches.Any(branch => _placements[branch.Step] != new Placement(stage, scope)))
        {
            return null;
        }

        var isExclusive = model.Input.Kind == InputKind.Merge && _graph.IsExclusive(step);
        var result = new FusedFanIn(
            _fused.Values.Count(fanIn => fanIn.Stage == stage),
            step,
            fork,
            stage,
            model.Input.Kind == InputKind.Merge && !isExclusive ? NewScope() : scope,
            isExclusive);
        _fused.Add(step, result);
        return result;
    }

    /// <summary>Whether a step may run in a stage's loop: replicated loops hold only what the user has replicated alike.</summary>
    private static bool Fits(StageDraft stage, StepModel step) =>
        StepGraph.IsRowCode(step)
        && (step.Kind == StepKind.Pass || step.Settings.Concurrency == stage.Concurrency);

    private StageDraft OpenOwn(int step, int above, OutletPoint reads)
    {
        var model = _graph.Steps[step];
        return StepGraph.Form(model) switch
        {
            MethodForm.All => Open(HeadKind.All, step, step, 1, [reads]),
            MethodForm.Batch => Open(HeadKind.Batch, step, step, 1, [reads]),
            MethodForm.Row when model.IsCalledByRow =>
                Open(model.IsStreamed ? HeadKind.Expand : HeadKind.Call, step, step, 1, [reads]),
            _ => Open(HeadKind.Loop, above, step, model.Settings.Concurrency, [reads]),
        };
    }

    private Placement Leave(StageDraft stage, int scope, int step) =>
        new(stage, _graph.Steps[step].Kind == StepKind.Expand ? NewScope() : scope);

    private StageDraft Open(HeadKind head, int step, int first, int concurrency, IReadOnlyList<OutletPoint> reads, int leaf = -1)
    {
        var stage = new StageDraft(_stages.Count, head, step, first, concurrency, reads, leaf);
        _stages.Add(stage);
        return stage;
    }

    private int NewScope() => _scopes++;
}
