using Distil.Generators.Model;
using Distil.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>Names that a pipeline can still give.</summary>
internal static class FreeNames
{
    /// <summary>The members that every result has.</summary>
    public static readonly string[] ResultMembers = ["Status", "Steps", "Errors"];

    /// <summary>
    /// Names like the given ones that steps whose rows are data sets can have without clashing with the pipeline's members.
    /// </summary>
    public static IEnumerable<string> ForLeaves(IEnumerable<string> wanted, PipelineContext context)
    {
        var taken = new HashSet<string>(context.Pipeline.GetMembers().Select(member => Names.Key(member.Name)), StringComparer.Ordinal);
        taken.UnionWith(
            PipelineModel.FixedNames.Concat(ResultMembers).Concat(NameScope.ObjectMembers).Append(context.Pipeline.Name).Select(Names.Key));
        foreach (var name in wanted)
        {
            var free = name;
            for (var number = 1; taken.Contains(Names.Key(free)) || taken.Contains(Names.Key(free + "Row")); number++)
            {
                free = name + "Way" + (number == 1 ? "" : number);
            }

            taken.Add(Names.Key(free));
            yield return free;
        }
    }
}
