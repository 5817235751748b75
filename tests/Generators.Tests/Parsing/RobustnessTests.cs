using Distil.Generators.Tests.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Parsing;

/// <summary>While they type, users have source that is no C#: nothing may throw, and nothing follows from what was reported.</summary>
public sealed class RobustnessTests
{
    private const string Everything = """
        [Pipeline] public partial class P
        {
            Load All { get; } = new();
            LoadOther Second { get; } = new();
            [From(nameof(All))] Spread R { get; } = new();
            [From(nameof(R), When = Ways.A), OutputMapping("score", "points")] Score A { get; } = new();
            [From(nameof(R), When = Ways.B), Step(Concurrency = 3)] Ask B { get; } = new();
            [From(nameof(A), nameof(B)), Gather("points", into: "all_points")] Some C { get; } = new();
            [Zip(nameof(C), nameof(Second)), Keep("id", "label")] Pass D { get; } = new();
            [From(nameof(D)), Step(NewRows = true), InputMapping("text", "label")] Group E { get; } = new();
            [From(nameof(D)), Leaf(typeof(Item))] Print F { get; } = new();
            Rows<Item> More { get; } = Rows.From(new Item[0]);
            [Merge(nameof(D), nameof(More))] Some G { get; } = new();
        }

        """;

    private static readonly string[] s_sources = [GoldenSample.Source, Everything + RuleCase.Steps];

    [Fact]
    public async Task Source_without_any_one_token_is_parsed()
    {
        foreach (var source in s_sources)
        {
            var tokens = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
                .GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Where(token => token.Span.Length > 0).ToList();
            var random = new Random(1);
            foreach (var token in tokens.Where(_ => random.Next(12) == 0))
            {
                await ParseAsync(source.Remove(token.SpanStart, token.Span.Length));
            }
        }
    }

