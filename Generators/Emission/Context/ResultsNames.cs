using Distil.Generators.Emission.Code;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Context;

/// <summary>The names of the class that holds the results of an awaited, batch or global method, and of its fields.</summary>
internal sealed class ResultsNames
{
    private static readonly string[] s_members =
    [
        .. NameScope.ObjectMembers, "Count", "Capacity", "EnsureCapacity", "ForColumns",
    ];

    private readonly ColumnFields.Field? _single;

    public ResultsNames(EmissionContext context, StageModel stage)
    {
        var step = context.Step(stage.Step);
        Stage = stage.Index;
        var name = context.Types.Take(Names.Capitalize(step.Name) + "Results");
        Fields = new ColumnFields([.. s_members, name]);
        switch (step.Kind)
        {
            case StepKind.Filter:
                _single = Fields.Add("Keep", "bool");
                break;
            case StepKind.Router:
                _single = Fields.Add("Route", step.RouteType!.Type);
                break;
            case StepKind.Expand:
                Children = step.Settings.Durable ? new ChildFields(context, Columns(step, stage)) : null;
                var list = step.IsStreamed ? $"{CSharpTypes.Engine}ChildBuffer" : $"{CSharpTypes.Generic}List";
                _single = Fields.Add("Children", $"{list}<{Children?.Type ?? step.Method!.ResultType}>?");
                break;
            case StepKind.Step or StepKind.Source:
                foreach (var column in Columns(step, stage))
                {
                    Fields.Add(context, column);
                }

                break;
        }

        // What reads the lines of a file names the columns all along.
        Fields.IsPrinted |= step.Kind == StepKind.Source;
        Class = Fields.IsPrinted ? name : Fields.Class("Results");
    }

    /// <summary>The columns that something reads. An answer of a durable step is kept with each column that leaves the step.</summary>
    private static IEnumerable<int> Columns(StepModel step, StageModel stage) => step.Output.Members
        .Select(member => member.Column)
        .Where(column => stage.Body!.Used.Contains(column) || (step.Settings.Durable && step.OutputColumns.Contains(column)));

    /// <summary>The stage whose head gives them.</summary>
    public int Stage { get; }

    public string Class { get; }

    /// <summary>The one array of a filter, router or expand.</summary>
    public string? Single => _single is null ? null : Fields.Name(_single);

    /// <summary>The array of each column that the step makes.</summary>
    public ColumnFields Fields { get; }

    /// <summary>What is kept of each child of a durable expand; null: the child itself, or there are none.</summary>
    public ChildFields? Children { get; }

    /// <summary>Whether nothing below reads what the step returns.</summary>
    public bool AreEmpty => Fields.All.Count == 0;
}
