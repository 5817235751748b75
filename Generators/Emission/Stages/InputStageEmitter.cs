using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;

namespace Distil.Generators.Emission.Stages;

/// <summary>The stages that read one outlet: as it comes, or with an awaited, batch or global method at the head.</summary>
internal static class InputStageEmitter
{
    public static void Emit(StageBody body)
    {
        var context = body.Context;
        var w = context.Writer;
        var stage = body.Stage;
        var input = context.Outlets[stage.Inputs[0].Outlet];
        if (stage.Head == HeadKind.Loop)
        {
            using (KernelEmitter.Begin(body, $"LoopKernel<{input.Class}>", "", key => input.Level(key.Kind, key.Id)))
            {
                EmitProcess(body, input, results: null);
                KernelEmitter.EmitCounts(body);
            }

            return;
        }

        var results = context.ResultsOf(stage);
        var kernel = stage.Head switch
        {
            HeadKind.Call => $"CallKernel<{input.Class}, {results.Class}, {HeadCallEmitter.ResultType(context.Step(stage.Step))}>",
            HeadKind.Expand => $"ExpandKernel<{input.Class}, {results.Class}, {context.Step(stage.Step).Method!.ResultType}>",
            _ => $"BatchKernel<{input.Class}, {results.Class}>",
        };
        using (KernelEmitter.Begin(body, kernel, $", step: {stage.Step}", key => input.Level(key.Kind, key.Id)))
        {
            w.Line($"public override {results.Class} CreateResults(int capacity) => new(capacity);");
            if (RowIdCode.OfBatch(input) is { } number)
            {
                w.Line($"public override global::Distil.RowId RowIdOf({input.Class} rows, int row) => {number};");
            }

            switch (stage.Head)
            {
                case HeadKind.Call:
                    HeadCallEmitter.EmitCall(body, input, results);
                    break;
                case HeadKind.Expand:
                    HeadCallEmitter.EmitExpand(body, input, results);
                    break;
                default:
                    HeadCallEmitter.EmitBatchCall(body, input, results);
                    break;
            }

            HeadCallEmitter.EmitFailure(body, input, results);
            AnswerEmitter.Emit(body, input, results);
            EmitProcess(body, input, results);
            KernelEmitter.EmitCounts(body);
        }
    }

    private static void EmitProcess(StageBody body, OutletNames input, ResultsNames? results)
    {
        using var method = results is null
            ? KernelEmitter.Method(body, "public override", "Process", (input.Class, "rows"), ("int", "from"))
            : KernelEmitter.Method(
                body, "public override", "Process", (input.Class, "rows"), (results.Class, "results"), ("int", "from"), ("int", "to"));
        if (body.Copies is { } copies)
        {
            EmitColumns(body, input, results, copies);
        }
        else
        {
            EmitRows(body, input, results);
        }
    }

    /// <summary>Prints a loop that processes the rows one by one.</summary>
    private static void EmitRows(StageBody body, OutletNames input, ResultsNames? results)
    {
        var w = body.Writer;
        var step = body.Context.Step(body.Stage.Step);
        var isNew = results is not null && step.Settings.NewRows;
        var keys = isNew ? [] : body.NeededKeys(input.Outlet).ToList();
        if (body.CanFail)
        {
            w.Line("var i = Row = From = from;");
        }
        else
        {
            w.Line("var i = from;");
        }

        body.DeclareChildren();

        var to = results is null ? "rows.Count" : "to";
        body.FailedKeys = isNew ? [(new(KeyKind.Number, 0), Number("Row"))] :
        [
            .. input.Outlet.Keys
                .Select((key, level) => (Key: key, Value: $"rows.Keys[{level}][Row]"))
                .Where(key => key.Key.IsOfRowId),
        ];
        var arrays = body.DeclareArrays("rows", input, keys, isNew ? [] : input.Outlet.Columns.Where(body.Used.Contains));
        var given = DeclareResults(body, results);
        KernelEmitter.EmitBody(body, $"{to} - from", () =>
        {
            using var loop = w.Block($"for (; i < {to}; i++)");
            var scope = new RowScope();
            if (body.CanFail)
            {
                w.Line("Row = i;");
            }

            if (isNew && body.Needs(KeyKind.Number, 0))
            {
                scope.Set(KeyKind.Number, 0, Number("i"));
            }

            DeclareRow(body, arrays, scope);
            new FlowEmitter(body)
            {
                HeadResult = results is null ? null : column => $"{given[column]}[i]",
                HeadChildren = results?.Children,
            }.Emit(scope);
            KernelEmitter.EmitFullOutlets(body);
        });
        w.Line("CountRows(i - from); return i;");

        string Number(string row) => $"{CSharpTypes.Engine}RowNumber.Pack({step.SourceIndex}, {row})";
    }

