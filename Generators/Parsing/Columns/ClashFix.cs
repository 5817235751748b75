using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;

namespace Distil.Generators.Parsing.Columns;

/// <summary>The code fix for columns that several branches made: a list of all, or another name for one.</summary>
internal static class ClashFix
{
    /// <param name="clashes">Of each such column, that of each branch that made it.</param>
    public static FixData Of(StepNode step, IReadOnlyList<List<Column>> clashes, PipelineContext context)
    {
        var names = new HashSet<string>(
            step.Edges.SelectMany(edge => edge.Step.Outputs).Select(output => output.Key), StringComparer.Ordinal);
        var fix = FixData.Empty.With(FixProperties.Columns, clashes.Select(made => Names.Snake(made[0].Name)));
        if (step.InputKind == InputKind.Join
            && clashes.All(made => context.Conversions.Common(made.Select(each => each.Type).ToList(), nullable: false) is not null))
        {
            fix = fix.With(FixProperties.Into, clashes.Select(made => Free(Names.Snake(made[0].Name) + "s", names)).ToList());
        }

        var renames = clashes.SelectMany(made => Renames(made, names)).ToList();
        return fix
            .With(FixProperties.Renamed, renames.Select(rename => rename.Column))
            .With(FixProperties.Makers, renames.Select(rename => rename.Maker))
            .With(FixProperties.Members, renames.Select(rename => rename.Member))
            .With(FixProperties.NewColumns, renames.Select(rename => rename.NewColumn));
    }

    /// <summary>New names for columns of several branches. The first branch keeps the name, so that fewer readers have to change.</summary>
    private static List<(string Column, string Maker, string Member, string NewColumn)> Renames(List<Column> made, HashSet<string> names)
    {
        var column = Names.Snake(made[0].Name);
        var renames = new List<(string Column, string Maker, string Member, string NewColumn)>();
        foreach (var each in made.Skip(1).Where(each => each.Maker.Shape.Method is not null))
        {
            var index = each.Maker.Made.FindIndex(output => output.Column == each.Id);
            if (index >= 0 && !renames.Exists(rename => rename.Maker == each.Maker.Name))
            {
                var name = Free(Names.Snake(Names.Pascal(each.Maker.Name)) + "_" + column, names);
                renames.Add((column, each.Maker.Name, Member(each.Maker, index), name));
            }
        }

        return renames;
    }

    private static string Member(StepNode maker, int index) =>
        maker.Shape.Method!.Outputs.First(output => output.Accessor == maker.Made[index].Accessor).Name;

    private static string Free(string name, HashSet<string> names)
    {
        var free = name;
        for (var number = 2; !names.Add(Names.Key(free)); number++)
        {
            free = $"{name}_{number}";
        }

        return free;
    }
}
