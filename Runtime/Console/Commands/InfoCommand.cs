using System.CommandLine;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Commands;

/// <summary><c>info</c>: the pipeline's steps, and everything that can be set with its value and where that is from.</summary>
internal static class InfoCommand
{
    public static Command Create<TPipeline>(Terminal terminal)
        where TPipeline : class, IPipeline<TPipeline>
    {
        var set = new Option<string[]>("--set") { Description = "As of 'run'.", HelpName = "name=value" };
        var command = new Command("info", "Shows the steps with their columns, and the parameters with types, values and documentation.")
        {
            set,
        };
        command.SetAction(parsed =>
        {
            WriteSteps(terminal.Out, TPipeline.Graph);
            try
            {
                var configured = PipelineConfiguration.Read<TPipeline>(ProgramConfiguration.Read(), parsed.GetValue(set) ?? []);
                WriteParameters(terminal.Out, configured.Parameters);
            }
            catch (ArgumentException exception)
            {
                // Something is missing or wrong: that much is said, and what there is to set is shown all the same.
                WriteParameters(terminal.Out, [.. TPipeline.Parameters.Select(Unset)]);
                terminal.Out.WriteLine();
                terminal.Out.WriteLine(exception.Message);
            }
        });
        return command;
    }

    private static ConfiguredParameter Unset(PipelineParameter parameter) => parameter switch
    {
        { IsSecret: true } => new(parameter, "(secret)", ""),
        { Default: { } known } => new(parameter, known, "default"),
        _ => new(parameter, null, parameter.IsRequired ? "required" : ""),
    };

    private static void WriteSteps(TextWriter output, PipelineGraph graph)
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
    }

    private static void WriteParameters(TextWriter output, IEnumerable<ConfiguredParameter> parameters)
    {
        output.WriteLine("Parameters, to be set with --set name=value");
        TextTable.Write(output, ["name", "type", "value", "from", "documentation"], parameters.Select(static found => (string[])
        [
            found.Parameter.Name,
            found.Parameter.Choices.Count > 0 ? string.Join(" | ", found.Parameter.Choices) : found.Parameter.TypeName,
            found.Value ?? "",
            found.Origin,
            found.Parameter.Summary ?? "",
        ]));
    }
}
