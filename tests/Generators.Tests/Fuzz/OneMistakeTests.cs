using System.Collections.Concurrent;
using System.Globalization;
using Distil.Generators.Parsing.Symbols;
using Distil.Generators.Tests.Diagnostics;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Tests.Fuzz;

/// <summary>
/// One mistake, one error: everything that the documentation shows as right is broken in every way that the documentation names, one at a
/// time, and nothing is told twice, by the rules or by the compiler, in the pipeline or in code that uses it. There are thousands of ways;
/// DISTIL_MISTAKES sets how many are tried, spread over all of them.
/// </summary>
public sealed class OneMistakeTests
{
    private static readonly int s_most =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_MISTAKES"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 80;

    private static readonly int s_seed =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    /// <summary>What is wrong wherever it stands.</summary>
    private static readonly string[] s_wrong =
    [
        "no edge", "an edge to nothing", "an edge to the step itself", "a cycle", "an edge into a source", "two kinds of edges", "a branch twice",
        "an edge without names", "'When' of another type", "'When' on no router", "settings of another kind",
        "a class of two kinds", "a step of a type that is none", "a leaf type that is no row", "an [InputMapping] of nothing",
        "an [OutputMapping] of nothing", "a method of another name", "a private method", "a second method", "a pipeline that is not partial",
    ];

    [Fact]
    public async Task A_mistake_is_told_once()
    {
        var all = Subjects.Documented
            .Select(subject => (subject.Name, Source: Mistakes.WithoutBodies(subject.Source), subject.Own))
            .SelectMany(subject => Mistakes.Of(subject.Source, subject.Own).Select(mistake => (Subject: subject, Mistake: mistake)))
            .ToList();

        // Of each kind the same share, and one at least.
        var share = Math.Max(1, all.Count / s_most);
        var tried = all.GroupBy(one => one.Mistake.Kind).SelectMany(kind => kind.Where((_, index) => index % share == s_seed % Math.Min(share, kind.Count()))).GroupBy(one => one.Subject).ToList();
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(tried, TestContext.Current.CancellationToken, async (group, ct) =>
        {
            var right = group.Key.Source;
            var usage = UsageWriter.Write(right, right, withColumns: true);
            var compilation = SourceCompilation.Create(right, usage);
            var tree = compilation.SyntaxTrees[0];
            var driver = CSharpGeneratorDriver
                .Create([new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)tree.Options)
                .RunGenerators(compilation, ct);
            if (await ErrorsAsync(compilation, driver, ct) is { Count: > 0 } wrong)
            {
                faults.Add($"{group.Key.Name} is not right: {string.Join("\n", wrong)}");
                return;
            }

            foreach (var (_, mistake) in group)
            {
                Compilation broken = compilation.ReplaceSyntaxTree(
                    tree, CSharpSyntaxTree.ParseText(mistake.Source, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken: ct));
                if (!mistake.KeepsNames)
                {
                    broken = broken.RemoveSyntaxTrees(broken.SyntaxTrees.Single(other => other.FilePath == "Source1.cs"));
                }

                var errors = await ErrorsAsync(broken, driver, ct);
                // What is still right, with other leaves or columns, is no mistake: the code that uses it is to change.
                var isRight = errors.All(error => error.Location.SourceTree?.FilePath == "Source1.cs");
                if (errors.Count == 0 && (s_wrong.Contains(mistake.Kind) || IsFallback(broken, driver, ct)))
                {
                    faults.Add($"{group.Key.Name}: {mistake.Kind}\n  {mistake.Where}\n    nothing is told");
                }

                if (errors.Count > 1 && !isRight && !IsAllowed(errors))
                {
                    faults.Add($"{group.Key.Name}: {mistake.Kind}\n  {mistake.Where}\n    {string.Join("\n    ", errors)}");
                }
            }
        });
        Assert.True(
            faults.IsEmpty,
            $"{faults.Count} of {tried.Sum(group => group.Count())} (of {all.Count}):\n\n{string.Join("\n\n", faults.Order(StringComparer.Ordinal))}");
    }

    /// <summary>Where several errors are right.</summary>
    private static bool IsAllowed(IReadOnlyList<Diagnostic> errors)
    {
        // A step that several pipelines use is wrong in each of them.
        var isOneRule = errors.Select(error => error.Id).Distinct().Count() == 1;
        return isOneRule && errors.Select(error => Pipeline(error)).Distinct().Count() == errors.Count;
    }

    /// <summary>The class in which the error stands; null: it stands in none of the user's.</summary>
    private static string? Pipeline(Diagnostic error) => error.Location.SourceTree?.GetRoot()
        .FindNode(error.Location.SourceSpan).AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault()?.Identifier.Text;

    /// <summary>Whether a pipeline is generated that throws when it is run.</summary>
    private static bool IsFallback(Compilation compilation, GeneratorDriver driver, CancellationToken ct) =>
        driver.RunGenerators(compilation, ct).GetRunResult().GeneratedTrees.Any(GeneratedTypes.IsFallback);

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Compilation compilation, GeneratorDriver driver, CancellationToken ct)
    {
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var trouble, ct);
        var told = await output.WithAnalyzers([new PipelineAnalyzer()]).GetAnalyzerDiagnosticsAsync(ct);
        return
        [
            .. trouble,
            .. output.GetDiagnostics(ct).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
            .. told.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info),
        ];
    }
}
