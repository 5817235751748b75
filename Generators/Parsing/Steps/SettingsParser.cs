using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>
/// Lays a step's settings over each other: the property's over the class's over the defaults, name by name. Only what was written
/// in the source counts.
/// </summary>
internal static class SettingsParser
{
    private const int DefaultBatchSize = 50;
    private const int AsyncConcurrency = 16;
    private const int AsyncRetries = 3;

    public static SettingsModel Parse(StepShape step, AttributeData? onProperty)
    {
        var values = new Dictionary<string, TypedConstant>(StringComparer.Ordinal);
        foreach (var attribute in new[] { step.Attribute, onProperty })
        {
            foreach (var argument in NamedArguments.Of(attribute))
            {
                values[argument.Key] = argument.Value;
            }
        }

        var isAsync = step.HasAsyncDefaults;
        var isStoppedByFailure = step.Form is MethodForm.Read or MethodForm.All && !step.ReadsLines;
        var settings = new SettingsModel(
            BatchSize: Value(values, "BatchSize", DefaultBatchSize),
            Concurrency: Value(values, "Concurrency", isAsync ? AsyncConcurrency : 1),
            Ordered: Value(values, "Ordered", true),
            OnError: (ErrorPolicy)Value(values, "OnError", (int)(isStoppedByFailure ? ErrorPolicy.Stop : ErrorPolicy.DeadLetter)),
            Retries: Value(values, "Retries", isAsync ? AsyncRetries : 0),
            TimeoutSeconds: values.TryGetValue("Timeout", out var timeout) && timeout.Value is double seconds ? seconds : null,
            Durable: false,
            Window: Value(values, "Window", 0),
            SplitBatches: Value(values, "SplitBatches", true),
            NewRows: NewRows(step.Attribute, onProperty),
            Version: values.TryGetValue("Version", out var version) ? version.Value as string : null,
            RetryDelaySeconds: Value(values, "RetryDelay", SettingsModel.DefaultRetryDelay),
            MaxRetryDelaySeconds: Value(values, "MaxRetryDelay", SettingsModel.DefaultMaxRetryDelay),
            Devices: Value(values, "Devices", 0));
        var isDurable = isAsync && !(step.Kind == StepKind.Expand && settings.StopAtFirstFailure);
        return settings with
        {
            Durable = step.Kind is not (StepKind.Source or StepKind.Sink) && Value(values, "Durable", isDurable),
        };
    }

    public static bool NewRows(AttributeData? onClass, AttributeData? onProperty) =>
        NamedArguments.Find(onProperty, "NewRows") is { Value: bool onTheProperty }
            ? onTheProperty
            : NamedArguments.Find(onClass, "NewRows") is { Value: true };

    private static T Value<T>(Dictionary<string, TypedConstant> values, string name, T otherwise) =>
        values.TryGetValue(name, out var given) && given.Value is T value ? value : otherwise;
}
