using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// The forks of fan-ins that are stages of their own: what must be counted, what travels with the rows, what is held back.
/// </summary>
internal sealed class Forks
{
    private readonly StepGraph _graph;
    private readonly Staging _staging;
    private readonly CoupledSources _coupled;
    private readonly List<ForkRegion> _regions = [];
    private readonly List<int> _steps;

    internal Forks(StepGraph graph, Staging staging)
    {
        _graph = graph;
        _staging = staging;
        _coupled = new CoupledSources(graph);
        foreach (var stage in staging.Stages.Where(stage => stage.Head is HeadKind.Join or HeadKind.Merge or HeadKind.Zip))
        {
            if (graph.Fork(stage.Step) >= 0)
            {
                _regions.Add(ForkRegion.OfFork(graph, stage.Step));
            }
            else
            {
                _regions.AddRange(ForkRegion.OfSources(graph, stage.Step, _coupled));
            }
        }

        _steps = [.. graph.Order.Where(step => _regions.Exists(region => region.Fork == step))];
    }

    /// <summary>The fork's number; -1 where the rows that leave a step are not counted.</summary>
    internal int Id(int step) => _steps.IndexOf(step);

    /// <summary>The forks of a stage.</summary>
    internal IEnumerable<int> In(StageDraft stage) =>
        Enumerable.Range(0, _steps.Count).Where(id => _staging.StageOf(_steps[id]) == stage);

    /// <summary>The keys that rows on an edge carry for fan-ins below, in the order in which an outlet has them.</summary>
    internal IEnumerable<KeyModel> KeysOnEdge(int from, int to) => Keys(region => region.Carries(from, to));

    /// <summary>The keys of combined rows between a fan-in and its step.</summary>
    internal IEnumerable<KeyModel> KeysBefore(int step) => Keys(region => region.Contains(step));

    /// <summary>The forks by whose numbers a batch step also closes its batches: rows of theirs may be missing on its input.</summary>
    internal IEnumerable<int> CloseForks(int step) =>
        _regions.Where(region => region.MayDrop.Contains(step)).Select(region => Id(region.Fork)).Distinct().OrderBy(id => id);

    internal EquatableArray<ForkModel> ToModels() => _steps.Select(ToModel).ToEquatableArray();

    private IEnumerable<KeyModel> Keys(Func<ForkRegion, bool> isOpen)
    {
        var open = _regions.Where(region => region.IsCounted && isOpen(region)).ToList();
        var forks = open.Select(region => Id(region.Fork)).Distinct().OrderBy(id => id);
        var routes = open.Select(region => _graph.RouteStep(region.FanIn)).Where(step => step >= 0).Distinct().OrderBy(step => step);
        return forks.Select(id => new KeyModel(KeyKind.Fork, id)).Concat(routes.Select(step => new KeyModel(KeyKind.Route, step)));
    }

    private ForkModel ToModel(int step)
    {
        var regions = _regions.Where(region => region.Fork == step).ToList();
        return new ForkModel(
            Id(step),
            step,
            _staging.StageOf(step).Index,
            regions.Exists(region => !region.IsCounted),
            regions
                .Select(region => new FanInStageModel(FanInStage(region.FanIn), BatchSteps(region), region.CrossesGlobal, region.IsCounted))
                .ToEquatableArray());
    }

    // A source that is zipped waits for its sibling, which may wait for a third to fill a batch on another path: what one of
    // them must run ahead, all must. A fork's branches wait for nobody but the fork.
    private EquatableArray<BatchStepModel> BatchSteps(ForkRegion region)
    {
        var regions = region.IsCounted
            ? [region]
            : _regions.Where(other => !other.IsCounted && _coupled.Group(other.Fork) == _coupled.Group(region.Fork)).ToList();
        var steps = regions.SelectMany(other => other.BatchSteps).ToList();
        return _graph.Order
            .Where(step => steps.Exists(batch => batch.Step == step))
            .Select(step => new BatchStepModel(step, steps.Exists(batch => batch.Step == step && batch.MayDrop)))
            .ToEquatableArray();
    }

    private int FanInStage(int fanIn) =>
        _staging.Stages.First(stage => stage.Step == fanIn && stage.Head is HeadKind.Join or HeadKind.Merge or HeadKind.Zip).Index;
}
