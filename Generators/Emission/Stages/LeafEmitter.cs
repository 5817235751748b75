using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>The stage that turns rows into a data set: row objects, and lines of a file and back.</summary>
internal static class LeafEmitter
{
    public static void Emit(EmissionContext context, StageModel stage)
    {
        var w = context.Writer;
        var leaf = context.Model.Leaves[stage.Leaf];
        var input = context.Outlets[stage.Inputs[0].Outlet];
        var members = new NameScope(
            [.. NameScope.ObjectMembers, context.Stages[stage.Index], "Row", "RowIdOf", "Write", "Read", "Members"]);
        var written = leaf.Members.Where(member => member.Omits != Omission.Always).ToList();
        var names = written.Select(member => members.Take(context.Column(member.Column).Name + "Name")).ToList();

        var rawJson = leaf.Members.Where(member => context.IsRawJson(member.Column)).ToDictionary(
            member => member, member => members.Take(context.Column(member.Column).Name + "Of"));
        string Column(LeafMemberModel member) => $"rows.{input.Fields[member.Column]}[row]";
        string Value(LeafMemberModel member) =>
            rawJson.TryGetValue(member, out var method) ? $"{method}({Column(member)}.Span)" : Column(member);

        using var kernel = w.Block(
            $"private sealed class {context.Stages[stage.Index]} : {CSharpTypes.Engine}LeafKernel<{input.Class}, {leaf.RowType}>");
        for (var i = 0; i < names.Count; i++)
        {
            var isFirst = i == 0 && !MayBeLeftOut(context, written[0]) ? "true" : "false";
            w.Line($"private static readonly byte[] {names[i]} = "
                + $"{CSharpTypes.JsonColumns}.Name({Names.Literal(written[i].FileName)}, isFirst: {isFirst});");
        }

        w.Gap();
        var row = CallEmitter.New(leaf.RowType, leaf.Members.Select(member => (member.Name, member.InConstructor, Value(member))));
        w.Line($"public override {leaf.RowType} Row({input.Class} rows, int row) => {row};");
        if (RowIdCode.OfBatch(input, "run") is { } number)
        {
            var parameters = $"{CSharpTypes.Engine}PipelineRun run, {input.Class} rows, int row";
            w.Line($"public override global::Distil.RowId RowIdOf({parameters}) => {number};");
        }

        w.Gap();
        EmitWrite(context, written, names, input);
        w.Gap();
        context.Json.Oblivious(() =>
        {
            foreach (var value in rawJson)
            {
                using (w.Block($"private static {context.Json.TypeOf(value.Key.JsonType)} {value.Value}({CSharpTypes.Bytes} json)"))
                {
                    w.Line($"var reader = {CSharpTypes.JsonValueReader}.Open(json);");
                    w.Line($"return {context.Json.Read(value.Key.JsonType, CSharpTypes.AsWritten)};");
                }

                w.Gap();
            }

            var inFiles = leaf.Members.Select(member => new JsonMemberModel(
                member.Name,
                member.FileName,
                member.JsonType,
                IsNullable: true,
                member.InConstructor,
                IsOptional: member.IsNotRead && member.IsOptional,
                Default: member.IsNotRead && member.IsOptional ? "default" : null,
                IsExact: member.IsExact,
                IsRead: !member.IsNotRead)).ToList();
            context.Json.DeclareMembers("Members", inFiles);
            using var method = w.Block($"public override {leaf.RowType} Read(ref {CSharpTypes.Reader} reader)");
            context.Json.ReadObject(leaf.RowType, inFiles, "Members", CSharpTypes.AsWritten);
        });
    }

    private static void EmitWrite(EmissionContext context, List<LeafMemberModel> written, List<string> names, OutletNames input)
    {
        var w = context.Writer;
        w.Line(CSharpTypes.OptimizedAtOnce);
        using var method = w.Block($"public override void Write({CSharpTypes.Engine}JsonRowWriter line, {input.Class} rows, int row)");
        w.Line("var at = 0;");
        if (written.Exists(member => !context.IsRawJson(member.Column) && context.Json.WriteLine(member.JsonType, "") is null))
        {
            w.Line($"{CSharpTypes.Writer} writer;");
        }

        using (w.Block("try"))
        {
            // As long as every member may be left out, nobody knows which is the first.
            var isOpen = false;
            for (var i = 0; i < written.Count; i++)
            {
                var column = $"rows.{input.Fields[written[i].Column]}[row]";
                var condition = IsWritten(context, written[i], column);
                var at = i;
                if (at == 0 && condition is not null)
                {
                    w.Line("line.Write(\"{\"u8);");
                    isOpen = true;
                }

                var name = $"line.{(isOpen ? "WriteName" : "Write")}({names[at]});";
                w.Together(() =>
                {
                    if (at > 0)
                    {
                        w.Line($"at = {at};");
                    }

                    using (context.Json.Where(condition))
                    {
                        w.Line(name);
                        EmitWrite(context, written[at], column);
                    }
                });

                isOpen &= condition is not null;
            }

            w.Line(names.Count == 0 ? "line.Write(\"{}\"u8);" : "line.Write(\"}\"u8);");
        }

        w.Line($"catch ({CSharpTypes.Exception} exception) {{ throw Unwritable(at, row, exception); }}");
    }

    private static bool MayBeLeftOut(EmissionContext context, LeafMemberModel member) => IsWritten(context, member, "") is not null;

    private static string? IsWritten(EmissionContext context, LeafMemberModel member, string column) =>
        !context.IsRawJson(member.Column) ? context.Json.IsWritten(member.Omits, member.JsonType, column)
        : member.Omits == Omission.Never ? null
        : $"!{column}.IsEmpty";

    private static void EmitWrite(EmissionContext context, LeafMemberModel member, string column)
    {
        var w = context.Writer;
        if (context.IsRawJson(member.Column))
        {
            w.Line($"line.WriteJson({column}.Span);");
        }
        else
        {
            context.Json.EmitLine(member.JsonType, column);
        }
    }
}
