using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>Checks that the columns that reach a file can be written, and takes their types into the table.</summary>
internal static class FileChecks
{
    public static EquatableArray<JsonTypeModel> Check(IReadOnlyList<LeafShape> leaves, INamedTypeSymbol? json, PipelineContext context)
    {
        var types = new JsonTypeParser(context.Compilation, new JsonContextTypes(json));
        var told = new HashSet<int>();

        void Add(Column column, ITypeSymbol type, StepNode step, string why)
        {
            // What a step made is wrong once, however many files it reaches.
            if (WellKnownTypes.IsUnknown(type) || column.IsSuspect || types.Add(type) is not { } problem || !told.Add(column.Value))
            {
                return;
            }

            var part = SymbolEqualityComparer.Default.Equals(problem, type) ? "that" : $"'{TypeNames.Message(problem)}'";
            context.Bag.Report(ColumnRules.NotInFile, step.Place, column.Name, TypeNames.Message(type), why, part);
        }

        foreach (var step in context.Steps.Where(step => step.Settings.Durable))
        {
            var columns = step.Arguments.SelectMany(Columns).Concat(step.Made.Select(made => made.Column)).Distinct();
            foreach (var column in columns.Select(id => context.Columns[id]))
            {
                Add(column, column.Type, step, $"'{step.Name}' is durable");
            }
        }

        foreach (var step in context.Steps.Where(step => step.Shape.Method?.Wrapper == ReturnWrapper.JsonRows))
        {
            foreach (var made in step.Made)
            {
                Add(context.Columns[made.Column], context.Columns[made.Column].Type, step, $"'{step.Name}' reads it from files");
            }
        }

        foreach (var leaf in leaves)
        {
            for (var i = 0; i < leaf.Types.Count; i++)
            {
                Add(leaf.Columns[i], leaf.Types[i], leaf.Step, $"the data set '{leaf.Step.Name}'");
            }
        }

        return types.Types;
    }

    private static IEnumerable<int> Columns(ArgumentModel argument) => argument.Kind switch
    {
        ArgumentKind.Column => [argument.Column],
        ArgumentKind.Row => argument.Members.Select(member => member.Column),
        _ => [],
    };
}
