using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Context;

/// <summary>An input of a stage whose rows are held on disk.</summary>
/// <param name="Stage">The stage that reads it.</param>
/// <param name="Outlet">The outlet that it reads.</param>
/// <param name="Reader">Which of the outlet's readers it is.</param>
/// <param name="Columns">Ids of the columns that are held.</param>
/// <param name="Class">The class that names the columns.</param>
internal sealed record HeldNames(StageModel Stage, OutletNames Outlet, int Reader, EquatableArray<int> Columns, string Class)
{
    /// <summary>The held inputs of a pipeline, in the order of the stages and their branches.</summary>
    public static IReadOnlyList<HeldNames> Of(EmissionContext context) =>
    [
        .. from stage in context.Model.Plan.Stages
           from branch in Enumerable.Range(0, stage.Inputs.Count)
           let input = stage.Inputs[branch]
           where input.IsHeld
           let outlet = context.Outlets[input.Outlet]
           select new HeldNames(
               stage,
               outlet,
               outlet.Readers.IndexOf((stage.Index, branch)),
               input.Columns,
               context.Types.Take(Names.Capitalize(context.StageWord(stage)) + "HeldRows")),
    ];
}