    /// <summary>Declares locals for the keys and columns of the current row.</summary>
    private static void DeclareRow(StageBody body, BatchArrays arrays, RowScope scope)
    {
        foreach (var key in arrays.Keys)
        {
            var name = body.KeyLocal(key.Key);
            var local = key.Key.IsOfRowId ? name : body.Locals.Take(name);
            body.Writer.Line($"var {local} = {key.Value}[i];");
            scope.Set(key.Key.Kind, key.Key.Id, local);
        }

        foreach (var column in arrays.Columns)
        {
            scope.Set(column.Key, body.DeclareColumn(column.Key, $"{column.Value}[i]"));
        }
    }

    /// <summary>The arrays of the results that are read, as locals; with -1 the one array of a filter, router or expand.</summary>
    private static Dictionary<int, string> DeclareResults(StageBody body, ResultsNames? results)
    {
        var arrays = new Dictionary<int, string>();
        if (results?.Single is { } single)
        {
            Declare(-1, single, results.Fields.All[0].Name);
        }

        foreach (var column in results?.Fields.Columns ?? [])
        {
            Declare(column, results!.Fields[column], results.Fields.Word(column));
        }

        return arrays;

        void Declare(int column, string field, string word)
        {
            var local = body.Locals.Take("results" + word);
            body.Writer.Line($"var {local} = results.{field};");
            arrays.Add(column, local);
        }
    }

    /// <summary>Prints code that copies the rows column by column.</summary>
    private static void EmitColumns(StageBody body, OutletNames input, ResultsNames? results, EquatableArray<OutletCopyModel> copies)
    {
        var w = body.Writer;
        w.Line($"var count = {(results is null ? "rows.Count" : "to")} - from;");
        foreach (var copy in copies)
        {
            var names = body.Context.Outlets[copy.Outlet];
            var batch = body.OutletLocals[copy.Outlet];
            w.Line($"var {batch} = {body.OutletFields[copy.Outlet]}.Room(count);");
            var levels = names.Outlet.Keys.Select(key => input.Level(key.Kind, key.Id)).ToList();
            if (levels.SequenceEqual(Enumerable.Range(0, levels.Count)))
            {
                w.Line($"CopyKeys(rows, from, {batch}, count);");
                levels.Clear();
            }

            for (var level = 0; level < levels.Count; level++)
            {
                var from = levels[level];
                w.Line(from >= 0
                    ? Copy($"rows.Keys[{from}]", $"{batch}.Keys[{level}]", batch)
                    : $"global::System.Array.Fill({batch}.Keys[{level}], -1, {batch}.Count, count);");
            }

            for (var index = 0; index < copy.Sources.Count; index++)
            {
                var (column, origin) = (names.Outlet.Columns[index], copy.Sources[index]);
                var from = results is not null && results.Fields.TryGet(origin, out var field)
                    ? $"results.{field}"
                    : $"rows.{input.Fields[origin]}";
                var to = $"{batch}.{names.Fields[column]}";
                w.Line(body.Context.IsRawJson(column) ? $"{to}.Copy({from}, from, {batch}.Count, count);" : Copy(from, to, batch));
            }

            w.Line($"{batch}.Count += count;");
        }

        w.Line("CountRows(count); return from + count;");

        static string Copy(string from, string to, string batch) => $"global::System.Array.Copy({from}, from, {to}, {batch}.Count, count);";
    }
}
