using System.Text;
using Distil.Generators.Model;

namespace Distil.Generators.Parsing;

/// <summary>Writes the graph as a Mermaid flowchart.</summary>
internal static class MermaidWriter
{
    /// <summary>Words that Mermaid does not take as the name of a node.</summary>
    private static readonly string[] s_reserved =
        ["end", "graph", "flowchart", "subgraph", "style", "linkstyle", "classdef", "class", "click", "default", "direction", "call", "href"];

    public static string Write(IReadOnlyList<StepNode> steps)
    {
        var text = new StringBuilder("flowchart TD");
        foreach (var step in steps)
        {
            var label = $"\"{step.Name}: {step.Shape.Name}\"";
            var node = step.Kind switch
            {
                StepKind.Source => $"([{label}])",
                StepKind.Router => $"{{{label}}}",
                StepKind.Sink => $"[/{label}/]",
                StepKind.Filter => $"{{{{{label}}}}}",
                _ when step.Form == MethodForm.All => $"[[{label}]]",
                _ => $"[{label}]",
            };
            text.Append("\n    ").Append(Id(step)).Append(node);
        }

        foreach (var step in steps)
        {
            foreach (var edge in step.Edges)
            {
                var way = string.Join(", ", edge.Routes.Select(route => route.Name));
                var kind = step.InputKind switch
                {
                    InputKind.Join => "join",
                    InputKind.Merge => "merge",
                    InputKind.Zip => "zip",
                    _ => way,
                };
                text.Append("\n    ").Append(Id(edge.Step)).Append(kind.Length == 0 ? " --> " : $" -- \"{kind}\" --> ").Append(Id(step));
            }
        }

        return text.ToString();
    }

    private static string Id(StepNode step) =>
        s_reserved.Contains(step.Name.ToLowerInvariant(), StringComparer.Ordinal) ? step.Name + "_" : step.Name;
}
