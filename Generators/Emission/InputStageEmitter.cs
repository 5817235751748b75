using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>The stages that read one port: as it comes, or with an awaited, batch or global method at the head.</summary>
internal static class InputStageEmitter
{
    public static void Emit(StageBody body)
    {
        var context = body.Context;
        var w = context.Writer;
        var stage = body.Stage;
        var input = context.Ports[stage.Inputs[0].Port];
        var name = context.Stages[stage.Index];
        if (stage.Head == HeadKind.Edge)
        {
            using (w.Block($"private sealed class {name} : {CSharpTypes.Engine}EdgeKernel<{input.Class}>"))
            {
                StageEmitter.EmitConstructor(body, "", key => input.Level(key.Kind, key.Id));
                EmitProcess(body, input, answers: null);
                StageEmitter.EmitCounts(body);
            }

            return;
        }

        var answers = context.AnswersOf(stage);
        var kernel = stage.Head == HeadKind.Call
            ? $"CallKernel<{input.Class}, {answers.Class}, {AnswerEmitter.AnswerType(context.Step(stage.Step))}>"
            : $"BatchKernel<{input.Class}, {answers.Class}>";
        using (w.Block($"private sealed class {name} : {CSharpTypes.Engine}{kernel}"))
        {
            StageEmitter.EmitConstructor(body, $", step: {stage.Step}", key => input.Level(key.Kind, key.Id));
            w.Line($"public override {answers.Class} CreateAnswers(int capacity) => new(capacity);");
            w.Gap();
            var number = string.Concat(input.Port.Keys.Select((key, level) =>
                key.Kind is KeyKind.Number or KeyKind.Child ? (level > 0 ? ", " : "") + $"rows.Keys[{level}][row]" : ""));
            w.Line($"public override global::Distil.RowId RowIdOf({input.Class} rows, int row) => Run.RowId({number});");
            w.Gap();
            if (stage.Head == HeadKind.Call)
            {
                AnswerEmitter.EmitCall(body, input, answers);
            }
            else
            {
                AnswerEmitter.EmitBatchCall(body, input, answers);
            }

            w.Gap();
            EmitProcess(body, input, answers);
            StageEmitter.EmitCounts(body);
        }
    }

    private static void EmitProcess(StageBody body, PortNames input, AnswersNames? answers)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var isNew = answers is not null && step.Settings.NewRows;
        var keys = isNew ? [] : body.NeededKeys(input.Port).ToList();
        var needsNumber = body.Needs(KeyKind.Number, 0);

        var header = answers is null
            ? $"public override int Process({input.Class} rows, int from)"
            : $"public override int Process({input.Class} rows, {answers.Class} answers, int from, int to)";
        using var method = w.Block(header);
        if (body.CanFail)
        {
            w.Line("Row = From = from;");
        }

        w.Line("var i = from;");
        foreach (var depth in body.Scan.Depths.OrderBy(depth => depth))
        {
            w.Line($"long {StageBody.ChildLocal(depth)} = -1;");
        }

        var to = answers is null ? "rows.Count" : "to";
        body.FailedRow = isNew
            ? $"{CSharpTypes.Engine}PipelineRun.Pack({step.SourceIndex}, Row)"
            : string.Join(", ", input.Port.Keys.Select((key, level) => (key, level))
                .Where(key => key.key.Kind is KeyKind.Number or KeyKind.Child).Select(key => $"rows.Keys[{key.level}][Row]"));
        var arrays = body.DeclareArrays("rows", input, keys, isNew ? [] : input.Port.Columns.Where(body.Scan.Used.Contains));
        StageEmitter.EmitBody(body, $"{to} - from", () =>
        {
            using var loop = w.Block($"for (; i < {to}; i++)");
            var scope = new RowScope();
            if (body.CanFail)
            {
                w.Line("Row = i;");
            }

            if (isNew && needsNumber)
            {
                scope.Set(KeyKind.Number, 0, $"{CSharpTypes.Engine}PipelineRun.Pack({step.SourceIndex}, i)");
            }

            foreach (var key in keys)
            {
                var local = key.Kind is KeyKind.Number or KeyKind.Child ? body.KeyLocal(key) : body.Locals.Take(body.KeyLocal(key));
                w.Line($"var {local} = {arrays.Keys[key]}[i];");
                scope.Set(key.Kind, key.Id, local);
            }

            foreach (var column in arrays.Columns)
            {
                scope.Set(column.Key, body.DeclareColumn(column.Key, $"{column.Value}[i]"));
            }

            new FlowEmitter(body)
            {
                HeadAnswer = answers is null ? null : column => $"answers.{(column < 0 ? answers.Single : answers.Fields[column])}[i]",
            }.Emit(scope);
            StageEmitter.EmitFullPorts(body);
        });
        w.Line("CountRows(i - from);");
        w.Line("return i;");
    }
}