    [Fact]
    public async Task Source_with_tokens_in_wrong_places_is_parsed()
    {
        foreach (var source in s_sources)
        {
            var tokens = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)
                .GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Where(token => token.Span.Length > 0).ToList();
            var random = new Random(2);
            for (var i = 0; i < 60; i++)
            {
                var (from, to) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
                await ParseAsync(source.Remove(to.SpanStart, to.Span.Length).Insert(to.SpanStart, from.Text));
            }
        }
    }

    [Fact]
    public async Task Source_that_ends_early_is_parsed()
    {
        foreach (var source in s_sources)
        {
            for (var length = 0; length < source.Length; length += 101)
            {
                await ParseAsync(source[..length]);
            }
        }
    }

    [Theory]
    [InlineData("[From(null)] Score A { get; } = new();")]
    [InlineData("[From] Score A { get; } = new();")]
    [InlineData("[Merge(null)] Score A { get; } = new();")]
    [InlineData("[Merge((string[])null!)] Score A { get; } = new();")]
    [InlineData("[Merge(null, null)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All), null)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Keep(null)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Keep((string[])null!)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Drop(null, \"\")] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Leaf(null)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Leaf(typeof(void))] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Leaf(typeof(List<>))] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Gather(null, null)] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), InputMapping(null, null), OutputMapping(\"\", \"\")] Score A { get; } = new();")]
    [InlineData("[From(nameof(All), When = typeof(int))] Score A { get; } = new();")]
    [InlineData("[From(nameof(All), When = new[] { 1 })] Score A { get; } = new();")]
    [InlineData("[From(nameof(All)), Step(Concurrency = \"a\", OnError = (OnError)9, Timeout = double.NaN)] Score A { get; } = new();")]
    [InlineData("[From(nameof(B))] Score A { get; } = new(); [Zip(nameof(A), nameof(A))] Score B { get; } = new(); [From(nameof(A), nameof(B))] Score C { get; } = new();")]
    [InlineData("Score this[int i] => new(); Score A; event Action B; int*[] C { get; } dynamic D { get; } = 1; Nothing E { get; } = new();")]
    [InlineData("Load All { get; } = new(); Load All { get; } = new();")]
    [InlineData("[From(nameof(All))] Score? A { get; } = new(); [From(nameof(A))] Score<int> B { get; } = new();")]
    public async Task Garbage_is_parsed(string properties) => await ParseAsync(RuleCase.Pipeline(properties) + RuleCase.Steps);

    [Theory]
    [InlineData("[From(\"Nothing\")] Some A { get; } = new(); [From(nameof(A))] Score B { get; } = new(); [From(nameof(A), nameof(B))] Some C { get; } = new();", "DSTL0101")]
    [InlineData("[From(nameof(All))] string A { get; } = \"\"; [From(nameof(A))] Score B { get; } = new();", "DSTL0004")]
    [InlineData("[From(nameof(All)), Drop(\"text\")] Some A { get; } = new(); [From(nameof(A))] Score B { get; } = new(); [From(nameof(B))] Points C { get; } = new();", "DSTL0201")]
    [InlineData("[From(nameof(All))] Shout A { get; } = new(); [From(nameof(All))] Number B { get; } = new(); [From(nameof(A), nameof(B))] Some C { get; } = new(); [From(nameof(C))] Score D { get; } = new();", "DSTL0307")]
    [InlineData("[From(nameof(A))] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0102")]
    [InlineData("[From(nameof(All))] Open A { get; } = new(); [From(nameof(A))] Score B { get; } = new(); [From(nameof(A))] Length C { get; } = new();", "DSTL0212")]
    [InlineData("LoadOther B { get; } = new(); [From(nameof(All), nameof(B))] Some C { get; } = new(); [From(nameof(C))] Score D { get; } = new();", "DSTL0305")]
    [InlineData("[From(nameof(All)), Keep(\"id\", \"txt\")] Some A { get; } = new(); [From(nameof(A))] Score B { get; } = new();", "DSTL0209")]
    [InlineData("[From(nameof(All)), Keep(\"id\", \"whatever\")] Some A { get; } = new(); [From(nameof(A))] Score B { get; } = new();", "DSTL0209")]
    [InlineData("[From(nameof(All)), OutputMapping(\"Scor\", \"points\")] Score A { get; } = new(); [From(nameof(A)), InputMapping(\"score\", \"points\")] Points B { get; } = new();", "DSTL0206")]
    [InlineData("[From(nameof(All)), OutputMapping(\"whatever\", \"points\")] Score A { get; } = new(); [From(nameof(A)), InputMapping(\"score\", \"points\")] Points B { get; } = new();", "DSTL0206")]
    [InlineData("LoadOther More { get; } = new(); [From(nameof(More)), InputMapping(\"txt\", \"label\")] Score A { get; } = new();", "DSTL0205")]
    [InlineData("LoadOther More { get; } = new(); [From(nameof(More))] TakeItem A { get; } = new();", "DSTL0201")]
    [InlineData("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Ways.A)] Score A { get; } = new(); [From(nameof(R), When = Way.Right)] Pass B { get; } = new(); [Merge(nameof(A), nameof(B))] Pass C { get; } = new();", "DSTL0302")]
    [InlineData("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left)] Score A { get; } = new(); [From(\"Rr\", When = Way.Right)] Pass B { get; } = new();", "DSTL0101")]
    [InlineData("[From(nameof(All)), OutputMapping(\"Score\", \"1st\")] Score A { get; } = new(); [From(nameof(A)), InputMapping(\"score\", \"1st\")] Points B { get; } = new();", "DSTL0211")]
    [InlineData("[From(nameof(All)), OutputMapping(\"Volume\", \"text\")] Shout A { get; } = new(); [From(nameof(A))] Loud B { get; } = new();", "DSTL0208")]
    [InlineData("[From(nameof(All)), Merge(nameof(All))] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0107")]
    [InlineData("[From(nameof(All))] Score A { get; set; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0003")]
    [InlineData("[From(nameof(All)), Step(NewRows = true)] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0410")]
    [InlineData("[From(nameof(All)), Filter(BatchSize = 0)] Score A { get; } = new(); [From(nameof(A))] Points B { get; } = new();", "DSTL0407")]
    public async Task One_mistake_is_reported_once(string properties, string id)
    {
        const string Steps = """
            [Step] public class Points { public int Process(double score) => 1; }
            [Step] public class Number { [return: Column("text")] public int Process(int id) => 1; }
            [Step] public class TakeItem { public int Process(Item item) => 1; }
            [Step] public class Loud { public int Process(int volume) => 1; }
            [Step] public class Open { public Stream Process(int id) => null!; }
            """;
        var found = await AnalyzerHarness.DiagnosticsAsync(RuleCase.Pipeline(properties) + Steps + RuleCase.Steps);
        Assert.Equal([id], found.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task A_step_classes_mistake_is_reported_at_the_class_alone()
    {
        var source = RuleCase.Pipeline("[From(nameof(All))] Bad A { get; } = new(); [From(nameof(All))] Bad B { get; } = new(); [From(nameof(B))] Needs C { get; } = new(); [From(nameof(A), nameof(All))] Needs D { get; } = new();")
            + "[Step] public class Bad { public Task<int> Process(int id) => null!; } [Step] public class Needs { public int Process(int bad) => 1; }";
        var found = await AnalyzerHarness.DiagnosticsAsync(source + RuleCase.Steps);
        Assert.Equal(["DSTL0008"], found.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task A_mistake_in_a_step_of_another_assembly_is_reported_at_the_property()
    {
        var library = SourceCompilation.Create("Library", [], "[Step] public class Bad { public Task<int> Process(int id) => null!; }");
        var source = RuleCase.Pipeline("[From(nameof(All))] Bad A { get; } = new();") + RuleCase.Steps;
        var found = Assert.Single(await AnalyzerHarness.DiagnosticsAsync(SourceCompilation.Create("Tested", [library.ToMetadataReference()], source)));
        Assert.Equal("DSTL0008", found.Id);
        Assert.Equal("Bad", source.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
    }

    private static async Task ParseAsync(string source)
    {
        var compilation = SourceCompilation.Create(source);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
        driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
        Assert.True(driver.GetRunResult().Results[0].Exception is null, driver.GetRunResult().Results[0].Exception + "\n" + source);

        // An analyzer that throws is reported as AD0001, which is no rule of ours: the harness refuses it.
        await AnalyzerHarness.DiagnosticsAsync((Compilation)compilation);
    }
}
