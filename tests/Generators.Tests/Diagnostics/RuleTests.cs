using System.Globalization;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>Each case of each rule, compiled as a build does it: with what is generated. <see cref="CatalogueTests"/> says that no rule lacks one.</summary>
public sealed class RuleTests
{
    public static TheoryData<int, string> Cases => RuleCases.Data;

    public static TheoryData<string> Ids => CatalogueTests.Ids;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_wrong_is_reported_where_it_stands(int index, string name)
    {
        _ = name;
        var rule = RuleCases.All[index];
        var found = await AnalyzerHarness.VerifyAsync(rule.Id, rule.Wrong + RuleCase.Steps);
        var message = found[0].GetMessage(CultureInfo.InvariantCulture);
        Assert.All(rule.Says, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotMatch("\\{[0-9]", message);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_right_is_not(int index, string name)
    {
        _ = name;
        var rule = RuleCases.All[index];
        var all = await AnalyzerHarness.DiagnosticsAsync(rule.Right + RuleCase.Steps);
        Assert.DoesNotContain(all, diagnostic => diagnostic.Severity > DiagnosticSeverity.Info || diagnostic.Id == rule.Id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_pragma_switches_it_off(string id)
    {
        foreach (var rule in RuleCases.Of(id))
        {
            var source = $"#pragma warning disable {id}\n{AnalyzerHarness.Unmark(rule.Wrong + RuleCase.Steps).Source}";
            Assert.DoesNotContain(await AnalyzerHarness.DiagnosticsAsync(source), diagnostic => diagnostic.Id == id);
        }
    }

    /// <summary>As the compiler takes it from the file: parsed by its own reader.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_editorconfig_sets_its_severity(string id)
    {
        var rule = RuleCases.Of(id).First();
        var compilation = SourceCompilation.CreateWithGenerated(AnalyzerHarness.Unmark(rule.Wrong + RuleCase.Steps).Source);
        foreach (var (word, severity) in new (string, DiagnosticSeverity?)[]
        {
            ("error", DiagnosticSeverity.Error), ("warning", DiagnosticSeverity.Warning), ("suggestion", DiagnosticSeverity.Info), ("none", null),
        })
        {
            var options = compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig($"[*.cs]\ndotnet_diagnostic.{id}.severity = {word}\n"));
            var found = (await AnalyzerHarness.DiagnosticsAsync(compilation.WithOptions(options))).Where(diagnostic => diagnostic.Id == id);
            Assert.Equal(severity is { } set ? [set] : [], found.Select(diagnostic => diagnostic.Severity).Distinct());
        }
    }

    [Fact]
    public async Task A_mistake_of_a_column_shows_the_parameter_too()
    {
        var rule = RuleCases.Of("DSTL0202").First();
        var found = await AnalyzerHarness.VerifyAsync(rule.Id, rule.Wrong + RuleCase.Steps);
        var parameter = Assert.Single(found[0].AdditionalLocations);
        Assert.Equal("text", parameter.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(parameter.SourceSpan));
    }

    /// <summary>The severities that an <c>.editorconfig</c> at the root sets.</summary>
    private sealed class EditorConfig(string text) : SyntaxTreeOptionsProvider
    {
        private readonly AnalyzerConfigSet _set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(text, "/.editorconfig") });

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            _set.GetOptionsForSourcePath("/" + tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
