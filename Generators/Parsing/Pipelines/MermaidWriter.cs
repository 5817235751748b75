using Distil.Generators.Model;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>Writes the graph as a Mermaid flowchart.</summary>
internal static class MermaidWriter
{
    public static string Write(IReadOnlyList<StepNode> steps) => MermaidFlowchart.Write(
        steps.Select(step => (step.Name, GraphWords.Of(step.Kind, step.Form), step.Shape.Name)),
        steps.SelectMany(step => step.Edges.Select(edge =>
            (edge.Step.Name, step.Name, GraphWords.Of(step.InputKind), Routes(edge)))));

    private static IReadOnlyList<string> Routes(EdgeNode edge) => [.. edge.Routes.Select(route => route.Name)];
}
