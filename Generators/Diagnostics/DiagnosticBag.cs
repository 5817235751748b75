using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Diagnostics;

/// <summary>
/// Takes up what is found while a class is parsed. The analyzer reports it; the generator only asks whether there was an error.
/// </summary>
internal sealed class DiagnosticBag
{
    private readonly List<Finding> _findings = [];

    /// <summary>Whether something is wrong, reported here or by the compiler, so that the graph cannot run.</summary>
    public bool HasErrors { get; private set; }

    public IReadOnlyList<Finding> Findings => _findings;

    public void Report(DiagnosticDescriptor rule, Location? location, params object[] arguments) =>
        Report(rule, location, additional: null, arguments);

    /// <param name="additional">Where else to look, most often the parameter of the step; null: nowhere.</param>
    /// <param name="fix">What a code fix needs to know; null: nothing.</param>
    public void Report(DiagnosticDescriptor rule, Location? location, Location? additional, object[] arguments, FixData? fix = null)
    {
        // One location, one rule, one message: a property that is checked for two edges says it once.
        var finding = new Finding(rule, location, additional, arguments, fix ?? FixData.Empty);
        if (!_findings.Any(finding.IsSameAs))
        {
            _findings.Add(finding);
        }

        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
    }

    /// <summary>Gives the code fix of what was found more to go by.</summary>
    public void Extend(DiagnosticDescriptor rule, Func<FixData, FixData> extend)
    {
        for (var i = 0; i < _findings.Count; i++)
        {
            if (ReferenceEquals(_findings[i].Rule, rule))
            {
                _findings[i] = _findings[i] with { Fix = extend(_findings[i].Fix) };
            }
        }
    }

    /// <summary>Notes that something is wrong that another has reported: the compiler, or the analysis of the step class.</summary>
    public void MarkBroken() => HasErrors = true;

    /// <param name="options">Those of the project, which say where the rules' pages lie.</param>
    public IEnumerable<Diagnostic> ToDiagnostics(AnalyzerOptions options) => InOrder.Select(finding => finding.ToDiagnostic(options));

    /// <summary>What was found, in the order in which it stands in the files.</summary>
    public IEnumerable<Finding> InOrder => _findings
        .OrderBy(finding => finding.Location?.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(finding => finding.Location?.SourceSpan.Start ?? 0)
        .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal);
}

/// <summary>One breach of one rule.</summary>
internal sealed record Finding(DiagnosticDescriptor Rule, Location? Location, Location? Additional, object[] Arguments, FixData Fix)
{
    public bool IsSameAs(Finding other) =>
        ReferenceEquals(Rule, other.Rule) && Equals(Location, other.Location) && Arguments.SequenceEqual(other.Arguments);

    public string Message =>
        string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat.ToString(CultureInfo.InvariantCulture), Arguments);

    public Diagnostic ToDiagnostic(AnalyzerOptions options) => Diagnostic.Create(
        Rule.Linked(options), Location ?? Location.None, Additional is null ? null : new[] { Additional }, Fix.ToProperties(), Arguments);
}
