using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>The forks whose branches meet in another stage: what must be counted, what travels with the rows, what is held back.</summary>
internal sealed class Forks
{
    private readonly StepGraph _graph;
    private readonly Staging _staging;
    private readonly CoupledSources _coupled;
    private readonly List<Span> _spans = [];
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
                _spans.Add(Span.OfFork(graph, stage.Step));
            }
            else
            {
                _spans.AddRange(Span.OfSources(graph, stage.Step, _coupled));
            }
        }

        _steps = [.. graph.Order.Where(step => _spans.Exists(span => span.Fork == step))];
    }

    /// <summary>The fork's number; -1 where the rows that leave a step are not counted.</summary>
    internal int Id(int step) => _steps.IndexOf(step);

    /// <summary>The forks of a stage.</summary>
    internal IEnumerable<int> In(StageDraft stage) =>
        Enumerable.Range(0, _steps.Count).Where(id => _staging.StageOf(_steps[id]) == stage);

    /// <summary>The keys that rows on an edge carry for meetings below, in the order in which a port has them.</summary>
    internal IEnumerable<KeyModel> KeysOnEdge(int from, int to) => Keys(span => span.Carries(from, to));

    /// <summary>The keys that rows carry whose branches have met before a step and that are about to reach it.</summary>
    internal IEnumerable<KeyModel> KeysBefore(int step) => Keys(span => span.Contains(step));

    /// <summary>The forks by whose numbers a batch step also closes its batches: rows of theirs may be missing on its input.</summary>
    internal IEnumerable<int> CloseForks(int step) =>
        _spans.Where(span => span.Thinned.Contains(step)).Select(span => Id(span.Fork)).Distinct().OrderBy(id => id);

    internal EquatableArray<ForkModel> ToModels() => _steps.Select(ToModel).ToEquatableArray();

    private IEnumerable<KeyModel> Keys(Func<Span, bool> isOpen)
    {
        var open = _spans.Where(span => span.IsCounted && isOpen(span)).ToList();
        var forks = open.Select(span => Id(span.Fork)).Distinct().OrderBy(id => id);
        var routes = open.Select(span => _graph.RouteStep(span.Meet)).Where(step => step >= 0).Distinct().OrderBy(step => step);
        return forks.Select(id => new KeyModel(KeyKind.Fork, id)).Concat(routes.Select(step => new KeyModel(KeyKind.Route, step)));
    }

    private ForkModel ToModel(int step)
    {
        var spans = _spans.Where(span => span.Fork == step).ToList();
        return new ForkModel(
            Id(step),
            step,
            _staging.StageOf(step).Index,
            spans.Exists(span => !span.IsCounted),
            spans.Select(span => new MeetingModel(MeetStage(span.Meet), BatchSteps(span), span.CrossesGlobal, span.IsCounted)).ToEquatableArray());
    }

    // A source that is zipped waits for its sibling, which may wait for a third to fill a batch on another way: what one of
    // them must run ahead, all must. A fork's branches wait for nobody but the fork.
    private EquatableArray<BatchStepModel> BatchSteps(Span span)
    {
        var spans = span.IsCounted
            ? [span]
            : _spans.Where(other => !other.IsCounted && _coupled.Group(other.Fork) == _coupled.Group(span.Fork)).ToList();
        var steps = spans.SelectMany(other => other.BatchSteps).ToList();
        return _graph.Order
            .Where(step => steps.Exists(batch => batch.Step == step))
            .Select(step => new BatchStepModel(step, steps.Exists(batch => batch.Step == step && batch.MayMiss)))
            .ToEquatableArray();
    }

    private int MeetStage(int meet) =>
        _staging.Stages.First(stage => stage.Step == meet && stage.Head is HeadKind.Join or HeadKind.Merge or HeadKind.Zip).Index;
}
