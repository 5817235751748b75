using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>Checks that the columns of a data set have names of their own in files.</summary>
internal static class FileNames
{
    public static void Check(IReadOnlyList<LeafShape> leaves, PipelineContext context)
    {
        foreach (var leaf in leaves)
        {
            Check(leaf, context);
        }
    }

    private static void Check(LeafShape leaf, PipelineContext context)
    {
        var names = new Dictionary<string, Column>(StringComparer.Ordinal);
        for (var i = 0; i < leaf.Columns.Count; i++)
        {
            var (column, member) = (leaf.Columns[i], leaf.Model.Members[i]);
            if (member.Omits == Omission.Always)
            {
                continue;
            }

            if (!names.TryGetValue(member.FileName, out var other))
            {
                names.Add(member.FileName, column);
            }
            else if (!column.IsSuspect && !other.IsSuspect)
            {
                context.Bag.Report(
                    ColumnRules.FileName,
                    leaf.Step.Location,
                    $"{leaf.Step.Name}.{column.Name}",
                    member.FileName,
                    $"the column '{other.Name}', made by '{other.Maker.Name}', has it; rename one with [OutputMapping], or leave one out "
                        + "with [Drop]");
            }
        }
    }
}
