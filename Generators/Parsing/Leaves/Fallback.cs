using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>
/// The data sets that a pipeline with errors seems to have. What is wrong may be the very edge that makes a step no leaf, or drops a
/// column from its rows: so every step has a data set, and every row has every column, and code that uses what would be there without
/// the error compiles. The user sees one error.
/// </summary>
internal sealed class Fallback(PipelineContext context, string accessibility, IReadOnlyCollection<string> clashes)
{
    private readonly List<Column> _columns = Shown(context, accessibility);

    /// <summary>
    /// Adds the columns that mappings and gathers name and that do not come to be, since the rows that they stand on are wrong.
    /// </summary>
    public static void AddNamed(PipelineContext context)
    {
        foreach (var step in context.Steps)
        {
            var mappings = WellKnownTypes.Attributes(step.Property, "OutputMapping");
            foreach (var attribute in mappings.Concat(WellKnownTypes.Attributes(step.Property, "Gather")))
            {
                if (attribute.ConstructorArguments is not [{ Value: string from }, { Value: string to }] || !Names.IsColumnName(to)
                    || context.Columns.Any(column => Names.Same(column.Name, to)))
                {
                    continue;
                }

                // If no column has the name, some column of the step was meant.
                var source = context.Columns.FirstOrDefault(column => !column.IsObject && Names.Same(column.Name, from))
                    ?? context.Columns.FirstOrDefault(column => column.Maker == step && !column.IsObject)
                    ?? step.Inputs.FirstOrDefault();
                if (source is null)
                {
                    continue;
                }

                var isList = WellKnownTypes.IsDistil(attribute.AttributeClass, "GatherAttribute");
                var list = context.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IReadOnlyList_T);
                context.AddColumn(to, isList ? list.Construct(source.Type) : source.Type, step, isSuspect: true);
            }
        }
    }

    /// <summary>The leaves as they are, then one for each other step whose rows could have been a data set.</summary>
    public IEnumerable<LeafModel> Leaves(IReadOnlyList<LeafShape> leaves)
    {
        var others = context.Steps.Where(
            step => step.Kind != StepKind.Sink && !leaves.Any(leaf => leaf.Step == step) && IsFree(LeafParser.RowName(step)));

        // The last one gives StreamAsync its type: a leaf, where there is one.
        var shapes = others.Select(step => LeafParser.Generate(step, 0)).Concat(leaves);
        return shapes.Select((shape, index) => Widen(shape) with { Index = index });
    }

    private LeafModel Widen(LeafShape leaf)
    {
        if (leaf.UserType is not null)
        {
            return leaf.Model;
        }

        var row = leaf.Model.RowType;
        while (clashes.Contains(row, StringComparer.Ordinal))
        {
            row += "_";
        }

        var members = leaf.Model.Members.Where(member => CanBeNamed(context.Columns[member.Column].Type, context)).ToList();
        foreach (var column in _columns.Where(column => !members.Any(member => Names.Same(member.Name, column.Name))))
        {
            members.Add(LeafParser.Member(column));
        }

        // A class has no member of its own name.
        return leaf.Model with { RowType = row, Members = members.Where(member => member.Name != row).ToEquatableArray() };
    }

    private bool IsFree(string name) => context.Pipeline.Name != name && context.Pipeline.GetMembers(name).All(GeneratedTypes.IsGenerated);

    /// <summary>The columns whose types can be shown as widely as those of the leaves that are there.</summary>
    private static List<Column> Shown(PipelineContext context, string accessibility) => context.Columns
        .Where(column => !column.IsObject
            && !WellKnownTypes.IsUnknown(column.Type)
            && CanBeNamed(column.Type, context)
            && IsAsVisible(Visibility.OfMembers(context.Pipeline, [column.Type]), accessibility))
        .ToList();

    /// <summary>Whether the pipeline may name the type: not one that is obsolete as an error, unless the pipeline is obsolete.</summary>
    private static bool CanBeNamed(ITypeSymbol type, PipelineContext context) =>
        !Obsolescence.IsError(type) || Obsolescence.IsObsolete(context.Pipeline);

    private static bool IsAsVisible(string own, string least) =>
        own == "public" || own == least || (own == "internal" && least == "private");
}
