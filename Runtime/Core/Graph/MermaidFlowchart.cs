using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Distil;

/// <summary>
/// A graph as a Mermaid flowchart. The file is compiled into the runtime, for <c>ToMermaid</c>, and into the generator, for the doc
/// comments, so that both draw the same: it uses nothing of either.
/// </summary>
internal static class MermaidFlowchart
{
    /// <summary>Words that Mermaid does not take as the name of a node.</summary>
    private static readonly string[] s_reserved =
        ["end", "graph", "flowchart", "subgraph", "style", "linkstyle", "classdef", "class", "click", "default", "direction",
            "call", "href"];

    /// <param name="steps">The steps: name, kind as <c>GraphStep.Kind</c> has it, and class.</param>
    /// <param name="edges">The edges: from, to, kind as <c>GraphEdge.Kind</c> has it, and routes.</param>
    public static string Write(
        IEnumerable<(string Name, string Kind, string Type)> steps,
        IEnumerable<(string From, string To, string Kind, IReadOnlyList<string> Routes)> edges)
    {
        var text = new StringBuilder("flowchart TD");
        foreach (var (name, kind, type) in steps)
        {
            var label = $"\"{name}: {WithoutGenerics(type)}\"";
            text.Append("\n    ").Append(Id(name)).Append(kind switch
            {
                "source" => $"([{label}])",
                "router" => $"{{{label}}}",
                "sink" => $"[/{label}/]",
                "filter" => $"{{{{{label}}}}}",
                "global step" => $"[[{label}]]",
                _ => $"[{label}]",
            });
        }

        foreach (var (from, to, kind, routes) in edges)
        {
            var way = kind == "from" ? string.Join(", ", routes) : kind;
            text.Append("\n    ").Append(Id(from)).Append(way.Length == 0 ? " --> " : $" -- \"{way}\" --> ").Append(Id(to));
        }

        return text.ToString();
    }

    private static string Id(string step) => s_reserved.Contains(step.ToLowerInvariant(), StringComparer.Ordinal) ? step + "_" : step;

    /// <summary>The class's own name: Mermaid would read what stands in angle brackets as HTML.</summary>
    private static string WithoutGenerics(string type)
    {
        var text = new StringBuilder();
        var depth = 0;
        foreach (var letter in type)
        {
            depth += letter == '<' ? 1 : 0;
            if (depth == 0)
            {
                text.Append(letter);
            }

            depth -= letter == '>' ? 1 : 0;
        }

        var name = text.ToString();
        return name.Substring(name.LastIndexOf('.') + 1);
    }
}
