using System.ComponentModel;
using System.Globalization;
using Distil.Generators.Naming;
using Distil.Parameters;

namespace Distil.Engine;

/// <summary>Sets a run's parameters on the steps, and restores the first values afterwards.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterBinder
{
    private const string Concurrency = nameof(StepSettings.Concurrency);
    private const string BatchSize = nameof(StepSettings.BatchSize);

    /// <summary>
    /// Checks every name and value before it sets the first: an unknown name, a required parameter without a value, a value of the
    /// wrong type or range is an <see cref="ArgumentException"/>.
    /// </summary>
    /// <param name="parameters">What the user set; null: nothing.</param>
    /// <param name="steps">The pipeline's steps.</param>
    /// <param name="definitions">The parameters that they declare.</param>
    /// <returns>The settings that hold for the run; disposing it gives every parameter its first value again.</returns>
    public static AppliedParameters Apply(
        PipelineParameters? parameters,
        IReadOnlyList<StepDefinition> steps,
        IReadOnlyList<ParameterDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(definitions);
        var settings = steps.Select(step => step.Settings).ToArray();
        var byName = definitions.ToDictionary(definition => definition.Name, StringComparer.Ordinal);
        var values = new List<(ParameterDefinition Definition, object? Value)>();

        foreach (var (name, value) in parameters ?? [])
        {
            if (byName.TryGetValue(name, out var definition))
            {
                values.Add((definition, definition.Convert(value)));
            }
            else
            {
                ApplySetting(settings, steps, name, value, definitions);
            }
        }

        RequireValues(definitions, values);
        for (var step = 0; step < settings.Length; step++)
        {
            RequireAtLeastOne(steps[step].Name, Concurrency, settings[step].Concurrency);
            RequireAtLeastOne(steps[step].Name, BatchSize, settings[step].BatchSize);
        }

        var applied = new AppliedParameters(settings);
        applied.Set(values);
        return applied;
    }

    /// <summary>The full names of everything that can be set, sorted.</summary>
    /// <param name="steps">The pipeline's steps.</param>
    /// <param name="definitions">The parameters that they declare.</param>
    internal static IReadOnlyList<string> Names(IReadOnlyList<StepDefinition> steps, IReadOnlyList<ParameterDefinition> definitions)
        => [.. definitions.Select(definition => definition.Name)
            .Concat(steps.Where(HasConcurrency).Select(step => $"{step.Name}.{Concurrency}"))
            .Concat(steps.Where(HasBatchSize).Select(step => $"{step.Name}.{BatchSize}"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static void ApplySetting(
        StepSettings[] settings,
        IReadOnlyList<StepDefinition> steps,
        string name,
        object? value,
        IReadOnlyList<ParameterDefinition> definitions)
    {
        for (var step = 0; step < settings.Length; step++)
        {
            if (HasConcurrency(steps[step]) && name == $"{steps[step].Name}.{Concurrency}")
            {
                settings[step] = settings[step] with { Concurrency = ParameterConversion.To<int>(name, value) };
                return;
            }

            if (HasBatchSize(steps[step]) && name == $"{steps[step].Name}.{BatchSize}")
            {
                settings[step] = settings[step] with { BatchSize = ParameterConversion.To<int>(name, value) };
                return;
            }
        }

        throw new ArgumentException(DescribeUnknown(name, steps, Names(steps, definitions)));
    }

    private static string DescribeUnknown(string name, IReadOnlyList<StepDefinition> steps, IReadOnlyList<string> names)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stepName = dot < 0 ? name : name[..dot];
        if (!steps.Any(step => step.Name == stepName))
        {
            // The step is what is wrong: with the nearest step the rest of the name may be right.
            var nearestStep = NearestName.Find(stepName, steps.Select(step => step.Name));
            var corrected = dot < 0 || nearestStep is null ? null : nearestStep + name[dot..];
            var nearest = corrected is not null && names.Contains(corrected, StringComparer.Ordinal) ? corrected
                : NearestName.Find(name, names) ?? nearestStep;
            return $"The parameter '{name}' does not exist: the pipeline has no step '{stepName}'.{Suggest(nearest)}";
        }

        var own = names.Where(known => known.StartsWith(stepName + ".", StringComparison.Ordinal)).ToList();
        if (own.Count == 0)
        {
            return $"The parameter '{name}' does not exist: the step '{stepName}' has no parameters.";
        }

        return NearestName.Find(name, own) is { } match
            ? $"The parameter '{name}' does not exist.{Suggest(match)}"
            : $"The parameter '{name}' does not exist. The step '{stepName}' has {string.Join(", ", own.Select(known => $"'{known}'"))}.";
    }

    private static string Suggest(string? nearest) => nearest is null ? "" : $" Did you mean '{nearest}'?";

    private static void RequireValues(
        IReadOnlyList<ParameterDefinition> definitions, List<(ParameterDefinition Definition, object? Value)> values)
    {
        var missing = definitions
            .Where(definition => definition.IsRequired && !values.Exists(value => ReferenceEquals(value.Definition, definition)))
            .Select(definition => $"'{definition.Name}'")
            .ToList();
        if (missing.Count > 0)
        {
            throw new ArgumentException(missing.Count == 1
                ? $"The parameter {missing[0]} is required and has no value: set it in RunOptions.Parameters."
                : $"The parameters {string.Join(", ", missing)} are required and have no value: set them in RunOptions.Parameters.");
        }
    }

    private static void RequireAtLeastOne(string step, string setting, int value)
    {
        if (value < 1)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The {setting} of the step '{step}' is {value}: it must be at least 1."));
        }
    }

    private static bool HasConcurrency(StepDefinition step)
        => step.Form is MethodForm.Row or MethodForm.Batch && step.Kind is not (StepKind.Source or StepKind.Pass);

    private static bool HasBatchSize(StepDefinition step) => step.Form is MethodForm.Batch;
}
