using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Stages;

/// <summary>Prints the classes of batches and results for which the runtime has no generic class.</summary>
internal static class BatchEmitter
{
    public static void EmitBatches(EmissionContext context)
    {
        var w = context.Writer;
        foreach (var names in context.Outlets)
        {
            var readers = string.Join("; ", names.Outlet.Readers.Select(reader => context.Title(context.Model.Plan.Stages[reader])));
            var columns = names.Outlet.Columns.Count == 0 || names.Fields.IsPrinted
                ? ""
                : $" Columns: {string.Join(", ", names.Outlet.Columns.Select(column => context.Column(column).Name))}.";
            var keys = string.Join(", ", names.Outlet.Keys.Select(key => Key(context, key)));
            var header = $"private sealed class {names.Class}() : {names.Fields.Class("RowBatch")}(keys: {names.Outlet.Keys.Count})";
            var comment = $" // Rows {Origin(context, names.Outlet)}, read by: {readers}.{columns} Keys: {keys}.";
            EmitClass(w, header, comment, names.Fields, copied: names.Class);
        }
    }

    public static void EmitResults(EmissionContext context)
    {
        foreach (var results in context.Results.Where(results => results.Fields.IsPrinted))
        {
            var step = context.Step(context.Model.Plan.Stages[results.Stage].Step);
            var header = $"private sealed class {results.Class}(int capacity) : {results.Fields.Class("Results")}(capacity)";
            EmitClass(context.Writer, header, $" // What {step.Name}.{step.Method!.Name} returned.", results.Fields, copied: null);
        }
    }

    private static string Origin(EmissionContext context, OutletModel outlet) =>
        outlet.Readers.Count == 1
            && context.Model.Plan.Stages[outlet.Readers[0]] is var stage
            && stage.Head != HeadKind.Leaf
            && stage.Steps.Contains(outlet.Step)
            ? $"on their way into {context.Step(outlet.Step).Name}"
            : $"of {context.Step(outlet.Step).Name}";

    private static string Key(EmissionContext context, KeyModel key) => key.Kind switch
    {
        KeyKind.Number => "the row's number",
        KeyKind.Child => $"the child's number at depth {key.Id}",
        KeyKind.Repeat => "which of the rows with that number",
        KeyKind.Fork => $"the number at the fork {context.Step(context.Model.Plan.Forks[key.Id].Step).Name}",
        _ => $"the route chosen by {context.Step(key.Id).Name}",
    };

    /// <param name="copied">The class itself, if rows are copied from one batch to another; its edge says how many rows it holds.</param>
    private static void EmitClass(IndentedWriter w, string header, string comment, ColumnFields fields, string? copied)
    {
        if (!fields.IsPrinted || fields.All.Count == 0)
        {
            w.Line(header + ";" + comment);
            return;
        }

        using var type = w.Block(header + comment);
        foreach (var field in fields.All)
        {
            w.Line(field.IsRawJson
                ? $"public {field.Type} {field.Name} = new({(copied is null ? "capacity" : "0")});"
                : $"public {CSharpTypes.ArrayOf(field.Type)} {field.Name} = "
                    + $"{(copied is null ? CSharpTypes.NewArray(field.Type, "capacity") : "[]")};");
        }

        w.Gap();
        using var work = w.Block($"protected override void ForColumns(in {CSharpTypes.Engine}ColumnWork work)");
        if (copied is not null)
        {
            w.Line($"var other = ({copied}?)work.From;");
        }

        foreach (var field in fields.All)
        {
            w.Line($"work.Do(ref {field.Name}{(copied is null ? "" : $", other?.{field.Name}")});");
        }
    }
}
