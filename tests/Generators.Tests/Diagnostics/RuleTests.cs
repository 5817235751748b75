using Distil.Generators.Diagnostics;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Diagnostics;

public sealed class RuleTests
{
    /// <summary>Tested in a class of its own: it takes generated code beside the source.</summary>
    private const string GeneratedRowAsInput = "DSTL0015";

    private static readonly RuleCase[] s_cases =
        [.. ShapeCases.Cases, .. GraphCases.Cases, .. ColumnCases.Cases, .. RouteCases.Cases, .. SettingCases.Cases];

    public static TheoryData<int, string> Cases =>
        new(s_cases.Select((rule, index) => new TheoryDataRow<int, string>(index, rule.ToString())));

    public static TheoryData<string> Ids => new(DiagnosticCatalogue.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_wrong_is_reported_where_it_stands(int index, string name)
    {
        _ = name;
        var rule = s_cases[index];
        var found = await AnalyzerHarness.VerifyAsync(rule.Id, rule.Wrong + RuleCase.Steps);
        var message = found[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(rule.Says, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotMatch("\\{[0-9]", message);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_right_is_not(int index, string name)
    {
        _ = name;
        var rule = s_cases[index];
        await AnalyzerHarness.VerifyCleanAsync(rule.Right + RuleCase.Steps);
        await AnalyzerHarness.VerifyWithoutAsync(rule.Id, rule.Right + RuleCase.Steps);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_rule_has_a_case_and_obeys_pragma(string id)
    {
        if (id == GeneratedRowAsInput)
        {
            return;
        }

        var rule = s_cases.FirstOrDefault(candidate => candidate.Id == id);
        Assert.True(rule is not null, id + " has no case.");
        var source = $"#pragma warning disable {id}\n" + AnalyzerHarness.Unmark(rule.Wrong + RuleCase.Steps).Source;
        await AnalyzerHarness.VerifyWithoutAsync(id, source);
    }

    [Fact]
    public void Every_rule_has_a_number_of_its_own_and_all_that_describes_it()
    {
        var rules = DiagnosticCatalogue.All;
        Assert.Equal(rules.Length, rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(rules, rule =>
        {
            Assert.Matches("^DSTL0[0-4][0-9][0-9]$", rule.Id);
            Assert.Equal("docs/diagnostics/" + rule.Id + ".md", rule.HelpLinkUri);
            Assert.NotEmpty(rule.Description.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(rule.IsEnabledByDefault);
        });
    }

    [Fact]
    public async Task A_mistake_of_a_column_shows_the_parameter_too()
    {
        var rule = ColumnCases.Cases.First(candidate => candidate.Id == "DSTL0202");
        var found = await AnalyzerHarness.VerifyAsync(rule.Id, rule.Wrong + RuleCase.Steps);
        var parameter = Assert.Single(found[0].AdditionalLocations);
        Assert.Equal("text", parameter.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(parameter.SourceSpan));
    }
}
