using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Json;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>The stage that begins with a source of JSON lines: the loop, and what reads a line into columns.</summary>
internal static class JsonSourceEmitter
{
    public static void Emit(StageBody body, StepModel step, JsonInputModel json)
    {
        var context = body.Context;
        var w = context.Writer;
        var answers = context.AnswersOf(body.Stage);
        var parser = context.Types.Take(Names.Capitalize(step.Name) + "Parser");
        using (w.Block($"private sealed class {context.Stages[body.Stage.Index]} : {CSharpTypes.Engine}JsonSourceKernel<{answers.Class}>"))
        {
            KernelEmitter.EmitConstructor(body, $", step: {step.Index}, sourceIndex: {step.SourceIndex}", static _ => 0);
            w.Line($"public override void Start(long offset, {CSharpTypes.CancellationToken} token) => Open({body.StepFields[step.Index]}.{step.Method!.Name}(offset), new {parser}());");
            w.Gap();
            EmitProcess(body, answers);
            KernelEmitter.EmitCounts(body);
        }

        w.Gap();
        w.Line($"// Reads the lines of {step.Name}.");
        context.MarkInner();
        using (w.Block($"private sealed class {parser} : {CSharpTypes.Engine}JsonParser<{answers.Class}>"))
        {
            context.Json.Oblivious(() => EmitParser(context, json, answers, parser));
        }
    }

    private static void EmitProcess(StageBody body, AnswersNames answers)
    {
        var w = body.Writer;
        using var method = w.Block($"protected override void Process({answers.Class} results, int from, int to, long number)");
        w.Line("Row = From = from;");
        w.Line("var i = from;");
        body.DeclareChildren();
        body.FailedRow = "number + Row - from";
        KernelEmitter.EmitBody(body, "to - from", () =>
        {
            using var loop = w.Block("for (; i < to; i++)");
            w.Line("Row = i;");
            var scope = new RowScope();
            scope.Set(KeyKind.Number, 0, "number + i - from");
            new FlowEmitter(body) { HeadAnswer = column => $"results.{answers.Fields[column]}[i]" }.Emit(scope);
        });
        w.Line("CountRows(i - from);");
    }

    private static void EmitParser(EmissionContext context, JsonInputModel json, AnswersNames answers, string parser)
    {
        var w = context.Writer;
        var members = new NameScope([.. NameScope.ObjectMembers, parser, "CreateRows", "Read", "Missing", "TryRead", "ReadValue", "Initialised", "MembersInitialisedFrom"]);
        var read = json.Members
            .Select((member, index) => (Member: member, Index: index))
            .Where(item => answers.Fields.ContainsKey(item.Member.Column))
            .Select(item => (item.Member, item.Index, Value: $"rows.{answers.Fields[item.Member.Column]}"))
            .ToList();
        var shapes = new Dictionary<int, string>();
        foreach (var (member, index, _) in read.Where(item => context.IsRawJson(item.Member.Column)))
        {
            if (context.Json.Shape(member.Json.JsonType) is { } shape)
            {
                shapes[index] = members.Take(answers.Fields[member.Column].TrimStart('@') + "Shape");
                w.Line($"private static readonly {CSharpTypes.JsonShape} {shapes[index]} = {shape};");
            }
        }

        if (shapes.Count > 0)
        {
            w.Gap();
        }

        w.Line($"public {parser}()");
        using (w.Indented())
        {
            w.Line(": base(");
            using (w.Indented())
            {
                for (var i = 0; i < json.Members.Count; i++)
                {
                    var member = json.Members[i];
                    w.Line(context.Json.Member(member.Json, answers.Fields.ContainsKey(member.Column), member.Json.IsNullable)
                        + (i + 1 < json.Members.Count ? "," : ")"));
                }
            }
        }

        using (w.Braces())
        {
        }

        w.Gap();
        w.Line($"public override {answers.Class} CreateRows(int capacity) => new(capacity);");

        var inFiles = read.Where(item => item.Member.Json.IsRead).ToList();
        w.Gap();
        using (w.Block($"public override void Read(int member, ref {CSharpTypes.Reader} reader, {answers.Class} rows, int row)"))
        {
            Switch(w, inFiles, item => EmitValue(
                context, item.Member, item.Value, () => context.Json.Copy(item.Member.Json.JsonType), context.Json.Read(item.Member.Json.JsonType, CSharpTypes.Strict)));
        }

        w.Gap();
        EmitMissing(context, json, answers, [.. read.Where(item => item.Member.Json.MayBeMissing)]);

        w.Gap();
        using (w.Block($"public override bool TryRead(ref {CSharpTypes.Engine}JsonScanner line, {answers.Class} rows, int row)"))
        {
            using (w.Block("for (var next = 0; next < line.Count; next++)"))
            {
                using (w.Block("if (!line.Enter(next, out var member))"))
                {
                    w.Line("return false;");
                }

                w.Gap();
                Switch(w, inFiles, item => EmitScan(context, item.Member, item.Index, item.Value, shapes.TryGetValue(item.Index, out var shape) ? shape : null), "if (!line.Skip())");
            }

            w.Gap();
            w.Line("return true;");
        }

        if (read.Exists(item => item.Member.Json.HasDefaultOfRow))
        {
            EmitInitialised(context, json);
        }
    }

