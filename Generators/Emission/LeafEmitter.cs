using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>The stage that turns rows into a data set: row objects, and lines of a file and back.</summary>
internal static class LeafEmitter
{
    public static void Emit(EmissionContext context, StageModel stage)
    {
        var w = context.Writer;
        var leaf = context.Model.Leaves[stage.Leaf];
        var input = context.Ports[stage.Inputs[0].Port];
        var members = new NameScope([.. NameScope.ObjectMembers, context.Stages[stage.Index], "Row", "Write", "Read", "Members"]);
        var names = leaf.Members.Select(member => members.Take(context.Column(member.Column).Name + "Name")).ToList();

        var asJson = leaf.Members.Where(member => context.IsAsJson(member.Column)).ToDictionary(
            member => member, member => members.Take(context.Column(member.Column).Name + "Of"));
        string Column(LeafMemberModel member) => $"rows.{input.Fields[member.Column]}[row]";
        string Value(LeafMemberModel member) => asJson.TryGetValue(member, out var method) ? $"{method}({Column(member)}.Span)" : Column(member);

        using var kernel = w.Block($"private sealed class {context.Stages[stage.Index]} : {CSharpTypes.Engine}LeafKernel<{input.Class}, {leaf.RowType}>");
        for (var i = 0; i < names.Count; i++)
        {
            w.Line($"private static readonly byte[] {names[i]} = "
                + $"{CSharpTypes.JsonColumns}.Name({Names.Literal(context.Column(leaf.Members[i].Column).FileName)}, isFirst: {(i == 0 ? "true" : "false")});");
        }

        w.Gap();
        w.Line($"public override {leaf.RowType} Row({input.Class} rows, int row) => {CallEmitter.New(leaf.RowType, leaf.Members.Select(member =>
            (member.Name, member.InConstructor, Value(member))))};");

        w.Gap();
        using (w.Block($"public override void Write({CSharpTypes.Engine}JsonRowWriter line, {input.Class} rows, int row)"))
        {
            w.Line("var at = 0;");
            if (leaf.Members.Any(member => !context.IsAsJson(member.Column) && context.Json.WriteLine(member.JsonType, "") is null))
            {
                w.Line($"{CSharpTypes.Writer} writer;");
            }

            using (w.Block("try"))
            {
                for (var i = 0; i < names.Count; i++)
                {
                    if (i > 0)
                    {
                        w.Line($"at = {i};");
                    }

                    w.Line($"line.Write({names[i]});");
                    if (context.IsAsJson(leaf.Members[i].Column))
                    {
                        w.Line($"line.WriteJson({Column(leaf.Members[i])}.Span);");
                    }
                    else if (context.Json.WriteLine(leaf.Members[i].JsonType, Column(leaf.Members[i])) is { } write)
                    {
                        w.Line(write);
                    }
                    else
                    {
                        w.Line("writer = line.Begin();");
                        w.Line(context.Json.Write(leaf.Members[i].JsonType, Column(leaf.Members[i])));
                        w.Line("line.End();");
                    }
                }

                w.Line(names.Count == 0 ? "line.Write(\"{}\"u8);" : "line.Write(\"}\"u8);");
            }

            using (w.Block($"catch ({CSharpTypes.Exception} exception)"))
            {
                w.Line("throw Unwritable(at, row, exception);");
            }
        }

        w.Gap();
        context.Json.Oblivious(() =>
        {
            foreach (var value in asJson)
            {
                using (w.Block($"private static {context.Json.TypeOf(value.Key.JsonType)} {value.Value}({CSharpTypes.Bytes} json)"))
                {
                    w.Line($"var reader = {CSharpTypes.JsonValueReader}.Open(json);");
                    w.Line($"return {context.Json.Read(value.Key.JsonType, CSharpTypes.AsWritten)};");
                }

                w.Gap();
            }

            var inFiles = leaf.Members.Select(member => new JsonMemberModel(
                member.Name, context.Column(member.Column).FileName, member.JsonType, IsNullable: true, member.InConstructor)).ToList();
            context.Json.DeclareMembers("Members", inFiles);
            using var method = w.Block($"public override {leaf.RowType} Read(ref {CSharpTypes.Reader} reader)");
            context.Json.ReadObject(leaf.RowType, inFiles, "Members", CSharpTypes.AsWritten);
        });
    }
}
