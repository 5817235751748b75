using Distil.Generators.Model;

namespace Distil.Generators.Tests.Parsing;

/// <summary>Parts of a model as short texts, to compare with.</summary>
internal static class ModelText
{
    public static StepModel Step(this PipelineModel model, string name) => model.Steps.Single(step => step.Name == name);

    /// <summary>What leaves a step: <c>int Id</c>, <c>string? Text</c>, …</summary>
    public static string[] Outputs(this PipelineModel model, string step) => [.. model.Step(step).OutputColumns.Select(model.Text)];

    public static string[] Inputs(this PipelineModel model, string step) => [.. model.Step(step).InputColumns.Select(model.Text)];

    public static string Text(this PipelineModel model, int column) => $"{model.Columns[column].Type} {model.Columns[column].Name}";

    /// <summary>How the edges' columns become a step's: <c>Text = Small.Text, Large.Text</c>; a branch that gives none is a dash.</summary>
    public static string[] Combined(this PipelineModel model, string step) =>
    [
        .. model.Step(step).Input.Columns.Select(column =>
            model.Columns[column.Column].Name + (column.IsGathered ? " gathers " : " = ")
            + string.Join(", ", column.Sources.Select(source => source < 0 ? "-" : $"{model.Columns[source].MadeBy}.{model.Columns[source].Name}"))),
    ];

    public static string[] Arguments(this PipelineModel model, string step) =>
    [
        .. model.Step(step).Arguments.Select(argument => argument.Kind switch
        {
            ArgumentKind.Column => $"{argument.Parameter}: {argument.Container} of {argument.Type} from {model.Text(argument.Column)}"
                + (argument.NeedsConversion ? ", converted" : ""),
            ArgumentKind.Row => $"{argument.Parameter}: {argument.Type} of "
                + string.Join(", ", argument.Members.Select(member => $"{member.Target}{(member.InConstructor ? "" : " =")} {model.Columns[member.Column].Name}")),
            _ => $"{argument.Parameter}: {argument.Kind}",
        }),
    ];
}
