using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// Works out how a pipeline is run: which steps share a loop, what crosses from one loop to the next, what is counted so that
/// branches find each other again. A function of the model alone, in a fixed order, so that equal models give equal code.
/// </summary>
internal static class Planner
{
    /// <summary>The parser's model with its plan; one with errors is not run, and has none.</summary>
    internal static PipelineModel Complete(PipelineModel model) =>
        model.HasErrors ? model : model with { Plan = Create(model.Steps, model.Columns, model.Leaves, model.JsonTypes) };

    internal static PlanModel Create(
        EquatableArray<StepModel> steps,
        EquatableArray<ColumnModel> columns,
        EquatableArray<LeafModel> leaves,
        EquatableArray<JsonTypeModel> jsonTypes = default)
    {
        var graph = new StepGraph(steps);
        if (graph.Topology.IsCyclic)
        {
            return PlanModel.Empty;
        }

        var live = new Liveness(graph, columns, leaves);
        var staging = new Staging(graph, leaves);
        var forks = new Forks(graph, staging);
        var outlets = new Outlets(graph, staging, live, forks, leaves);
        var flows = new List<(FlowModel? Flow, EquatableArray<int> Steps, EquatableArray<int> Written)>();
        foreach (var stage in staging.Stages)
        {
            var builder = new FlowBuilder(graph, staging, live, forks, outlets, leaves, stage);
            var flow = stage.Head == HeadKind.Leaf ? null : Drops.Mark(steps, builder.Build());
            flows.Add((flow, builder.Steps, builder.Written));
        }

        var portModels = outlets.ToModels();
        var rawJson = RawJsonColumns.Find(steps, leaves, jsonTypes);
        var held = new HeldInputs(graph, columns, rawJson);
        var forkModels = forks.ToModels();
        var stages = staging.Stages.Select(stage =>
        {
            var (flow, called, written) = flows[stage.Index];
            var ownForks = forks.In(stage).ToEquatableArray();
            var closeForks = stage.Head == HeadKind.Batch ? forks.CloseForks(stage.Step).ToEquatableArray() : EquatableArray<int>.Empty;
            var isOrdered = IsOrdered(graph, stage);
            return new StageModel(
                stage.Index,
                stage.Head,
                stage.Step,
                held.Mark(stage, outlets.Inputs(stage)),
                called,
                StageReasons.Of(graph, staging, stage, isOrdered, closeForks.Count > 0),
                flow,
                written,
                ownForks,
                stage.Concurrency,
                closeForks,
                isOrdered,
                stage.Leaf)
            {
                RepeatsRows = stage.Head == HeadKind.Merge && graph.RepeatsRows(stage.Step),
                Body = flow is null
                    ? null
                    : BodyScan.Of(graph.Steps, portModels, stage, flow, written, ownForks.Any(fork => forkModels[fork].IsCounted)),
            };
        }).ToEquatableArray();
        return new PlanModel(stages, portModels, forkModels, rawJson);
    }

    /// <summary>Whether a stage's results must leave in order: unless the user waives the order and nothing below needs it.</summary>
    private static bool IsOrdered(StepGraph graph, StageDraft stage)
    {
        var mayBeUnordered = stage.Head is HeadKind.Call or HeadKind.Expand or HeadKind.Batch
            || (stage.Head == HeadKind.Loop && stage.Concurrency > 1);
        return !mayBeUnordered
            || graph.Steps[stage.First].Settings.Ordered
            || graph
                .Below(stage.First)
                .Any(step => graph.IsFanIn(step) || StepGraph.Form(graph.Steps[step]) is MethodForm.Batch or MethodForm.All);
    }
}
