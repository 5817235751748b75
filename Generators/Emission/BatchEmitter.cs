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
                [.. names.Port.Columns.Select(id => Field.Of(context, names.Fields[id], id))],
                isAnswers: false);
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
                w.Line($"public {field.Declaration} {field.Name};");
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
                    w.Line($"{field.Name} = {field.New};");
                }
            }

            w.Gap();
            using (w.Block($"protected override void {(isAnswers ? "ResizeAnswers" : "ResizeColumns")}(int capacity)"))
            {
                foreach (var field in fields)
                {
                    w.Line(field.Resize);
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
                        w.Line(field.Copy);
                    }
                }
            }

            w.Gap();
            using (w.Block($"protected override void {(isAnswers ? "ClearAnswers" : "ClearColumns")}(int count)"))
            {
                foreach (var field in fields.Where(field => field.HoldsReferences))
                {
                    w.Line(field.Clear);
                }
            }
        }
    }

    /// <summary>A column in a batch: an array, or what keeps it as it stood in a file.</summary>
    /// <param name="HoldsReferences">It is cleared before the batch is used again.</param>
    private sealed record Field(string Name, string Type, bool HoldsReferences, bool IsAsJson = false)
    {
        public string Declaration => IsAsJson ? CSharpTypes.JsonCells : CSharpTypes.ArrayOf(Type);

        public string New => IsAsJson ? $"new {CSharpTypes.JsonCells}(capacity)" : CSharpTypes.NewArray(Type, "capacity");

        public string Resize => IsAsJson ? $"{Name}.Resize(capacity);" : $"global::System.Array.Resize(ref {Name}, capacity);";

        public string Copy => IsAsJson ? $"{Name}.Copy(rows.{Name}, start, at, count);" : $"global::System.Array.Copy(rows.{Name}, start, {Name}, at, count);";

        public string Clear => IsAsJson ? $"{Name}.Clear();" : $"global::System.Array.Clear({Name}, 0, count);";

        public static Field Of(EmissionContext context, string name, int column) => context.IsAsJson(column)
            ? new Field(name, "", HoldsReferences: true, IsAsJson: true)
            : new Field(name, context.Column(column).Type, context.Column(column).HoldsReferences);
    }
}
