using System.Runtime.CompilerServices;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Tests.Caching;

/// <summary>An editor makes a compilation with every key: none may be kept alive by the generator or the analyzer.</summary>
public sealed class CollectionTests
{
    [Fact]
    public void A_compilation_is_free_after_the_run_over_the_next()
    {
        var (driver, first) = GenerateTwice();
        AssertFree(first, "after generation");
        Assert.Equal(2, driver.GetRunResult().GeneratedTrees.Length);
    }

    [Fact]
    public void A_compilation_is_free_after_the_analysis_of_the_next()
    {
        var first = Analyze("string score");
        Analyze("bool score");
        AssertFree(first, "after the analysis of the next");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference First) GenerateTwice()
    {
        var first = EditedProject.Create();
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)first.SyntaxTrees[0].Options);
        driver = driver.RunGenerators(first, TestContext.Current.CancellationToken);

        // Every file is another, so that no tree leads back to the compilation in which it first was.
        var second = first;
        foreach (var tree in first.SyntaxTrees)
        {
            second = second.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.GetText() + "\n// Edited.", (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        return (driver.RunGenerators(second, TestContext.Current.CancellationToken), new WeakReference(first));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Analyze(string wrong)
    {
        WeakReference? weak = null;
        var thread = new Thread(() => weak = AnalyzeHere(wrong));
        thread.Start();
        thread.Join();
        return weak!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AnalyzeHere(string wrong)
    {
        var compilation = SourceCompilation.Create(GoldenSample.Source.Replace("double score) => score >= 0.5", wrong + ") => true", StringComparison.Ordinal));
        Assert.NotEmpty(compilation.WithAnalyzers([s_analyzer]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult());
        return new WeakReference(compilation);
    }

    // As in an editor, the analyzer lives on.
    private static readonly DiagnosticAnalyzer s_analyzer = new PipelineAnalyzer();

    private static void AssertFree(WeakReference compilation, string when)
    {
        for (var i = 0; i < 20 && compilation.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(compilation.IsAlive, "The compilation is still held " + when + ".");
        GC.KeepAlive(s_analyzer);
    }
}
