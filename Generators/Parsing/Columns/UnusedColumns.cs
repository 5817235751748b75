using Distil.Generators.Diagnostics;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;

namespace Distil.Generators.Parsing.Columns;

/// <summary>Reports columns that nothing uses, as information.</summary>
internal static class UnusedColumns
{
    public static void Check(PipelineContext context)
    {
        // After an error, what would have used a column is not known.
        if (context.Bag.HasErrors)
        {
            return;
        }

        var used = new HashSet<int>(context.Columns.Where(column => column.IsUsed).Select(column => column.Id));
        foreach (var step in Enumerable.Reverse(context.Topology.Order).Select(index => context.Steps[index]))
        {
            foreach (var refinement in step.Refinements.Where(refinement => used.Contains(refinement.To)))
            {
                used.Add(refinement.From);
            }

            foreach (var combined in step.Combined.Where(combined => used.Contains(combined.Column)))
            {
                used.UnionWith(combined.Sources.Where(source => source >= 0));
            }
        }

        foreach (var step in context.Steps)
        {
            var made = step.Made.Select(member => context.Columns[member.Column]);
            foreach (var column in made.Where(column => !column.IsObject && !used.Contains(column.Id)))
            {
                context.Bag.Report(
                    ColumnRules.UnusedColumn,
                    step.Location,
                    additional: null,
                    [step.Name, column.Name],
                    FixData.Empty.With(FixProperties.Column, Names.Snake(column.Name)));
            }
        }
    }
}
