using System.CommandLine;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Commands;

/// <summary><c>info</c>: the pipeline's steps and everything that can be set.</summary>
internal static class InfoCommand
{
    public static Command Create<TPipeline>(Terminal terminal)
        where TPipeline : class, IPipeline<TPipeline>
    {
        var command = new Command("info", "Shows the steps with their columns, and the parameters with types, defaults and documentation.");
        command.SetAction(_ => Write(terminal.Out, TPipeline.Graph, TPipeline.Parameters));
        return command;
    }

    private static void Write(TextWriter output, PipelineGraph graph, IReadOnlyList<PipelineParameter> parameters)
    {
        output.WriteLine($"Pipeline {graph.Name}");
        output.WriteLine();
        output.WriteLine("Steps");
        var before = graph.Edges.ToLookup(static edge => edge.To, static edge => edge.From, StringComparer.Ordinal);
        TextTable.Write(output, ["step", "kind", "class", "rows of", "columns that it makes"], graph.Steps.Select(step => (string[])
        [
            step.Name,
            step.Kind,
            step.Type,
            string.Join(", ", before[step.Name].Distinct(StringComparer.Ordinal)),
            string.Join(", ", step.OutputColumns
                .Where(column => column.MadeBy == step.Name)
                .Select(static column => $"{column.Name}: {column.Type}")),
        ]));
        output.WriteLine();
        output.WriteLine("Parameters, to be set with --set name=value");
        TextTable.Write(output, ["name", "type", "default", "documentation"], parameters.Select(static parameter => (string[])
        [
            parameter.Name,
            parameter.Choices.Count > 0 ? string.Join(" | ", parameter.Choices) : parameter.TypeName,
            parameter.IsSecret ? "secret" : parameter.Default ?? (parameter.IsRequired ? "required" : ""),
            parameter.Summary ?? "",
        ]));
    }
}
