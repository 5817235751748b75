using System.Globalization;
using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Checks the settings that one attribute gives, on a step's class or on a pipeline's property.</summary>
internal static class SettingsRules
{
    private static readonly string[] s_retryDelays = ["RetryDelay", "MaxRetryDelay"];

    /// <param name="name">The step as the message calls it: the class, or the property.</param>
    public static void Check(string name, StepShape step, AttributeData? attribute, bool newRows, DiagnosticBag bag)
    {
        if (attribute is null || step.Method is null)
        {
            return;
        }

        CheckRanges(name, step, attribute, bag);
        CheckBatchSize(name, step, attribute, bag);
        CheckConcurrency(name, step, attribute, bag);
        CheckOnError(name, step, attribute, bag);
        CheckMeaning(name, step, attribute, bag);

        if (NamedArguments.Find(attribute, "Timeout") is { } timeout
            && IsTimeout(timeout)
            && step.Form != MethodForm.Read
            && !step.Method.TakesToken)
        {
            bag.Report(
                SettingRules.TimeoutWithoutToken,
                SourceLocations.OfSetting(attribute, "Timeout"),
                name,
                step.Name + "." + step.Method.Symbol.Name);
        }

        if (newRows && NamedArguments.Find(attribute, "NewRows") is { Value: true } && step.Form != MethodForm.All)
        {
            bag.Report(
                SettingRules.NewRowsOnNoGlobal, SourceLocations.OfSetting(attribute, "NewRows"), name, step.Method.Symbol.Name);
        }
    }

    private static bool IsTimeout(TypedConstant given) => given.Value is not double seconds || (seconds > 0 && IsTimerTime(seconds));

    /// <summary>Whether a timer can wait so long; false for NaN.</summary>
    private static bool IsTimerTime(double seconds) => seconds is >= 0 and < int.MaxValue / 1000.0;

    private static void CheckRanges(string name, StepShape step, AttributeData attribute, DiagnosticBag bag)
    {
        foreach (var (setting, least) in new[] { ("Concurrency", 1), ("Window", 1), ("Retries", 0), ("Devices", 0) })
        {
            if (NamedArguments.Find(attribute, setting) is { Value: int value } && value < least)
            {
                bag.Report(
                    SettingRules.OutOfRange, SourceLocations.OfSetting(attribute, setting), name, setting, value, $"at least {least}");
            }
        }

        if (step.Kind == StepKind.Source)
        {
            // These have no meaning there, whatever their value.
            return;
        }

        foreach (var setting in s_retryDelays)
        {
            if (NamedArguments.Find(attribute, setting) is { Value: double delay } && !IsTimerTime(delay))
            {
                bag.Report(
                    SettingRules.OutOfRange,
                    SourceLocations.OfSetting(attribute, setting),
                    name,
                    setting,
                    delay.ToString(CultureInfo.InvariantCulture),
                    "seconds, at least 0 and at most 24 days");
            }
        }

        if (NamedArguments.Find(attribute, "Timeout") is { Value: double seconds } given && !IsTimeout(given))
        {
            bag.Report(
                SettingRules.OutOfRange,
                SourceLocations.OfSetting(attribute, "Timeout"),
                name,
                "Timeout",
                seconds.ToString(CultureInfo.InvariantCulture),
                "seconds, above 0 and at most 24 days");
        }
    }

    private static void CheckBatchSize(string name, StepShape step, AttributeData attribute, DiagnosticBag bag)
    {
        if (NamedArguments.Find(attribute, "BatchSize") is not { Value: int size })
        {
            return;
        }

        var location = SourceLocations.OfSetting(attribute, "BatchSize");
        if (step.Form is not (MethodForm.Batch or MethodForm.Read))
        {
            bag.Report(
                SettingRules.BatchSizeWithoutBatches,
                location,
                name,
                step.Form == MethodForm.All ? "every row in one call" : "one row a call");
        }
        else if (size < 1)
        {
            bag.Report(SettingRules.BatchSizeTooSmall, location, name, size);
        }
    }

    private static void CheckConcurrency(string name, StepShape step, AttributeData attribute, DiagnosticBag bag)
    {
        if (step.Form is MethodForm.Read or MethodForm.All
            && NamedArguments.Find(attribute, "Concurrency") is { Value: int value and > 1 })
        {
            bag.Report(
                SettingRules.ConcurrencyAlone, SourceLocations.OfSetting(attribute, "Concurrency"), name, StepKinds.Describe(step), value);
        }
    }

    private static void CheckOnError(string name, StepShape step, AttributeData attribute, DiagnosticBag bag)
    {
        if (NamedArguments.Find(attribute, "OnError") is not { Value: int value })
        {
            return;
        }

        var location = SourceLocations.OfSetting(attribute, "OnError");
        var isRowOrBatch = step.Form is MethodForm.Row or MethodForm.Batch;
        switch ((ErrorPolicy)value)
        {
            case ErrorPolicy.Null when step.Kind != StepKind.Step || !isRowOrBatch:
                bag.Report(SettingRules.NullOnAnotherKind, location, name, StepKinds.Describe(step));
                break;

            case ErrorPolicy.Skip when step.Form != MethodForm.All:
                bag.Report(SettingRules.SkipOnNoGlobalLeaf, location, name, StepKinds.Describe(step));
                break;

            case ErrorPolicy.DeadLetter when !isRowOrBatch && !step.ReadsLines:
                bag.Report(
                    SettingRules.SettingWithoutMeaning,
                    location,
                    name,
                    "OnError.DeadLetter",
                    StepKinds.Describe(step),
                    "where it fails, the run stops");
                break;

            case < ErrorPolicy.DeadLetter or > ErrorPolicy.Skip:
                bag.Report(SettingRules.OutOfRange, location, name, "OnError", value, "a member of OnError");
                break;
        }
    }

    /// <summary>Reports settings that only other kinds of steps have.</summary>
    private static void CheckMeaning(string name, StepShape step, AttributeData attribute, DiagnosticBag bag)
    {
        void Report(string setting, string value, string why) => bag.Report(
            SettingRules.SettingWithoutMeaning, SourceLocations.OfSetting(attribute, setting), name, value, StepKinds.Describe(step), why);

        if (step.Kind is StepKind.Source or StepKind.Sink && NamedArguments.Find(attribute, "Durable") is { Value: true })
        {
            Report("Durable", "Durable = true", "only what has an answer keeps one");
        }

        if (NamedArguments.Find(attribute, "Retries") is { Value: int and > 0 } && step.Kind == StepKind.Source)
        {
            Report("Retries", "Retries", "a source that fails stops the run");
        }

        foreach (var setting in s_retryDelays)
        {
            if (NamedArguments.Find(attribute, setting) is not null && step.Kind == StepKind.Source)
            {
                Report(setting, "a " + setting, "a source that fails stops the run");
            }
        }

        if (NamedArguments.Find(attribute, "Timeout") is not null && step.Kind == StepKind.Source)
        {
            Report("Timeout", "a Timeout", "reading is no call that ends");
        }
    }
}
