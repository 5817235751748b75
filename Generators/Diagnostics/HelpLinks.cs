using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Diagnostics;

/// <summary>
/// The help links of what is reported. A descriptor is one for all projects and can only name its page; where the pages lie is said by the
/// project: in the folder of the package, or where a property of the project says.
/// </summary>
internal static class HelpLinks
{
    /// <summary>The package's props file sets the property <c>DistilHelpLinks</c> and makes it visible to the compiler.</summary>
    public const string Option = "build_property.DistilHelpLinks";

    /// <summary>The rule with a link to its page, where the project says where the pages lie; otherwise the rule as it is.</summary>
    public static DiagnosticDescriptor Linked(this DiagnosticDescriptor rule, AnalyzerOptions options)
    {
        if (!options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Option, out var given)
            || !Uri.TryCreate(given, UriKind.Absolute, out var root))
        {
            return rule;
        }

        var folder = root.AbsoluteUri;
        return new DiagnosticDescriptor(
            rule.Id,
            rule.Title,
            rule.MessageFormat,
            rule.Category,
            rule.DefaultSeverity,
            rule.IsEnabledByDefault,
            rule.Description,
            $"{folder}{(folder.EndsWith("/", StringComparison.Ordinal) ? "" : "/")}{rule.Id}.md",
            rule.CustomTags.ToArray());
    }
}
