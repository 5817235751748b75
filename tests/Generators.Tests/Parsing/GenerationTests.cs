using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Parsing;

public sealed class GenerationTests
{
    private static readonly GeneratorDriverOptions s_options = new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);

    [Fact]
    public void The_golden_sample_compiles_with_what_is_generated()
    {
        Run(SourceCompilation.Create(GoldenSample.Source), out var output);
        Assert.Empty(Errors(output));
    }

    [Fact]
    public async Task The_analyzer_says_the_same_beside_the_generated_code()
    {
        foreach (var source in new[] { GoldenSample.Source, GoldenSample.Source.Replace("double score) => score >= 0.5", "string score) => true") })
        {
            var compilation = SourceCompilation.Create(source);
            Run(compilation, out var output);
            var before = await AnalyzerHarness.DiagnosticsAsync(compilation);
            var after = await AnalyzerHarness.DiagnosticsAsync(output);
            Assert.Equal(before.Select(diagnostic => diagnostic.ToString()), after.Select(diagnostic => diagnostic.ToString()));
        }
    }

    [Fact]
    public void An_edit_elsewhere_runs_nothing_again()
    {
        var compilation = SourceCompilation.Create(GoldenSample.Source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DistilGenerator().AsSourceGenerator()], driverOptions: s_options);
        driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", path: "Other.cs", cancellationToken: TestContext.Current.CancellationToken));
        driver = driver.RunGenerators(edited, TestContext.Current.CancellationToken);
        var result = Assert.Single(driver.GetRunResult().Results);
        Assert.All(
            result.TrackedSteps[DistilGenerator.PipelineModels].SelectMany(step => step.Outputs),
            output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_pipeline_with_an_error_gets_members_that_compile()
    {
        var source = GoldenSample.Source.Replace("[From(nameof(Verdict))]", "[From(\"Nothing\")]")
            + "public static class Use { public static async Task<int> M(Preferences p) { var r = await p.RunAsync(); return r.Ranked.Count; } }";
        Run(SourceCompilation.Create(source), out var output);
        Assert.Empty(Errors(output));
    }

    [Fact]
    public void Names_that_differ_in_case_or_nesting_alone_have_files_of_their_own()
    {
        const string Steps = "[Row] public record Item(int Id); [Source] public class Load { public IEnumerable<Item> Read() => []; }";
        var source = Steps + """
            namespace A { [Pipeline] public partial class Make { Load All { get; } = new(); } }
            namespace A { [Pipeline] public partial class MAKE { Load All { get; } = new(); } }
            namespace a { [Pipeline] public partial class Make { Load All { get; } = new(); } }
            namespace A { public partial class Outer { [Pipeline] public partial class Make { Load All { get; } = new(); } } }
            namespace A.Outer2 { [Pipeline] public partial class Make { Load All { get; } = new(); } }
            namespace A { [Pipeline] public partial class Make<T> { Load All { get; } = new(); } }
            """;
        var result = Run(SourceCompilation.Create(source), out var output);
        Assert.Null(result.Exception);
        Assert.Equal(6, result.GeneratedSources.Select(file => file.HintName.ToUpperInvariant()).Distinct().Count());
        Assert.Empty(Errors(output));
    }

    private static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static GeneratorRunResult Run(Compilation compilation, out Compilation output)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new DistilGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options,
            driverOptions: s_options);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out output, out _);
        return Assert.Single(driver.GetRunResult().Results);
    }
}
