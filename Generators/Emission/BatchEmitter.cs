using Distil.Generators.Model;

namespace Distil.Generators.Emission;

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
                [.. names.Port.Columns.Select(id => context.Column(id)).Select(column => new Field(names.Fields[column.Id], column.Type, column.HoldsReferences))],
                isAnswers: false);
        }
    }

    public static void EmitAnswers(EmissionContext context)
    {
        foreach (var answers in context.Answers)
        {
            var step = context.Step(context.Model.Plan.Stages[answers.Stage].Step);
            var fields = answers.Fields
                .Select(field => new Field(field.Value, context.Column(field.Key).Type, context.Column(field.Key).HoldsReferences))
                .ToList();
            if (answers.Single is { } single)
            {
                fields.Add(new Field(single, answers.SingleType!, step.Kind == StepKind.Expand));
            }

            context.Writer.Gap();
            context.Writer.Line($"// What {step.Name}.{step.Method!.Name} answered.");
            EmitClass(context, answers.Class, $"{CSharpTypes.Engine}Answers", "capacity", fields, isAnswers: true);
        }
    }

    private static string Origin(EmissionContext context, PortModel port) =>
        port.Readers.Count == 1 && context.Model.Plan.Stages[port.Readers[0]] is var stage && stage.Head != HeadKind.Leaf && stage.Steps.Contains(port.Step)
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
        EmissionContext context, string name, string baseType, string baseArguments, IReadOnlyList<Field> fields, bool isAnswers)
    {
        var w = context.Writer;
        w.Line(CSharpTypes.GeneratedCode);
        using (w.Block($"private sealed class {name} : {baseType}"))
        {
            foreach (var field in fields)
            {
                w.Line($"public {CSharpTypes.ArrayOf(field.Type)} {field.Name};");
            }

            w.Gap();
            w.Line($"public {name}(int capacity)");
            using (w.Indented())
            {
                w.Line($": base({baseArguments})");
            }

            using (w.Braces())
            {
                foreach (var field in fields)
                {
                    w.Line($"{field.Name} = {CSharpTypes.NewArray(field.Type, "capacity")};");
                }
            }

            w.Gap();
            using (w.Block($"protected override void {(isAnswers ? "ResizeAnswers" : "ResizeColumns")}(int capacity)"))
            {
                foreach (var field in fields)
                {
                    w.Line($"global::System.Array.Resize(ref {field.Name}, capacity);");
                }
            }

            if (!isAnswers)
            {
                w.Gap();
                using (w.Block($"protected override void CopyColumns({baseType} from, int start, int count, int at)"))
                {
                    if (fields.Count > 0)
                    {
                        w.Line($"var rows = ({name})from;");
                    }

                    foreach (var field in fields)
                    {
                        w.Line($"global::System.Array.Copy(rows.{field.Name}, start, {field.Name}, at, count);");
                    }
                }
            }

            w.Gap();
            using (w.Block($"protected override void {(isAnswers ? "ClearAnswers" : "ClearColumns")}(int count)"))
            {
                foreach (var field in fields.Where(field => field.HoldsReferences))
                {
                    w.Line($"global::System.Array.Clear({field.Name}, 0, count);");
                }
            }
        }
    }

    private sealed record Field(string Name, string Type, bool HoldsReferences);
}
