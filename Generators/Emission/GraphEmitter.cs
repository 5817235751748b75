using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>The static graph that a pipeline publishes.</summary>
internal static class GraphEmitter
{
    public static void Emit(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        w.Gap();
        w.Summary($"The graph of <see cref=\"{Docs.Cref(context.Pipeline)}\"/>: steps, edges, columns and stages.");
        w.Line(CSharpTypes.GeneratedCode);
        w.Line($"{model.MemberAccessibility} static global::Distil.PipelineGraph Graph {{ get; }} = new(");
        using (w.Indented())
        {
            w.Line($"name: {Names.Literal(model.Declaration.Identifier)},");
            List("steps", model.Steps, step =>
                $"new({Names.Literal(step.Name)}, {Names.Literal(Kind(step))}, {Names.Literal(step.Summary)},\n"
                + $"    [{Columns(model, step.InputColumns)}],\n"
                + $"    [{Columns(model, step.OutputColumns)}]),");
            List(
                "edges",
                model.Steps.SelectMany(step => step.Input.Branches.Select(branch => (step, branch))),
                edge => $"new({Names.Literal(model.Steps[edge.branch.Step].Name)}, {Names.Literal(edge.step.Name)}, "
                    + $"{Names.Literal(edge.step.Input.Kind.ToString().ToLowerInvariant())}, "
                    + $"[{string.Join(", ", edge.branch.Routes.Select(route => Names.Literal(Names.Last(route).TrimStart('@'))))}]),");
            List("stages", model.Plan.Stages, stage =>
                $"new({Names.Literal(context.Title(stage))}, "
                + $"[{string.Join(", ", stage.Steps.Select(step => Names.Literal(model.Steps[step].Name)))}], {Names.Literal(stage.Why)}),");
            EmitMermaid(w, model.Mermaid);
        }

        void List<T>(string name, IEnumerable<T> items, Func<T, string> text)
        {
            var all = items.ToList();
            if (all.Count == 0)
            {
                w.Line($"{name}: [],");
                return;
            }

            w.Line($"{name}:");
            w.Line("[");
            using (w.Indented())
            {
                foreach (var item in all)
                {
                    w.Line(text(item));
                }
            }

            w.Line("],");
        }
    }

    private static void EmitMermaid(IndentedWriter w, string mermaid)
    {
        if (mermaid.Length == 0 || mermaid.Contains("\"\"\""))
        {
            w.Line($"mermaid: {Names.Literal(mermaid)});");
            return;
        }

        w.Line("mermaid: \"\"\"");
        using (w.Indented())
        {
            w.Line(mermaid);
            w.Line("\"\"\");");
        }
    }

    private static string Kind(StepModel step) => step.Kind.ToString().ToLowerInvariant();

    private static string Columns(PipelineModel model, IEnumerable<int> columns) =>
        string.Join(", ", columns.Select(id => model.Columns[id]).Select(column =>
            $"new({Names.Literal(column.Name)}, {Names.Literal(Docs.ShortType(column.Type))}, {Names.Literal(column.MadeBy)})"));
}
