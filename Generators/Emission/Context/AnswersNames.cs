using Distil.Generators.Emission.Code;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Context;

/// <summary>What the answers of an awaited, batch or global method are called.</summary>
internal sealed class AnswersNames
{
    private static readonly string[] s_members =
    [
        .. NameScope.ObjectMembers, "Count", "Capacity", "EnsureCapacity", "ForColumns",
    ];

    public AnswersNames(EmissionContext context, StageModel stage)
    {
        var step = context.Step(stage.Step);
        Stage = stage.Index;
        Class = context.Types.Take(Names.Capitalize(step.Name) + "Results");
        var members = new NameScope(s_members);
        members.Reserve([Class]);
        switch (step.Kind)
        {
            case StepKind.Filter:
                Single = members.Take("Keep");
                SingleType = "bool";
                break;
            case StepKind.Router:
                Single = members.Take("Route");
                SingleType = step.RouteType!.Type;
                break;
            case StepKind.Expand:
                Single = members.Take("Children");
                SingleType = step.IsStreamed
                    ? $"{CSharpTypes.Engine}ChildBuffer<{step.Method!.ResultType}>?"
                    : $"{CSharpTypes.Generic}List<{step.Method!.ResultType}>?";
                break;
            case StepKind.Step or StepKind.Source:
                var used = stage.Body!.Used;
                foreach (var member in step.Output.Members.Where(member => IsKept(step, member) || used.Contains(member.Column)))
                {
                    Fields.Add(member.Column, PortNames.TakeMember(members, context.Column(member.Column).Name));
                }

                break;
        }
    }

    /// <summary>An answer of a durable step is kept with each column that leaves the step.</summary>
    private static bool IsKept(StepModel step, OutputMemberModel member) =>
        step.Settings.Durable && step.OutputColumns.Contains(member.Column);

    /// <summary>The stage that asks for them.</summary>
    public int Stage { get; }

    public string Class { get; }

    /// <summary>The one array of a filter, router or expand.</summary>
    public string? Single { get; }

    public string? SingleType { get; }

    /// <summary>The array of each column that the step makes.</summary>
    public Dictionary<int, string> Fields { get; } = [];
}
