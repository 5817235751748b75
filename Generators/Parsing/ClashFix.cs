using Distil.Generators.Diagnostics;
using Distil.Generators.Model;

namespace Distil.Generators.Parsing;

/// <summary>What becomes of a column that several branches made: a list of all, or another name for one.</summary>
internal static class ClashFix
{
    /// <param name="made">The column of each branch that made it.</param>
    public static FixData Of(StepNode step, IReadOnlyList<Column> made, PipelineContext context)
    {
        var column = Names.Snake(made[0].Name);
        var names = new HashSet<string>(step.Edges.SelectMany(edge => edge.Step.Outputs).Select(output => output.Key), StringComparer.Ordinal);
        var fix = FixData.Empty.With(FixProperties.Column, column);
        if (step.InputKind == InputKind.Join && context.Conversions.Common(made.Select(each => each.Type).ToList(), nullable: false) is not null)
        {
            fix = fix.With(FixProperties.Into, Free(column + "s", names));
        }

        var makers = new List<string>();
        var members = new List<string>();
        var columns = new List<string>();

        // The first branch keeps the name: renaming the others is the smaller edit for who reads the join.
        foreach (var each in made.Skip(1).Where(each => each.Maker.Shape.Method is not null))
        {
            var place = each.Maker.Made.FindIndex(output => output.Column == each.Id);
            if (place >= 0 && !makers.Contains(each.Maker.Name))
            {
                makers.Add(each.Maker.Name);
                members.Add(Member(each.Maker, place));
                columns.Add(Free(Names.Snake(Names.Pascal(each.Maker.Name)) + "_" + column, names));
            }
        }

        return fix.With(FixProperties.Makers, makers).With(FixProperties.Members, members).With(FixProperties.NewColumns, columns);
    }

    private static string Member(StepNode maker, int place) =>
        maker.Shape.Method!.Outputs.First(output => output.Accessor == maker.Made[place].Accessor).Name;

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
