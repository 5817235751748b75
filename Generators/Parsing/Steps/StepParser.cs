using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Reads one step class: its kind, its method, its parameters.</summary>
internal static class StepParser
{
    /// <summary>Parses the class as its own declaration shows it. What is wrong is reported where it is written.</summary>
    /// <param name="onProperty">The settings on the pipeline's property; they can turn a global step into one that makes new rows.</param>
    public static StepShape? Parse(INamedTypeSymbol type, AttributeData? onProperty, Compilation compilation, DiagnosticBag bag)
    {
        if (WellKnownTypes.IsPass(type))
        {
            return new StepShape(type, StepKind.Pass);
        }

        var kinds = StepKinds.Of(type);
        if (kinds.Count == 0)
        {
            return null;
        }

        var (kind, attribute) = kinds[0];
        var step = new StepShape(type, kind) { Attribute = attribute };
        if (kinds.Count > 1)
        {
            var marks = string.Join(" and ", kinds.Select(found => $"[{found.Kind}]"));
            bag.Report(ShapeRules.SeveralKinds, SourceLocations.Of(type, compilation), step.Name, marks);
            step.IsBroken = true;
            return step;
        }

        var newRows = SettingsParser.NewRows(attribute, onProperty);
        step.Method = MethodParser.Parse(step, newRows, compilation, bag);
        step.IsBroken = step.Method is null;
        RuntimeParameterParser.Parse(step, compilation, bag);
        return step;
    }

    /// <summary>Parses the class for the analyzer, once, whatever pipelines use it.</summary>
    public static StepShape? ParseDeclaration(INamedTypeSymbol type, Compilation compilation, DiagnosticBag bag)
    {
        if (Parse(type, onProperty: null, compilation, bag) is not { } step)
        {
            return null;
        }

        SettingsRules.Check(step.Name, step, step.Attribute, SettingsParser.NewRows(step.Attribute, null), bag);
        FingerprintRules.Check(step, compilation, bag);
        return step;
    }

    /// <summary>
    /// Parses the class of a pipeline's property. Its own mistakes are the analyzer's to report at the class; only where it cannot,
    /// since the class lies in another assembly or is wrong for this property's type arguments alone, are they reported at the property.
    /// </summary>
    public static StepShape? ParseUse(
        INamedTypeSymbol type, AttributeData? onProperty, Location? property, Compilation compilation, DiagnosticBag bag)
    {
        var found = new DiagnosticBag();
        var step = Parse(type, onProperty, compilation, found);
        if (step is { IsBroken: false })
        {
            SettingsRules.Check(step.Name, step, step.Attribute, SettingsParser.NewRows(step.Attribute, null), found);
        }

        if (!found.HasErrors)
        {
            return step;
        }

        bag.MarkBroken();
        if (!IsReportedAtClass(type, compilation))
        {
            foreach (var finding in found.Findings.Where(finding => finding.Rule.DefaultSeverity == DiagnosticSeverity.Error).Take(1))
            {
                bag.Report(finding.Rule, property, finding.Arguments);
            }
        }

        return step;
    }

    private static bool IsReportedAtClass(INamedTypeSymbol type, Compilation compilation)
    {
        if (!SourceLocations.IsHere(type, compilation))
        {
            return false;
        }

        if (SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition))
        {
            return true;
        }

        var atClass = new DiagnosticBag();
        ParseDeclaration(type.OriginalDefinition, compilation, atClass);
        return atClass.HasErrors;
    }
}
