using System.CommandLine;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Commands;

/// <summary><c>graph</c>: the pipeline's graph as a diagram.</summary>
internal static class GraphCommand
{
    public static Command Create<TPipeline>(Terminal terminal)
        where TPipeline : class, IPipeline<TPipeline>
    {
        var svg = new Option<bool>("--svg") { Description = "As an SVG drawing. Default: as a Mermaid diagram." };
        var command = new Command("graph", "Writes the graph of the pipeline as a diagram.") { svg };
        command.SetAction(options =>
        {
            terminal.Out.WriteLine((options.GetValue(svg) ? TPipeline.Graph.ToSvg() : TPipeline.Graph.ToMermaid()).TrimEnd('\n'));
            terminal.Out.Flush();
        });
        return command;
    }
}
