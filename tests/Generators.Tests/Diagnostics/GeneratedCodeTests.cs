using Distil.Generators.Tests.Emission;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Diagnostics;

/// <summary>What is generated for the cases: it compiles, whether the pipeline is right or wrong.</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public void A_pipeline_that_is_right_compiles_without_a_warning() => Compile(RuleCases.All.Select(rule => rule.Right), DiagnosticSeverity.Warning);

    [Fact]
    public void Members_of_the_user_do_not_stand_in_the_way() => Compile(
        [
            RuleCase.Pipeline("[From(nameof(All))] Ask Definition { get; } = new(); class AllStage; int AllToDefinitionBatch() => 1; const int DefinitionAnswers = 1;")
                .Replace("partial class P", "partial class P : Base", StringComparison.Ordinal)
                + "public class Base { protected class DefinitionLeaf; protected int DefinitionStage; }",
        ],
        DiagnosticSeverity.Warning);

    /// <summary>Errors that the user's own code has by itself are no matter of the generator.</summary>
    [Fact]
    public void A_pipeline_that_is_wrong_still_gets_members_that_compile() =>
        Compile(
            RuleCases.All.Where(rule => rule.Id is not ("DSTL0001" or "DSTL0002")).Select(rule => AnalyzerHarness.Unmark(rule.Wrong).Source),
            DiagnosticSeverity.Error);

    private static void Compile(IEnumerable<string> sources, DiagnosticSeverity least)
    {
        var mistakes = new List<string>();
        foreach (var source in sources.Distinct())
        {
            var compilation = SourceCompilation.Create(source + RuleCase.Steps);
            GeneratorDriver driver = CSharpGeneratorDriver.Create(
                [new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
            driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
            if (driver.GetRunResult().Results[0].Exception is { } exception)
            {
                mistakes.Add($"{exception}\n{source}");
            }

            // A hidden hint (an unneeded using) is none.
            var before = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Select(diagnostic => diagnostic.ToString()).ToHashSet();
            mistakes.AddRange(Compiling.Unquieted(output).GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity >= least && !SourceCompilation.IsExplained(diagnostic) && !before.Contains(diagnostic.ToString()))
                .Select(diagnostic => $"{diagnostic}\n{Line(diagnostic)}\n{source}"));
        }

        Assert.True(mistakes.Count == 0, string.Join("\n\n", mistakes));
    }

    private static string Line(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "";
}
