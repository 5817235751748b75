using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Distil.Generators.Diagnostics;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>Where the links of what is reported lead. <c>Package.Tests</c> follows one of a build.</summary>
public sealed class HelpLinkTests
{
    /// <summary>A rule of each place that reports: the pipeline, the step, what a method does, what it calls, what uses a result.</summary>
    public static TheoryData<string> Ids => ["DSTL0103", "DSTL0008", "DSTL0014", "DSTL0221", "DSTL0413"];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task They_lead_where_the_project_says(string id)
    {
        Assert.Equal($"https://example.com/rules/{id}.md", await LinkAsync(id, "https://example.com/rules/"));
        Assert.Equal($"https://example.com/rules/{id}.md", await LinkAsync(id, "https://example.com/rules"));
        var folder = Path.Combine(Path.GetTempPath(), "a folder", "docs") + Path.DirectorySeparatorChar;
        var link = await LinkAsync(id, folder);
        Assert.Equal(Path.Combine(folder, id + ".md"), new Uri(link).LocalPath);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("docs")]
    public async Task Without_a_place_they_name_the_page(string? given) => Assert.Equal("docs/diagnostics/DSTL0103.md", await LinkAsync("DSTL0103", given));

    private static async Task<string> LinkAsync(string id, string? given)
    {
        var rule = RuleCases.Of(id).First();
        var compilation = SourceCompilation.CreateWithGenerated(AnalyzerHarness.Unmark(rule.Wrong + RuleCase.Steps).Source);
        var options = new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty, new Options(given));
        var found = await compilation.WithAnalyzers([new PipelineAnalyzer()], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var told = found.First(diagnostic => diagnostic.Id == id);
        Assert.Equal(DiagnosticCatalogue.All.Single(candidate => candidate.Id == id).DefaultSeverity, told.Severity);
        return told.Descriptor.HelpLinkUri;
    }

    private sealed class Options(string? links) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Global(links);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Global(string? links) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            (value = key == "build_property.DistilHelpLinks" ? links : null) is not null;
    }
}
