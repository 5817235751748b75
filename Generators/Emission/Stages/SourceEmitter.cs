using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Stages;

/// <summary>The stage that begins with a source.</summary>
internal static class SourceEmitter
{
    public static void Emit(StageBody body)
    {
        var context = body.Context;
        var w = context.Writer;
        var step = context.Step(body.Stage.Step);
        var method = step.Method!;
        if (step.Json is not null)
        {
            JsonSourceEmitter.Emit(body, step, step.Json);
            return;
        }

        var isAsync = method.Wrapper == ReturnWrapper.AsyncEnumerable;
        var enumerator = $"{CSharpTypes.Generic}{(isAsync ? "IAsyncEnumerator" : "IEnumerator")}<{method.ResultType}>";
        using (KernelEmitter.Begin(
            body, "SourceKernel", $", step: {step.Index}, sourceIndex: {step.SourceIndex}", static _ => 0, $"private {enumerator}? _rows;"))
        {
            w.Line($"public override bool IsAsync => {(isAsync ? "true" : "false")};");
            if (step.Arguments.Any(argument => argument.Kind == ArgumentKind.Offset))
            {
                w.Line("public override bool SupportsOffset => true;");
            }

            EmitStart(body, step, isAsync);
            if (isAsync)
            {
                EmitTake(body);
            }
            else
            {
                EmitRead(body);
            }

            KernelEmitter.EmitCounts(body);
            w.Gap();
            if (isAsync)
            {
                w.Line($"public override {CSharpTypes.ValueTask} StopAsync() => _rows?.DisposeAsync() ?? default;");
            }
            else
            {
                using (w.Block($"public override {CSharpTypes.ValueTask} StopAsync()"))
                {
                    w.Line("_rows?.Dispose();");
                    w.Line("return default;");
                }
            }
        }
    }

    private static void EmitStart(StageBody body, StepModel step, bool isAsync)
    {
        var w = body.Writer;
        var ordinal = step.Arguments.Any(argument => argument.Kind == ArgumentKind.Offset) ? "offset" : "0";
        var call = CallEmitter.Call(
            step,
            body.StepFields[step.Index],
            static _ => "",
            "token",
            $"Run.Context({step.Index}, Run.RowId({CSharpTypes.Engine}RowNumber.Pack({step.SourceIndex}, {ordinal})))");
        var rows = isAsync
            ? $"EnumerateAsync<{step.Method!.ResultType}>({call}, token)"
            : $"Enumerate<{step.Method!.ResultType}>({call})";
        w.Line($"public override void Start(long offset, {CSharpTypes.CancellationToken} token) => _rows = {rows};");
    }

    private static void EmitRead(StageBody body)
    {
        var w = body.Writer;
        w.Gap();
        using var method = KernelEmitter.Method(body, "public override", "Read", ("long", "number"), ("int", "max"));
        w.Line("Row = 0;");
        w.Line("var rows = _rows!;");
        w.Line("var i = 0;");
        body.DeclareChildren();
        body.FailedKeys = [(new(KeyKind.Number, 0), "number + Row")];
        KernelEmitter.EmitBody(body, "max", () =>
        {
            using var loop = w.Block("for (; i < max; i++)");
            w.Line("Row = i;");
            w.Line("if (!rows.MoveNext()) { HasEnded = true; break; }");
            EmitRow(body, "number + i");
        });
        w.Line("CountRows(i); return i;");
    }

    private static void EmitTake(StageBody body)
    {
        var w = body.Writer;
        w.Gap();
        w.Line($"public override {CSharpTypes.ValueTask}<bool> MoveNextAsync() => _rows!.MoveNextAsync();");
        w.Gap();
        using var method = w.Block("public override void Take(long number)");
        w.Line("var rows = _rows!;");
        body.DeclareChildren();
        body.FailedKeys = [(new(KeyKind.Number, 0), "number")];
        body.HandlesOneRow = true;
        KernelEmitter.EmitBody(body, "1", () => EmitRow(body, "number"));
        w.Line("CountRows(1);");
    }

    private static void EmitRow(StageBody body, string number)
    {
        var scope = new RowScope();
        scope.Set(KeyKind.Number, 0, number);
        new FlowEmitter(body).Emit(scope);
    }
}
