using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>One mistake, one error: beside it stands code that uses the pipeline as if nothing were wrong, and it compiles.</summary>
public sealed class FollowUpTests
{
    /// <summary>No file can add a member to these, so that code which uses one cannot compile.</summary>
    private static readonly string[] s_withoutMembers = ["DSTL0001", "DSTL0002", "DSTL0017"];

    public static TheoryData<int, string> Cases => RuleCases.Data;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_mistake_is_the_only_error_where_the_pipeline_is_used(int index, string name)
    {
        _ = name;
        var rule = RuleCases.All[index];
        var (wrong, marks) = AnalyzerHarness.Unmark(rule.Wrong + RuleCase.Steps);
        var sources = new List<string> { wrong };
        if (!s_withoutMembers.Contains(rule.Id))
        {
            sources.Add(UsageWriter.Write(wrong, rule.Right + RuleCase.Steps, rule.HasSameRows));
        }

        var compilation = SourceCompilation.CreateWithGenerated([.. sources]);
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !SourceCompilation.IsExplained(diagnostic));
        Assert.True(!errors.Any(), string.Join("\n", errors) + "\n" + string.Join("\n\n", sources));
        var found = (await AnalyzerHarness.DiagnosticsAsync(compilation)).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info || diagnostic.Id == rule.Id);
        Assert.Equal(marks.Select(_ => rule.Id), found.Select(diagnostic => diagnostic.Id));
    }
}
