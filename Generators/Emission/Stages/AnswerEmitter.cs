using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>What the journal is told of the calls of a durable step: the key of a call, and its answer as JSON and back.</summary>
internal static class AnswerEmitter
{
    public static void Emit(StageBody body, OutletNames input, ResultsNames results)
    {
        var step = body.Context.Step(body.Stage.Step);
        if (step.Answer is not { } answer)
        {
            return;
        }

        var w = body.Writer;
        if (!answer.IsExact)
        {
            w.Line("public override bool GoesOnAsRead => true;");
        }

        var keys = answer.Inputs.Select(value => body.Context.Keys.Write(value.KeyType, $"rows.{input.Fields[value.Column]}[row]") + ";");
        EmitMethod(w, $"WriteKey({input.Class} rows, int row, {CSharpTypes.KeyWriter} key)", () => EmitLines(w, keys));
        EmitMethod(
            w,
            $"WriteAnswer({results.Class} results, int row, {CSharpTypes.JsonRowWriter} line)",
            () => EmitWrite(body.Context, step, answer, results));
        EmitMethod(
            w,
            $"ReadAnswer({results.Class} results, int row, ref {CSharpTypes.Reader} reader)",
            () => EmitRead(body.Context, step, answer, results));
    }

    /// <summary>Prints a method, in one line if it has one statement.</summary>
    private static void EmitMethod(IndentedWriter w, string signature, Action emit)
    {
        var header = "public override void " + signature;
        var text = w.Capture(emit);
        if (text.Length == 0)
        {
            w.Line(header + " { }");
        }
        else if (!text.Contains('\n') && text.IndexOf(';') == text.Length - 1)
        {
            w.Line($"{header} => {text}");
        }
        else
        {
            using var method = w.Block(header);
            w.Together(() => w.Line(text));
        }
    }

    private static void EmitLines(IndentedWriter w, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            w.Line(line);
        }
    }

    private static void EmitWrite(EmissionContext context, StepModel step, AnswerModel answer, ResultsNames results)
    {
        var w = context.Writer;
        switch (step.Kind)
        {
            case StepKind.Filter:
                w.Line($"line.WriteBoolean({Single(results)});");
                break;
            case StepKind.Router:
                w.Line($"line.WriteNumber(unchecked((long){Single(results)}));");
                break;
            case StepKind.Expand:
                EmitWriteChildren(context, answer, results);
                break;
            default:
                EmitWriteColumns(context, answer.Columns, column => $"results.{results.Fields[column]}[row]");
                break;
        }
    }

    private static void EmitWriteChildren(EmissionContext context, AnswerModel answer, ResultsNames results)
    {
        var w = context.Writer;
        w.Line($"var children = {Single(results)}!;");
        w.Line("line.Write(\"[\"u8);");
        using (w.Block("for (var i = 0; i < children.Count; i++)"))
        {
            w.Line("if (i > 0) line.Write(\",\"u8);");
            EmitWriteColumns(context, answer.Columns, column => results.Children!.Of("children[i]", column));
        }

        w.Gap();
        w.Line("line.Write(\"]\"u8);");
    }

    /// <summary>Prints what writes columns as an array.</summary>
    private static void EmitWriteColumns(EmissionContext context, EquatableArray<AnswerColumnModel> columns, Func<int, string> value)
    {
        var w = context.Writer;
        if (columns.Any(column => context.Json.WriteLine(column.JsonType, "") is null))
        {
            w.Line($"{CSharpTypes.Writer} writer;");
        }

        for (var i = 0; i < columns.Count; i++)
        {
            var (column, isFirst) = (columns[i], i == 0);
            w.Together(() =>
            {
                w.Line($"line.Write(\"{(isFirst ? "[" : ",")}\"u8);");
                context.Json.EmitLine(column.JsonType, value(column.Column));
            });
        }

        w.Line($"line.Write(\"{(columns.Count == 0 ? "[]" : "]")}\"u8);");
    }

    private static void EmitRead(EmissionContext context, StepModel step, AnswerModel answer, ResultsNames results)
    {
        var w = context.Writer;
        switch (step.Kind)
        {
            case StepKind.Filter:
                w.Line(Next);
                w.Line($"{Single(results)} = {CSharpTypes.JsonValueReader}.ReadBoolean(ref reader);");
                break;
            case StepKind.Router:
                w.Line(Next);
                w.Line($"var route = unchecked(({step.RouteType!.Type}){CSharpTypes.JsonValueReader}.ReadInt64(ref reader));");
                if (RouteCheck.Statement(step, "route") is { } check)
                {
                    w.Line(check);
                }

                w.Line($"{Single(results)} = route;");
                break;
            case StepKind.Expand:
                EmitReadChildren(context, answer, results);
                break;
            default:
                w.Line($"{CSharpTypes.JsonValueReader}.NextArray(ref reader);");
                EmitReadColumns(context, answer.Columns, column => $"results.{results.Fields[column]}[row]");
                if (answer.Row is { } row && results.Fields.TryGet(row.Column, out var field))
                {
                    var made = CallEmitter.NewRow(row.Type, row.Members, column => $"results.{results.Fields[column]}[row]");
                    w.Line($"results.{field}[row] = {made};");
                }

                break;
        }
    }

    private static void EmitReadChildren(EmissionContext context, AnswerModel answer, ResultsNames results)
    {
        var w = context.Writer;
        var children = results.Children!;
        var locals = new NameScope("results", "row", "reader", "children");
        var values = answer.Columns.ToDictionary(
            column => column.Column, column => locals.Take(Names.Camel(context.Column(column.Column).Name)));
        if (answer.Row is { } made)
        {
            values[made.Column] = CallEmitter.NewRow(made.Type, made.Members, column => values[column]);
        }

        w.Line($"{CSharpTypes.JsonValueReader}.NextArray(ref reader);");
        w.Line($"var children = {children.NewList("")};");
        using (w.Block($"while ({CSharpTypes.JsonValueReader}.NextItem(ref reader))"))
        {
            w.Line($"{CSharpTypes.JsonValueReader}.StartArray(ref reader, \"an array\");");
            EmitReadColumns(context, answer.Columns, column => "var " + values[column]);
            w.Line($"children.Add({children.New(column => values[column])});");
        }

        w.Gap();
        w.Line($"{Single(results)} = children;");
    }

    /// <summary>Prints what reads an array of columns, on whose start <c>reader</c> stands.</summary>
    private static void EmitReadColumns(EmissionContext context, EquatableArray<AnswerColumnModel> columns, Func<int, string> target)
    {
        var w = context.Writer;
        foreach (var column in columns)
        {
            var forgive = context.Json.IsReference(column.JsonType) ? "!" : "";
            w.Line(Next);
            w.Line($"{target(column.Column)} = {context.Json.Read(column.JsonType, CSharpTypes.AsWritten)}{forgive};");
        }

        w.Line($"{CSharpTypes.JsonValueReader}.EndArray(ref reader);");
    }

    private static string Next => $"{CSharpTypes.JsonValueReader}.NextValue(ref reader);";

    private static string Single(ResultsNames results) => $"results.{results.Single}[row]";
}
