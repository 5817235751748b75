using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>One call of an awaited, batch or global method, and where its answer goes.</summary>
internal static class AnswerEmitter
{
    /// <summary>A method that is called for one row; most are awaited.</summary>
    public static void EmitCall(StageBody body, PortNames input, AnswersNames answers)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var method = step.Method!;
        var call = CallEmitter.Call(
            step,
            body.StepFields[step.Index],
            column => $"rows.{input.Fields[column]}[row]",
            "call.Token",
            $"Run.Context({step.Index}, RowIdOf(rows, row), call)");

        using var block = w.Block(
            $"public override {(method.IsAsync ? "async " : "")}{CSharpTypes.ValueTask} CallAsync({input.Class} rows, int row, {answers.Class} answers, {CSharpTypes.Engine}StepCall call)");
        SkipSink(w, step, method.IsAsync);
        EmitRowCall(body, step, method, answers, call);
        if (!method.IsAsync)
        {
            w.Line("return default;");
        }
    }

    private static void EmitRowCall(StageBody body, StepModel step, MethodModel method, AnswersNames answers, string call)
    {
        var w = body.Writer;
        var awaited = method.IsAsync ? $"await {call}.ConfigureAwait(false)" : call;
        if (step.Kind == StepKind.Expand)
        {
            w.Line($"var children = new {CSharpTypes.Generic}List<{method.ResultType}>();");
            var loop = method.Wrapper == ReturnWrapper.AsyncEnumerable
                ? $"await foreach (var child in global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.WithCancellation({call}, call.Token).ConfigureAwait(false))"
                : $"foreach (var child in {awaited})";
            using (w.Block(loop))
            {
                w.Line("children.Add(child);");
            }

            w.Gap();
            w.Line($"answers.{answers.Single}[row] = children;");
            return;
        }

        var answer = body.Checked(step, awaited);

        if (answers.Single is null && answers.Fields.Count == 0)
        {
            w.Line($"{awaited};");
            return;
        }

        w.Line($"var answer = {answer};");
        Store(body, step, answers, "answer", "row");
    }

    /// <summary>A method that is called once for all rows at hand.</summary>
    public static void EmitBatchCall(StageBody body, PortNames input, AnswersNames answers)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var method = step.Method!;
        var await = method.IsAsync ? "await " : "";
        var configured = method.IsAsync ? ".ConfigureAwait(false)" : "";
        var locals = new NameScope("rows", "answers", "call", "count", "i", "list", "answer");

        using var block = w.Block(
            $"public override {(method.IsAsync ? "async " : "")}{CSharpTypes.ValueTask} CallAsync({input.Class} rows, {answers.Class} answers, {CSharpTypes.Engine}StepCall call)");
        SkipSink(w, step, method.IsAsync);
        if (step.Arguments.Any(argument => argument.Kind is ArgumentKind.Column or ArgumentKind.Row)
            || (method.ListShape != ListShape.None && !step.Settings.NewRows)
            || step.Arguments.Any(argument => argument.Kind == ArgumentKind.Context))
        {
            w.Line("var count = rows.Count;");
        }

        var call = CallEmitter.BatchCall(
            w,
            step,
            body.StepFields[step.Index],
            locals,
            column => input.Fields[column],
            $"Run.Context({step.Index}, count == 0 ? Run.RowId(0) : RowIdOf(rows, 0), call)") + configured;
        if (method.ListShape == ListShape.None)
        {
            w.Line($"{await}{call};");
        }
        else
        {
            w.Line($"{List(method)} list = {await}{call};");
            TakeList(body, step, method, answers);
        }

        if (!method.IsAsync)
        {
            w.Line("return default;");
        }
    }

    /// <summary>A dry run calls no sink.</summary>
    private static void SkipSink(IndentedWriter w, StepModel step, bool isAsync)
    {
        if (step.Kind != StepKind.Sink)
        {
            return;
        }

        using (w.Block("if (!Run.CallsSinks)"))
        {
            w.Line(isAsync ? "return;" : "return default;");
        }

        w.Gap();
    }

    private static string List(MethodModel method) =>
        method.ListShape == ListShape.Memory ? $"global::System.ReadOnlyMemory<{method.ResultType}>"
        : IsArray(method) || IsList(method) ? CSharpTypes.NotNullable(method.ListType!)
        : $"{CSharpTypes.Generic}IReadOnlyList<{method.ResultType}>";

    private static void TakeList(StageBody body, StepModel step, MethodModel method, AnswersNames answers)
    {
        var w = body.Writer;
        var length = method.ListShape == ListShape.Memory || IsArray(method) ? "list.Length" : "list.Count";
        if (method.ListShape != ListShape.Memory)
        {
            using (w.Block("if (list is null)"))
            {
                w.Line($"throw NoAnswers({Names.Literal(step.Name)}, {Names.Literal(method.Name)});");
            }

            w.Gap();
        }

        var count = "count";
        if (step.Settings.NewRows)
        {
            count = "answers.Count";
            w.Line($"answers.EnsureCapacity({length});");
            w.Line($"answers.Count = {length};");
        }
        else
        {
            using (w.Block($"if ({length} != count)"))
            {
                w.Line($"throw WrongCount({Names.Literal(step.Name)}, {Names.Literal(method.Name)}, count, {length});");
            }

            w.Gap();
        }

        if (answers.Single is null && answers.Fields.Count == 0)
        {
            return;
        }

        using (w.Block($"for (var i = 0; i < {count}; i++)"))
        {
            var item = $"list{(method.ListShape == ListShape.Memory ? ".Span" : "")}[i]";
            w.Line($"var answer = {body.Checked(step, item)};");
            Store(body, step, answers, "answer", "i");
        }

        w.Gap();
    }

    private static void Store(StageBody body, StepModel step, AnswersNames answers, string answer, string index)
    {
        var w = body.Writer;
        if (answers.Single is { } single)
        {
            w.Line($"answers.{single}[{index}] = {answer};");
            return;
        }

        foreach (var member in step.Output.Members)
        {
            if (answers.Fields.TryGetValue(member.Column, out var field))
            {
                w.Line($"answers.{field}[{index}] = {body.CheckedColumn(step, member, answer + member.Accessor)};");
            }
        }
    }

    private static bool IsArray(MethodModel method) => CSharpTypes.NotNullable(method.ListType!).EndsWith("[]", StringComparison.Ordinal);

    private static bool IsList(MethodModel method) => method.ListType!.StartsWith(CSharpTypes.Generic + "List<", StringComparison.Ordinal);
}
