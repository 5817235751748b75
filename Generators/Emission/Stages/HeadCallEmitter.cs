using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>One call of an awaited, batch or global method, and where its result goes.</summary>
internal static class HeadCallEmitter
{
    /// <summary>What a row method gives, unpacked, as the engine awaits it.</summary>
    public static string ResultType(StepModel step) =>
        step.Method!.ResultType is not { } type ? CSharpTypes.Engine + "NoResult"
        : step.Kind == StepKind.Expand ? $"{CSharpTypes.Generic}List<{type}>"
        : type;

    /// <summary>Prints the call of a row method that is made a row at a time, and the method that stores its result.</summary>
    public static void EmitCall(StageBody body, OutletNames input, ResultsNames results)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var type = ResultType(step);
        var call = RowCall(body, step, input);
        var signature = $"{CSharpTypes.ValueTask}<{type}> CallAsync({input.Class} rows, int row, {CSharpTypes.Engine}CallAttempt call)";
        EmitRowCall(w, step, signature, call);
        var take = $"public override void Take({results.Class} results, int row, {type} result)";
        if (results.AreEmpty)
        {
            w.Line(take + " { } // No step below reads what it gives.");
            return;
        }

        if (step.Kind == StepKind.Step && results.Fields.All.Count == 1 && body.Checked(step, "result") == "result")
        {
            w.Line($"{take} => {w.Capture(() => Store(body, step, results, "result", "row"))}");
            return;
        }

        using var block = w.Block(take);
        if (results.Children is { } children)
        {
            TakeChildren(body, step, results, children);
            return;
        }

        var given = "result";
        if (step.Kind != StepKind.Expand && body.Checked(step, given) is var check && check != given)
        {
            given = "given";
            w.Line($"var given = {check};");
        }

        if (step.Kind == StepKind.Router && RouteCheck.Statement(step, given) is { } statement)
        {
            w.Line(statement);
        }

