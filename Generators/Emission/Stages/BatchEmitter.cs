using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Stages;

/// <summary>The classes of what travels: a batch class a port, an answers class an awaited, batch or global method.</summary>
internal static class BatchEmitter
{
    public static void EmitBatches(EmissionContext context)
    {
        foreach (var names in context.Ports)
        {
            var readers = string.Join("; ", names.Port.Readers.Select(reader => context.Title(context.Model.Plan.Stages[reader])));
            context.Writer.Gap();
            context.Writer.Line($"// Rows {Origin(context, names.Port)}, read by: {readers}.");
            context.Writer.Line($"// Keys: {string.Join(", ", names.Port.Keys.Select(key => Key(context, key)))}.");
            EmitClass(
                context,
                names.Class,
                $"{CSharpTypes.Engine}RowBatch",
                $"keys: {names.Port.Keys.Count}, capacity",
                [.. names.Port.Columns.Select(id => Field.Of(context, names.Fields[id], id))],
                isCopied: true);
        }
    }

    public static void EmitAnswers(EmissionContext context)
    {
        foreach (var answers in context.Answers)
        {
            var step = context.Step(context.Model.Plan.Stages[answers.Stage].Step);
            var fields = answers.Fields
                .Select(field => Field.Of(context, field.Value, field.Key))
                .ToList();
            if (answers.Single is { } single)
            {
                fields.Add(Field.ArrayOf(single, answers.SingleType!));
            }

            context.Writer.Gap();
            context.Writer.Line($"// What {step.Name}.{step.Method!.Name} returned.");
            EmitClass(context, answers.Class, $"{CSharpTypes.Engine}Results", "capacity", fields, isCopied: false);
        }
    }

    private static string Origin(EmissionContext context, PortModel port) =>
        port.Readers.Count == 1
            && context.Model.Plan.Stages[port.Readers[0]] is var stage
            && stage.Head != HeadKind.Leaf
            && stage.Steps.Contains(port.Step)
            ? $"on their way into {context.Step(port.Step).Name}"
            : $"of {context.Step(port.Step).Name}";

    private static string Key(EmissionContext context, KeyModel key) => key.Kind switch
    {
        KeyKind.Number => "the row's number",
        KeyKind.Child => $"the child's number at depth {key.Id}",
        KeyKind.Fork => $"the number at the fork {context.Step(context.Model.Plan.Forks[key.Id].Step).Name}",
        _ => $"the route chosen by {context.Step(key.Id).Name}",
    };

    private static void EmitClass(
        EmissionContext context, string name, string baseType, string baseArguments, IReadOnlyList<Field> fields, bool isCopied)
    {
        var w = context.Writer;
        context.MarkInner();
        using var type = w.Block($"private sealed class {name}(int capacity) : {baseType}({baseArguments})");
        foreach (var field in fields)
        {
            w.Line($"public {field.Type} {field.Name} = {field.New};");
        }

        w.Gap();
        using var work = w.Block($"protected override void ForColumns(in {CSharpTypes.Engine}ColumnWork work)");
        if (isCopied && fields.Count > 0)
        {
            w.Line($"var other = ({name}?)work.From;");
        }

        foreach (var field in fields)
        {
            w.Line($"work.Do(ref {field.Name}{(isCopied ? $", other?.{field.Name}" : "")});");
        }
    }

    /// <summary>A column in a batch: an array, or what keeps it as it stood in a file.</summary>
    private sealed record Field(string Name, string Type, string New)
    {
        public static Field Of(EmissionContext context, string name, int column) => context.IsRawJson(column)
            ? new Field(name, CSharpTypes.JsonCells, $"new {CSharpTypes.JsonCells}(capacity)")
            : ArrayOf(name, context.Column(column).Type);

        public static Field ArrayOf(string name, string type) =>
            new(name, CSharpTypes.ArrayOf(type), CSharpTypes.NewArray(type, "capacity"));
    }
}
