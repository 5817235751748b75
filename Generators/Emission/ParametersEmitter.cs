using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>The typed parameters of a run.</summary>
internal static class ParametersEmitter
{
    private static readonly string[] s_members =
        [.. NameScope.ObjectMembers, "Get", "Set", "GetEnumerator", "Item"];

    private static readonly string[] s_hidden = [.. NameScope.ObjectMembers, "GetEnumerator"];

    public static void EmitClass(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        var steps = model.Steps.Select(step => (Step: step, Own: Own(step).ToList())).Where(item => item.Own.Count > 0).ToList();
        var types = new NameScope([.. s_members, "Parameters"]);
        types.Reserve(steps.Select(item => item.Step.Name));

        w.Gap();
        w.Summary(
            $"What can be set for one run of <see cref=\"{Docs.Cref(context.Pipeline)}\"/>; what is not set keeps the step's value.",
            "Also by name: <c>[\"Step.Parameter\"]</c>.");
        w.Line(CSharpTypes.GeneratedCode);
        using var parameters = w.Block($"{model.MemberAccessibility} sealed class Parameters : global::Distil.PipelineParameters");
        var classes = steps.Select(item => (item.Step, item.Own, Class: types.Take(Names.Pascal(item.Step.Name) + "Parameters"))).ToList();
        if (classes.Count > 0)
        {
            w.Summary("Makes parameters of which none is set.");
            using (w.Block("public Parameters()"))
            {
                foreach (var (step, _, name) in classes)
                {
                    w.Line($"{Names.Escape(step.Name)} = new {name}(this);");
                }
            }
        }

        foreach (var (step, _, name) in classes)
        {
            w.Gap();
            w.Summary([$"The parameters of {Docs.Escape(step.Name)} (<c>{Docs.Escape(step.Summary)}</c>).", .. Docs.Columns(model, step)]);
            w.Line($"public {Hides(step.Name, s_hidden)}{name} {Names.Escape(step.Name)} {{ get; }}");
        }

        foreach (var (step, own, name) in classes)
        {
            w.Gap();
            w.Summary($"The parameters of {Docs.Escape(step.Name)}.");
            w.Line(CSharpTypes.GeneratedCode);
            using var type = w.Block($"public sealed class {name}");
            w.Line("private readonly global::Distil.PipelineParameters _all;");
            w.Gap();
            w.Line($"internal {name}(global::Distil.PipelineParameters all) => _all = all;");
            foreach (var (parameter, valueType, summary) in own)
            {
                var full = Names.Literal($"{step.Name}.{parameter}");
                var nullable = CSharpTypes.Nullable(valueType);
                w.Gap();
                w.Summary(summary, "Null: as the step has it.");
                using (w.Block($"public {Hides(parameter, NameScope.ObjectMembers)}{nullable} {Names.Escape(parameter)}"))
                {
                    w.Line($"get => _all.Get<{nullable}>({full});");
                    w.Line($"set => _all.Set({full}, value);");
                }
            }
        }
    }

    public static void EmitDefinitions(EmissionContext context)
    {
        var w = context.Writer;
        var parameters = context.Model.Steps.SelectMany(step => step.Parameters.Select(parameter => (step, parameter))).ToList();
        if (parameters.Count == 0)
        {
            w.Line($"public override {CSharpTypes.Engine}ParameterDefinition[] CreateParameters() => [];");
            return;
        }

        w.Line($"public override {CSharpTypes.Engine}ParameterDefinition[] CreateParameters() =>");
        w.Line("[");
        using (w.Indented())
        {
            foreach (var (step, parameter) in parameters)
            {
                var property = $"pipeline.{Names.Escape(step.Name)}.{Names.Escape(parameter.Name)}";
                w.Line($"new {CSharpTypes.Engine}ParameterDefinition<{parameter.Type}>({Names.Literal($"{step.Name}.{parameter.Name}")}, "
                    + $"required: {(parameter.IsRequired ? "true" : "false")}, () => {property}, value => {property} = value),");
            }
        }

        w.Line("];");
    }

    /// <summary>The parameters of a step: those that it declares, and the settings that a run can change.</summary>
    private static IEnumerable<(string Name, string Type, string Summary)> Own(StepModel step)
    {
        foreach (var parameter in step.Parameters)
        {
            yield return (parameter.Name, parameter.Type, Docs.Escape((parameter.Summary ?? $"{parameter.Name} of {step.Name}.").Replace('\n', ' '))
                + (parameter.IsRequired ? " Required." : ""));
        }

        var form = step.Method?.Form ?? MethodForm.None;
        if (form is MethodForm.Row or MethodForm.Batch && step.Kind != StepKind.Source && !Declares("Concurrency"))
        {
            yield return ("Concurrency", "int", $"Calls at the same time; {step.Settings.Concurrency} as compiled.");
        }

        if (form == MethodForm.Batch && !Declares("BatchSize"))
        {
            yield return ("BatchSize", "int", $"Rows a call; {step.Settings.BatchSize} as compiled.");
        }

        bool Declares(string name) => step.Parameters.Any(parameter => parameter.Name == name);
    }

    private static string Hides(string name, IEnumerable<string> members) => members.Contains(name) ? "new " : "";
}
