using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>Follows the objects that steps made along the graph. Only an object that a step takes becomes a column.</summary>
internal sealed class RowObjects(PipelineContext context)
{
    private readonly HashSet<(StepNode Step, RowObject Row)> _carried = [];

    /// <summary>The objects that come to a step.</summary>
    public static List<RowObject> Incoming(StepNode step)
    {
        var branches = step.Edges.Select(edge => edge.Step.Objects).ToList();
        var all = branches.SelectMany(branch => branch).Distinct().ToList();
        if (step.InputKind == InputKind.Merge && branches.Count > 0)
        {
            all.AddRange(Merged(step, branches));
        }

        return all.Where(row => row.IsIn(step.Inputs)).ToList();
    }

    /// <summary>The objects that leave a step: those that came, and its own.</summary>
    /// <param name="made">The columns that it made.</param>
    public static List<RowObject> Outgoing(StepNode step, IReadOnlyList<Column> made)
    {
        var rows = step.Kind == StepKind.Source || step.MakesNewRows ? [] : step.IncomingObjects.ToList();
        if (Own(step, made) is { } own)
        {
            rows.Add(own);
        }

        return rows.Where(row => row.IsIn(step.Outputs)).ToList();
    }

    /// <summary>The object that a step's parameter gets; null: there is none of its type.</summary>
    public RowObject? Find(StepNode step, ITypeSymbol type)
    {
        WellKnownTypes.IsNullableValue(type, out var wanted);
        return step.IncomingObjects.LastOrDefault(row =>
            context.Compilation.ClassifyCommonConversion(row.Type, wanted)
                is { Exists: true, IsImplicit: true, IsUserDefined: false } conversion
            && (conversion.IsIdentity || conversion.IsReference));
    }

    /// <summary>Makes a column of an object that comes to a step, and lets it come there.</summary>
    public Column Carry(StepNode step, RowObject row)
    {
        var column = ColumnOf(row);
        if (!_carried.Add((step, row)))
        {
            return column;
        }

        var sources = step.Edges
            .Select((edge, branch) => row.Maker == step && row.Branches is { } branches ? branches[branch] : row)
            .ToList();
        var ids = new List<int>();
        for (var branch = 0; branch < sources.Count; branch++)
        {
            var isThere = step.Edges[branch].Step.Objects.Contains(sources[branch]);
            ids.Add(isThere ? ColumnOf(sources[branch]).Id : -1);
            if (isThere)
            {
                Leave(step.Edges[branch].Step, sources[branch]);
            }
        }

        if (step.InputKind is not (InputKind.From or InputKind.None))
        {
            step.Combined.Add(new CombinedColumnModel(column.Id, ids.ToEquatableArray(), IsGathered: false, null, SkipsNulls: false));
        }

        return column;
    }

    private void Leave(StepNode step, RowObject row)
    {
        if (row.Maker != step || row.Branches is not null)
        {
            Carry(step, row);
        }
        else if (_carried.Add((step, row)))
        {
            step.Made.Add(new OutputMemberModel("", ColumnOf(row).Id));
        }
    }

    private Column ColumnOf(RowObject row) =>
        row.Column ??= context.AddObject(row.Type, row.Maker, row.Columns.Select(column => column.Id));

    /// <summary>What a row is that a step makes: not one that is read from a file, of which there is no object, nor one that may
    /// be missing, nor one whose columns the pipeline gives other names.</summary>
    private static RowObject? Own(StepNode step, IReadOnlyList<Column> made) =>
        made.Count > 0
        && step.Shape.Method is { Wrapper: not ReturnWrapper.JsonRows, Result: INamedTypeSymbol result }
        && WellKnownTypes.IsRow(result)
        && step.Settings.OnError != ErrorPolicy.Null
        && !step.HasBrokenOutputs
        && made.Zip(step.Shape.Method.Outputs, (column, output) => Names.Same(column.Name, output.Name)).All(isSame => isSame)
            ? new RowObject((INamedTypeSymbol)result.WithNullableAnnotation(NullableAnnotation.NotAnnotated), step, made)
            : null;

    /// <summary>
    /// Of branches that each have an object of one type, and whose columns are merged: the one of the branch that a row came by.
    /// </summary>
    private static IEnumerable<RowObject> Merged(StepNode step, List<List<RowObject>> branches)
    {
        foreach (var first in branches[0])
        {
            var each = branches
                .Select(branch => branch.LastOrDefault(row => SymbolEqualityComparer.Default.Equals(row.Type, first.Type)))
                .ToList();
            if (each.Exists(row => row is null) || each.All(row => row == first))
            {
                continue;
            }

            var columns = first.Columns.Select(own => step.Inputs.FirstOrDefault(column => column.Key == own.Key)).ToList();
            if (columns.TrueForAll(column => column is not null) && each.All(row => HaveSameNames(row!, first)))
            {
                yield return new RowObject(first.Type, step, columns!, each!);
            }
        }
    }

    private static bool HaveSameNames(RowObject row, RowObject other) =>
        row.Columns.Count == other.Columns.Count
            && row.Columns.Zip(other.Columns, (own, others) => own.Key == others.Key).All(isSame => isSame);
}