    /// <summary>What members have that a line does not give. A row that knows their defaults is made once a line.</summary>
    private static void EmitMissing(
        EmissionContext context, JsonInputModel json, AnswersNames answers, List<(JsonInputMemberModel Member, int Index, string Value)> absent)
    {
        var w = context.Writer;
        using var method = w.Block(
            $"public override int Missing(global::System.ReadOnlySpan<int> members, {CSharpTypes.Bytes} line, {answers.Class} rows, int row)");
        if (absent.Count > 0)
        {
            if (absent.Exists(item => item.Member.Json.HasDefaultOfRow))
            {
                w.Line($"{json.RowType} made = default;");
                w.Line("var isMade = false;");
            }

            // A loop over the span itself needs C# 13.
            using var loop = w.Block("for (var next = 0; next < members.Length; next++)");
            w.Line("var member = members[next];");
            Switch(w, absent, item => EmitDefault(context, item.Member, item.Index, item.Value));
        }

        w.Gap();
        w.Line("return -1;");
    }

    private static void EmitDefault(EmissionContext context, JsonInputMemberModel input, int index, string cells)
    {
        var w = context.Writer;
        var member = input.Json;
        if (member.HasDefaultOfRow)
        {
            using (w.Block("if (!isMade)"))
            {
                w.Line("made = Initialised(line);");
                w.Line("isMade = true;");
            }

            w.Gap();
            if (member.Proof != DefaultProof.None)
            {
                using (w.Block($"if ({RowMaking.IsMissing(member, "made")})"))
                {
                    w.Line($"return {index};");
                }

                w.Gap();
            }
        }

        var value = $"({member.JsonType})({(member.HasDefaultOfRow ? "made." + Names.Escape(member.Name) : member.Default ?? "default")})";
        EmitValue(context, input, cells, () => context.Json.Write(member.JsonType, value), value);
    }

    private static void Switch(
        IndentedWriter w,
        List<(JsonInputMemberModel Member, int Index, string Value)> members,
        Action<(JsonInputMemberModel Member, int Index, string Value)> emit,
        string? otherwise = null)
    {
        if (members.Count == 0 && otherwise is null)
        {
            return;
        }

        using var all = w.Block("switch (member)");
        foreach (var member in members)
        {
            w.Line($"case {member.Index}:");
            using (w.Indented())
            {
                emit(member);
                w.Line("break;");
            }
        }

        if (otherwise is not null)
        {
            w.Line("default:");
            using (w.Indented())
            {
                using (w.Block(otherwise))
                {
                    w.Line("return false;");
                }

                w.Gap();
                w.Line("break;");
            }
        }
    }

    /// <summary>Puts a value into its column, or writes it there as a data set has it.</summary>
    private static void EmitValue(EmissionContext context, JsonInputMemberModel member, string cells, Func<string> write, string value)
    {
        var w = context.Writer;
        if (!context.IsRawJson(member.Column))
        {
            w.Line($"{cells}[row] = {value};");
            return;
        }

        using (w.Braces())
        {
            w.Line($"var writer = {cells}.BeginValue();");
            w.Line(write());
            w.Line($"{cells}.EndValue(row);");
        }
    }

    private static void EmitScan(EmissionContext context, JsonInputMemberModel member, int index, string value, string? shape)
    {
        var w = context.Writer;
        var isRawJson = context.IsRawJson(member.Column);
        var scan = isRawJson ? null : context.Json.Scan(member.Json.JsonType);
        if (member.Json.IsNullable && (shape is not null || scan is not null))
        {
            using (w.Block("if (line.Null())"))
            {
                w.Line($"{value}[row] = {(isRawJson ? "default" : "null")};");
                w.Line("break;");
            }

            w.Gap();
        }

        if (scan is not var (method, type))
        {
            using (w.Block($"if ({(shape is null ? "" : $"!line.Plain({shape}, {value}, row) && ")}!ReadValue({index}, ref line, rows, row))"))
            {
                w.Line("return false;");
            }

            w.Gap();
            return;
        }

        using (w.Block($"if (!line.{method}(out {type} value{index}))"))
        {
            w.Line("return false;");
        }

        w.Gap();
        w.Line($"{value}[row] = value{index};");
    }

    /// <summary>A row with what a line must give: for the properties that are initialised where the line says nothing of them.</summary>
    private static void EmitInitialised(EmissionContext context, JsonInputModel json)
    {
        var w = context.Writer;
        var given = json.Members.Select(member => member.Json).Where(member => member.InConstructor || !member.IsOptional).ToList();
        w.Gap();
        context.Json.DeclareMembers("MembersInitialisedFrom", given);
        using var method = w.Block($"private static {json.RowType} Initialised({CSharpTypes.Bytes} line)");
        w.Line("const bool strict = true;");
        w.Line($"var reader = {CSharpTypes.JsonValueReader}.OpenLine(line);");
        context.Json.ReadObject(json.RowType, given, "MembersInitialisedFrom", "strict");
    }
}
