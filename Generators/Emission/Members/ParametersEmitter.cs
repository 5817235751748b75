using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>The typed parameters of a run.</summary>
internal static class ParametersEmitter
{
    /// <summary>The runtime's class for a step that sees batches.</summary>
    public const string BatchSettings = "BatchStepParameters";

    /// <summary>The runtime's class for a step whose calls never run side by side.</summary>
    public const string NoSettings = "StepParameters";

    private static readonly string[] s_members =
        [.. NameScope.ObjectMembers, "Get", "Set", "GetEnumerator", "Item"];

    private static readonly string[] s_hidden = [.. NameScope.ObjectMembers, "GetEnumerator"];

    private static readonly string[] s_hiddenInStep = [.. NameScope.ObjectMembers];

    public static void EmitClass(EmissionContext context)
    {
        var w = context.Writer;
        var model = context.Model;
        var steps = model.Steps.Where(step => step.Parameters.Count > 0 || Settings(step) != NoSettings).ToList();
        var types = new NameScope([.. s_members, context.Parameters]);
        types.Reserve(steps.Select(step => step.Name));

        w.Gap();
        w.Summary(
            $"What can be set for one run of <see cref=\"{Docs.Cref(context.Pipeline)}\"/>; what is not set keeps the step's value.",
            "Also by name: <c>[\"Step.Parameter\"]</c>.");
        w.Line(CSharpTypes.GeneratedCode);
        var header = $"{model.MemberAccessibility} {context.New(context.Parameters)}sealed class {context.Parameters}";
        using var parameters = w.Block($"{header} : global::Distil.PipelineParameters");
        var classes = steps.ToDictionary(
            step => step.Index,
            step => step.Parameters.Count == 0
                ? "global::Distil." + Settings(step)
                : types.Take(Names.Capitalize(step.Name) + "Parameters"));
        foreach (var step in steps)
        {
            w.Summary([$"What can be set of {Docs.Step(step)}{AsCompiled(step)}.", string.Join(" ", Docs.Columns(model, step))]);
            var property = $"{Hides(step.Name, s_hidden)}{classes[step.Index]} {Names.Escape(step.Name)}";
            w.Line($"public {property} => new(this{(step.Parameters.Count == 0 ? ", " + Names.Literal(step.Name) : "")});");
        }

        foreach (var step in steps.Where(step => step.Parameters.Count > 0))
        {
            w.Gap();
            EmitStep(context, step, classes[step.Index]);
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
                    + $"required: {(parameter.IsRequired ? "true" : "false")}, () => {property}, value => {property} = value"
                    + (parameter.IsSecret ? ", secret: true)" : ")")
                    + Described(parameter) + ",");
            }
        }

        w.Line("];");
    }

    /// <summary>What users are told of a parameter. The default of a secret one is a secret too.</summary>
    private static string Described(ParameterModel parameter)
    {
        var members = new[]
            {
                parameter.Summary is { } summary ? "Summary = " + Names.Literal(summary) : "",
                parameter is { Default: { } value, IsSecret: false } ? "Default = " + Names.Literal(value) : "",
            }
            .Where(member => member.Length > 0)
            .ToList();
        return members.Count == 0 ? "" : $" {{ {string.Join(", ", members)} }}";
    }

    /// <summary>The class of a step's own parameters, beside the settings that the runtime's class holds.</summary>
    private static void EmitStep(EmissionContext context, StepModel step, string name)
    {
        var w = context.Writer;
        w.Summary($"What can be set of {Docs.Step(step)}.");
        using var type = w.Block($"public sealed class {name} : global::Distil.{Settings(step)}");
        w.Line($"internal {name}(global::Distil.PipelineParameters parameters) : base(parameters, {Names.Literal(step.Name)}) {{ }}");
        foreach (var parameter in step.Parameters)
        {
            var nullable = CSharpTypes.Nullable(parameter.Type);
            var key = Names.Literal(parameter.Name);
            w.Summary(
                Docs.Escape(parameter.Summary ?? $"{parameter.Name} of {step.Name}.").Replace('\n', ' ')
                    + (parameter.IsRequired ? " Required." : "")
                    + (parameter.IsSecret ? " Secret: it is written to no file, and a run is resumed with another one." : ""),
                "Null: as the step has it.");
            w.Line($"public {Hides(parameter.Name, s_hiddenInStep)}{nullable} {Names.Escape(parameter.Name)} "
                + $"{{ get => base.Get<{nullable}>({key}); set => base.Set({key}, value); }}");
        }
    }

    /// <summary>The runtime's class that holds the settings of the step which a run can change.</summary>
    public static string Settings(StepModel step) => step.Method?.Form switch
    {
        MethodForm.Batch => BatchSettings,
        MethodForm.Row when step.Kind != StepKind.Source => "ConcurrentStepParameters",
        _ => NoSettings,
    };

    private static string AsCompiled(StepModel step) => Settings(step) switch
    {
        BatchSettings => $"; compiled with a concurrency of {step.Settings.Concurrency} and batches of {step.Settings.BatchSize}",
        "ConcurrentStepParameters" => $"; compiled with a concurrency of {step.Settings.Concurrency}",
        _ => "",
    };

    private static string Hides(string name, IEnumerable<string> members) => members.Contains(name, StringComparer.Ordinal) ? "new " : "";
}