        Store(body, step, results, given, "row");
    }

    /// <summary>Prints what takes the columns out of each child, so that one that breaks the method's promise fails the call.</summary>
    private static void TakeChildren(StageBody body, StepModel step, ResultsNames results, ChildFields children)
    {
        var w = body.Writer;
        if (step.Output.Members is [{ Accessor.Length: 0 } only] && children.Type == step.Method!.ResultType)
        {
            if (body.CheckedColumn(step, only, "child") is var value && value != "child")
            {
                w.Line($"foreach (var child in result) {{ _ = {value}; }}");
            }

            w.Line($"results.{results.Single}[row] = result;");
            return;
        }

        w.Line($"var children = {children.NewList("result.Count")};");
        using (w.Block("foreach (var child in result)"))
        {
            var given = "child";
            if (children.Columns.Count > 0 && body.Checked(step, given) is var check && check != given)
            {
                given = "given";
                w.Line($"var given = {check};");
            }

            var members = step.Output.Members.ToDictionary(member => member.Column);
            var made = children.New(column => body.CheckedColumn(step, members[column], given + members[column].Accessor));
            w.Line($"children.Add({made});");
        }

        w.Gap();
        w.Line($"results.{results.Single}[row] = children;");
    }

    /// <summary>An expand that is called for one row, whose children go on as they are made.</summary>
    public static void EmitExpand(StageBody body, OutletNames input, ResultsNames results)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var method = step.Method!;
        var buffer = $"{CSharpTypes.Engine}ChildBuffer<{method.ResultType}>";
        w.Line($"public override {buffer} CreateChildren({results.Class} results, int row) => results.{results.Single}[row] = new();");
        w.Gap();
        w.Line(
            $"public override {CSharpTypes.ValueTask} ExpandAsync("
                + $"{input.Class} rows, int row, {buffer} children, {CSharpTypes.Engine}CallAttempt call) =>");
        using var indented = w.Indented();
        var token = method.IsAsync ? ", call.Token" : "";
        w.Line($"SendAsync({RowCall(body, step, input)}, children, {Names.Literal(step.Name)}, {Names.Literal(method.Name)}{token});");
    }

    /// <summary>The call of the method for a row of a batch.</summary>
    private static string RowCall(StageBody body, StepModel step, OutletNames input) => CallEmitter.Call(
        step,
        body.StepFields[step.Index],
        column => $"rows.{input.Fields[column]}[row]",
        "call.Token",
        $"Run.Context({step.Index}, RowIdOf(rows, row), call)");

    /// <summary>Prints what is needed for a row that failed: what the step was given, and the nulls that stand for its result.</summary>
    public static void EmitFailure(StageBody body, OutletNames input, ResultsNames results)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        if (step.Settings.OnError is not (ErrorPolicy.DeadLetter or ErrorPolicy.Null))
        {
            return;
        }

        var given = body.Context.GivenColumns(step).Where(input.Fields.Has).ToList();
        if (given.Count > 0)
        {
            var columns = given.Select(
                column => $".Add({Names.Literal(body.Context.Column(column).Name)}, rows.{input.Fields[column]}[row])");
            w.Line($"public override {CSharpTypes.Engine}RowInputs? InputsOf({input.Class} rows, int row) => "
                + $"BeginInputs(){string.Concat(columns)};");
        }

        if (step.Settings.OnError == ErrorPolicy.Null)
        {
            w.Gap();
            using var method = w.Block($"public override void SetNull({results.Class} results, int row)");
            foreach (var field in results.Fields.All)
            {
                w.Line($"results.{results.Fields.Name(field)}[row] = default!;");
            }
        }
    }

    /// <summary>
    /// Prints the call of a row method. The method's own task is returned where possible, so that awaiting it allocates nothing.
    /// </summary>
    private static void EmitRowCall(IndentedWriter w, StepModel step, string signature, string call)
    {
        var method = step.Method!;
        if (step.Kind == StepKind.Expand)
        {
            w.Line($"public override {signature} => {Collected(step, method, call)};");
        }
        else if (method.IsAsync)
        {
            call = Task(step, method, call);
            var task = method.ResultType is null ? $"{CSharpTypes.Engine}NoResult.Of({call})"
                : method.Wrapper == ReturnWrapper.Task ? $"new({call})"
                : call;
            w.Line($"public override {signature} => {task};");
        }
        else if (method.ResultType is null)
        {
            using var block = w.Block($"public override {signature}");
            w.Line($"{call};");
            w.Line("return default;");
        }
        else
        {
            w.Line($"public override {signature} => new({call});");
        }
    }

    /// <summary>The call of an expand, with its children collected: one that fails gives none.</summary>
    private static string Collected(StepModel step, MethodModel method, string call)
    {
        var names = $"{Names.Literal(step.Name)}, {Names.Literal(method.Name)}";
        return method.IsAsync
            ? $"CollectAsync<{method.ResultType}>({call}, {names}, call.Token)"
            : $"new(Collect<{method.ResultType}>({call}, {names}))";
    }

    /// <summary>The task that a method returns, which may be null against what the method says.</summary>
    private static string Task(StepModel step, MethodModel method, string call) =>
        method.Wrapper == ReturnWrapper.Task ? $"RequireTask({call}, {Names.Literal(step.Name)}, {Names.Literal(method.Name)})" : call;

    /// <summary>Prints the call of a batch or global method.</summary>
    public static void EmitBatchCall(StageBody body, OutletNames input, ResultsNames results)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var method = step.Method!;
        var await = method.IsAsync ? "await " : "";
        var configured = method.IsAsync ? ".ConfigureAwait(false)" : "";
        var locals = new NameScope("rows", "from", "count", "results", "call", "i", "list", "result");

        using var block = w.Block(
            $"public override {(method.IsAsync ? "async " : "")}{CSharpTypes.ValueTask} CallAsync("
                + $"{input.Class} rows, int from, int count, {results.Class} results, {CSharpTypes.Engine}CallAttempt call)");
        var call = CallEmitter.BatchCall(
            w,
            step,
            body.StepFields[step.Index],
            locals,
            column => input.Fields[column],
            $"Run.Context({step.Index}, count == 0 ? Run.RowId(0) : RowIdOf(rows, from), call)");
        call = Task(step, method, call) + configured;
        if (method.ListShape == ListShape.None)
        {
            w.Line($"{await}{call};");
        }
        else
        {
            var names = $"{Names.Literal(step.Name)}, {Names.Literal(method.Name)}";
            var count = step.Settings.NewRows ? "null" : "count";
            var word = method.ListShape == ListShape.Memory ? "Memory" : "Results";
            w.Line($"var list = Check{word}<{method.ResultType}>({await}{call}, {count}, {names});");
            TakeList(body, step, method, results);
        }

        if (!method.IsAsync)
        {
            w.Line("return default;");
        }
    }

    private static void TakeList(StageBody body, StepModel step, MethodModel method, ResultsNames results)
    {
        var w = body.Writer;
        var length = method.ListShape == ListShape.Memory || IsArray(method) ? "list.Length" : "list.Count";
        var count = "count";
        if (step.Settings.NewRows)
        {
            count = "results.Count";
            w.Line($"results.EnsureCapacity({length});");
            w.Line($"results.Count = {length};");
        }

        if (results.AreEmpty)
        {
            return;
        }

        if (AsItIs(body, step, method, results) is { } column)
        {
            var member = body.Context.Column(step.Output.Members[0].Column);
            w.Line($"Copy{(method.ListShape == ListShape.Memory ? "Memory" : "")}(list, results.{column}, from);");
            if (member.MustHaveValue)
            {
                w.Line($"RequireValues(results.{column}, from, {count}, {Names.Literal(step.Name)}, {Names.Literal(member.Name)});");
            }

            return;
        }

        using (w.Block($"for (var i = 0; i < {count}; i++)"))
        {
            var item = $"list{(method.ListShape == ListShape.Memory ? ".Span" : "")}[i]";
            w.Line($"var result = {body.Checked(step, item)};");
            if (step.Kind == StepKind.Router && RouteCheck.Statement(step, "result", WrongResult) is { } statement)
            {
                w.Line(statement);
            }

            Store(body, step, results, "result", step.Settings.NewRows ? "i" : "from + i");
        }

        w.Gap();

        static string WrongResult(string exception) => $"WrongResult(RowIdOf(rows, from + i), from + i, {exception})";
    }

    /// <summary>
    /// The array of the column that the results are, where nothing need be taken out of them; otherwise null.
    /// </summary>
    private static string? AsItIs(StageBody body, StepModel step, MethodModel method, ResultsNames results) =>
        results.Single is null
        && step.Output.Members is [{ Accessor.Length: 0 } member]
        && body.Context.Column(member.Column) is var column
        && column.Type == method.ResultType
        && results.Fields.TryGet(member.Column, out var field)
            ? field
            : null;

    private static void Store(StageBody body, StepModel step, ResultsNames results, string result, string index)
    {
        var w = body.Writer;
        if (results.Single is { } single)
        {
            w.Line($"results.{single}[{index}] = {result};");
            return;
        }

        foreach (var member in step.Output.Members)
        {
            if (results.Fields.TryGet(member.Column, out var field))
            {
                w.Line($"results.{field}[{index}] = {body.CheckedColumn(step, member, result + member.Accessor)};");
            }
        }
    }

    private static bool IsArray(MethodModel method) => CSharpTypes.NotNullable(method.ListType!).EndsWith("[]", StringComparison.Ordinal);
}
