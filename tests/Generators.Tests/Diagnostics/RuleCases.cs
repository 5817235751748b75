namespace Distil.Generators.Tests.Diagnostics;

/// <summary>All cases of all rules: what the tests of the catalogue run over.</summary>
internal static class RuleCases
{
    public static IReadOnlyList<RuleCase> All { get; } =
        [.. ShapeCases.Cases, .. StateCases.Cases, .. GeneratedCodeCases.Cases, .. GraphCases.Cases, .. ColumnCases.Cases, .. RouteCases.Cases, .. SettingCases.Cases];

    /// <summary>Each case by its place in <see cref="All"/>, with a name for the list of tests.</summary>
    public static TheoryData<int, string> Data => new(All.Select((rule, index) => new TheoryDataRow<int, string>(index, rule.ToString())));

    public static IEnumerable<RuleCase> Of(string id) => All.Where(rule => rule.Id == id);
}
