using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Json;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>The stage that begins with a source of JSON lines.</summary>
internal static class JsonSourceEmitter
{
    public static void Emit(StageBody body, StepModel step, JsonInputModel json)
    {
        var context = body.Context;
        var w = context.Writer;
        var results = context.ResultsOf(body.Stage);
        var parser = context.Types.Take(Names.Capitalize(step.Name) + "Parser");
        using (KernelEmitter.Begin(
            body, $"JsonSourceKernel<{results.Class}>", $", step: {step.Index}, sourceIndex: {step.SourceIndex}", static _ => 0))
        {
            w.Line($"public override void Start(long offset, {CSharpTypes.CancellationToken} token) => "
                + $"Open({body.StepFields[step.Index]}.{step.Method!.Name}(offset), new {parser}());");
            w.Gap();
            EmitProcess(body, results);
            KernelEmitter.EmitCounts(body);
        }

        w.Gap();
        w.Line($"// Reads the lines of {step.Name}.");
        using (w.Block($"private sealed class {parser} : {CSharpTypes.Engine}JsonParser<{results.Class}>"))
        {
            context.Json.Oblivious(new JsonParserEmitter(context, json, results, parser).Emit);
        }
    }

    private static void EmitProcess(StageBody body, ResultsNames results)
    {
        var w = body.Writer;
        using var method = KernelEmitter.Method(
            body, "protected override", "Process", (results.Class, "results"), ("int", "from"), ("int", "to"), ("long", "number"));
        w.Line("Row = From = from;");
        w.Line("var i = from;");
        body.DeclareChildren();
        body.FailedKeys = [(new(KeyKind.Number, 0), "number + Row - from")];
        KernelEmitter.EmitBody(body, "to - from", () =>
        {
            using var loop = w.Block("for (; i < to; i++)");
            w.Line("Row = i;");
            var scope = new RowScope();
            scope.Set(KeyKind.Number, 0, "number + i - from");
            new FlowEmitter(body) { HeadResult = column => $"results.{results.Fields[column]}[i]" }.Emit(scope);
        });
        w.Line("CountRows(i - from); return i;");
    }
}
