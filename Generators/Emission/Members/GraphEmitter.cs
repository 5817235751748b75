using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>The static graph that a pipeline publishes: a line a step and a line a stage, each with what it adds to those above.</summary>
internal static class GraphEmitter
{
    public static void Emit(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        w.Gap();
        w.Summary($"The graph of <see cref=\"{Docs.Cref(context.Pipeline)}\"/>: steps, edges, columns and stages.");
        w.Line(CSharpTypes.GeneratedCode);
        var property = $"{model.MemberAccessibility} {context.New(context.Graph)}static global::Distil.PipelineGraph {context.Graph}";
        if (model.HasErrors)
        {
            w.Line($"{property} => {ResultEmitter.Throw(model)}");
            return;
        }

        w.Line($"{property} {{ get; }} = new {CSharpTypes.Engine}GraphBuilder({Names.Literal(model.Declaration.Identifier)})");
        using (w.Indented())
        {
            foreach (var step in model.Steps)
            {
                w.Line(Step(model, step));
            }

            foreach (var stage in model.Plan.Stages)
            {
                w.Line(Stage(model, stage));
            }

            w.Line(".Build();");
        }
    }

    private static string Step(PipelineModel model, StepModel step)
    {
        var kind = GraphWords.Of(step.Kind, step.Method?.Form ?? MethodForm.None);
        var calls = new List<string> { Call("Step", kind, step.Name, step.Summary) };
        calls.AddRange(step.Input.Branches.Select(branch => Call(
            step.Input.Kind.ToString(),
            [model.Steps[branch.Step].Name, .. branch.Routes.Select(route => Names.Last(route).TrimStart('@'))])));
        calls.AddRange(FanIn(model, step));
        if (ParametersEmitter.Settings(step) is var settings && settings != ParametersEmitter.NoSettings)
        {
            var rows = settings == ParametersEmitter.BatchSettings ? $", {step.Settings.BatchSize}" : "";
            calls.Add($".Calls({step.Settings.Concurrency}{rows})");
        }

        if (step.Kind != StepKind.Sink)
        {
            calls.AddRange(Changes(model, step));
        }

        return string.Concat(calls);
    }

    /// <summary>At a fan-in: which branch gives which column, and which columns are combined.</summary>
    private static IEnumerable<string> FanIn(PipelineModel model, StepModel step)
    {
        if (step.Input.Kind is InputKind.None or InputKind.From)
        {
            yield break;
        }

        var from = -1;
        var taken = new List<string>();
        foreach (var column in step.InputColumns)
        {
            var giver = Giver(column);
            if (giver != from && taken.Count > 0)
            {
                yield return Call("Takes", [model.Steps[from].Name, .. taken]);
                taken.Clear();
            }

            from = giver;
            if (giver < 0)
            {
                yield return Typed("Combines", model.Columns[column]);
            }
            else
            {
                taken.Add(model.Columns[column].Name);
            }
        }

        if (taken.Count > 0)
        {
            yield return Call("Takes", [model.Steps[from].Name, .. taken]);
        }

        // The branch that has the very column, the one before it first; none has one that is made here.
        int Giver(int column)
        {
            var givers = step.Input.Branches.Select(branch => branch.Step)
                .Where(branch => model.Steps[branch].OutputColumns.Contains(column))
                .ToList();
            return givers.Count == 0 ? -1 : givers.Contains(from) ? from : givers[0];
        }
    }

    /// <summary>How the columns that leave differ from those that come in.</summary>
    private static IEnumerable<string> Changes(PipelineModel model, StepModel step)
    {
        var refined = step.Refinements.Where(refinement => step.OutputColumns.Contains(refinement.To)).ToList();
        var dropped = step.InputColumns
            .Where(column => !step.OutputColumns.Contains(column) && !refined.Exists(refinement => refinement.From == column))
            .ToList();
        if (dropped.Count > 0)
        {
            yield return Call("Drops", [.. dropped.Select(column => model.Columns[column].Name)]);
        }

        foreach (var refinement in refined)
        {
            var column = model.Columns[refinement.To];
            yield return refinement.IsRename
                ? Call("Renames", model.Columns[refinement.From].Name, column.Name, Docs.ShortType(column.Type))
                : Typed("Refines", column);
        }

        foreach (var member in step.Output.Members.Where(member => step.OutputColumns.Contains(member.Column)))
        {
            yield return Typed("Makes", model.Columns[member.Column]);
        }
    }

    private static string Stage(PipelineModel model, StageModel stage) =>
        stage.Head == HeadKind.Leaf ? Call("DataSet", model.Steps[stage.Step].Name)
        : stage.Steps.Count == 0 ? Call("StageBefore", stage.Why, model.Steps[stage.Step].Name)
        : Call("Stage", [stage.Why, .. stage.Steps.Select(step => model.Steps[step].Name)]);

    private static string Typed(string method, ColumnModel column) => Call(method, column.Name, Docs.ShortType(column.Type));

    private static string Call(string method, params string[] arguments) =>
        $".{method}({string.Join(", ", arguments.Select(Names.Literal))})";
}
