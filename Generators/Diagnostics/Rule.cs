namespace Distil.Generators.Diagnostics;

/// <summary>What all rules have in common.</summary>
internal static class Rule
{
    public const string Category = "Distil";

    /// <summary>
    /// Gives the path of a rule's page in the package. What is reported to a project leads there by <see cref="HelpLinks"/>.
    /// </summary>
    /// <param name="id">The rule's id.</param>
    public static string HelpLink(string id) => "docs/diagnostics/" + id + ".md";
}
