using System.Globalization;
using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>Why a stage begins where it does, as a sentence for whoever reads the generated code.</summary>
internal static class StageReasons
{
    internal static string Of(StepGraph graph, Staging staging, StageDraft stage, bool isOrdered, bool closesByPosition)
    {
        var step = graph.Steps[stage.Step];
        return stage.Head switch
        {
            HeadKind.Source => $"{step.Name} is a source and starts its own loop",
            HeadKind.Call or HeadKind.Expand => OfCall(step, isOrdered),
            HeadKind.Batch => OfBatch(step, closesByPosition),
            HeadKind.All => $"{step.Name}.{step.Method!.Name} sees every row at once",
            HeadKind.Join or HeadKind.Merge => $"The branches {Names(graph, step)} meet here",
            HeadKind.Zip => $"The rows of {Names(graph, step)} are paired here",
            HeadKind.Leaf => $"The rows of {step.Name} become a data set",
            _ => OfEdge(graph, staging, stage),
        };
    }

    private static string OfCall(StepModel step, bool isOrdered)
    {
        var how = step.Settings.Concurrency == 1
            ? "one call runs at a time"
            : $"up to {Text(step.Settings.Concurrency)} calls run while "
                + $"{(isOrdered ? "rows wait in order" : "rows leave as they are answered")}";
        var why = step.Method!.IsAsync ? "is awaited"
            : step.Settings.Retries > 0 ? "is tried again where it fails or takes too long"
            : step.Settings.TimeoutSeconds is not null ? "has a time limit"
            : "is durable";
        var streamed = step.IsStreamed ? ", and its children go on as they are made" : "";
        return $"{step.Name}.{step.Method.Name} {why}{streamed}: {how}";
    }

    private static string OfBatch(StepModel step, bool closesByPosition)
    {
        var rows = step.Settings.BatchSize == 1 ? "row" : "rows";
        var exact = $"{step.Name}.{step.Method!.Name} sees exactly {Text(step.Settings.BatchSize)} {rows} at a time";
        return closesByPosition ? exact + ", fewer where the branches that meet below would wait too long" : exact;
    }

    private static string OfEdge(StepGraph graph, Staging staging, StageDraft stage)
    {
        if (stage.Concurrency > 1)
        {
            return $"Concurrency = {Text(stage.Concurrency)} replicates this loop";
        }

        var name = graph.Steps[stage.First].Name;
        var above = staging.Fused(stage.First)?.Stage ?? staging.StageOf(stage.Step);
        return $"{name} runs once at a time, unlike the loop before it, which is replicated {Text(above.Concurrency)} times";
    }

    private static string Names(StepGraph graph, StepModel step)
    {
        var names = step.Input.Branches.Select(branch => graph.Steps[branch.Step].Name + Routes(branch)).ToList();
        return names.Count < 2
            ? string.Concat(names)
            : string.Join(", ", names.Take(names.Count - 1)) + " and " + names[names.Count - 1];
    }

    private static string Routes(BranchModel branch) =>
        branch.Routes.Count == 0
            ? ""
            : $" ({string.Join(", ", branch.Routes.Select(route => route.Substring(route.LastIndexOf('.') + 1)))})";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
