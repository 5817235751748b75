using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Reports, as information, what a step's fingerprint cannot see.</summary>
internal static class FingerprintRules
{
    public static void Check(StepShape step, Compilation compilation, DiagnosticBag bag)
    {
        if (step.IsBroken || step.Type.IsAbstract || WellKnownTypes.Implements(step.Type, "IFingerprint"))
        {
            return;
        }

        var isKept = step.Kind == StepKind.Source || Durability.IsDurable(step, compilation);
        if (!isKept || SettingsParser.Parse(step, onProperty: null).Version is not null)
        {
            return;
        }

        var takesArguments = step.Type.InstanceConstructors.Any(constructor =>
            constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && constructor.Parameters.Length > 0);
        if (takesArguments)
        {
            bag.Report(
                SettingRules.FingerprintUnknown,
                SourceLocations.Of(step.Type, compilation),
                step.Name,
                step.Kind == StepKind.Source ? "a source" : "durable");
        }
    }
}
