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
        var members = new NameScope([.. NameScope.ObjectMembers, context.Stages[stage.Index], "Row", "Write", "Read"]);
        var names = leaf.Members.Select(member => members.Take(context.Column(member.Column).Name + "Name")).ToList();

        using var kernel = w.Block($"private sealed class {context.Stages[stage.Index]} : {CSharpTypes.Engine}LeafKernel<{input.Class}, {leaf.RowType}>");
        for (var i = 0; i < names.Count; i++)
        {
            w.Line($"private static readonly global::System.Text.Json.JsonEncodedText {names[i]} = "
                + $"{CSharpTypes.JsonColumns}.Name({Names.Literal(context.Column(leaf.Members[i].Column).FileName)});");
        }

        w.Gap();
        w.Line($"public override {leaf.RowType} Row({input.Class} rows, int row) => {CallEmitter.New(leaf.RowType, leaf.Members.Select(member =>
            (member.Name, member.InConstructor, $"rows.{input.Fields[member.Column]}[row]")))};");

        w.Gap();
        using (w.Block($"public override void Write({CSharpTypes.Writer} writer, {input.Class} rows, int row)"))
        {
            w.Line("var at = 0;");
            using (w.Block("try"))
            {
                w.Line("writer.WriteStartObject();");
                for (var i = 0; i < names.Count; i++)
                {
                    if (i > 0)
                    {
                        w.Line($"at = {i};");
                    }

                    w.Line($"writer.WritePropertyName({names[i]});");
                    w.Line(context.Json.Write(leaf.Members[i].JsonType, $"rows.{input.Fields[leaf.Members[i].Column]}[row]"));
                }

                w.Line("writer.WriteEndObject();");
            }

            using (w.Block($"catch ({CSharpTypes.Exception} exception)"))
            {
                w.Line("throw Unwritable(at, row, exception);");
            }
        }

        w.Gap();
        w.Line($"public override int MakerOf(int member) => member switch {{ {string.Concat(leaf.Members.Select((member, i) => $"{i} => {Maker(context, leaf, member)}, "))}_ => {leaf.Step} }};");
        w.Gap();
        w.Line($"public override string ColumnOf(int member) => member switch {{ {string.Concat(leaf.Members.Select((member, i) => $"{i} => {Names.Literal(context.Column(member.Column).Name)}, "))}_ => \"\" }};");

        w.Gap();
        context.Json.Oblivious(() =>
        {
            using var method = w.Block($"public override {leaf.RowType} Read(ref {CSharpTypes.Reader} reader)");
            context.Json.ReadObject(leaf.RowType, leaf.Members.Select(member =>
                new JsonEmitter.Member(member.Name, context.Column(member.Column).FileName, member.JsonType, member.InConstructor)));
        });
    }

    /// <summary>The step that made a column, which is at fault where a value cannot be written.</summary>
    private static int Maker(EmissionContext context, LeafModel leaf, LeafMemberModel member) =>
        context.Model.Steps.FirstOrDefault(step => step.Name == context.Column(member.Column).MadeBy)?.Index ?? leaf.Step;
}
