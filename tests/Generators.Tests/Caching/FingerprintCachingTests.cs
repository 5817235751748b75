using System.Runtime.CompilerServices;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Caching;

/// <summary>An edit of a step's code makes the file of fingerprints again, and nothing else; another edit does not even that.</summary>
public sealed class FingerprintCachingTests
{
    public static TheoryData<string, string, string, string, string> EditsOfCode => new()
    {
        { "a step's body", "AlphaSteps.cs", "return upper + Ending;", "return Ending + upper;", "App.Shout" },
        { "a base in another file", "Bases.cs", "\"!\"", "\"?\"", "App.Shout" },
        { "an attribute of a base", "Bases.cs", "[Serializable]", "[Obsolete]", "App.Shout" },
        { "a type in DependsOn", "Judge.cs", "Texts.Rate + text", "text + Texts.Rate", "App.Judge" },
        { "a part in another file", "Judge.Part.cs", "More() => 1", "More() => 2", "App.Judge" },
        { "half a statement", "AlphaSteps.cs", "return upper + Ending;", "return upper +", "App.Shout" },
    };

    public static TheoryData<string, string, string, string, bool> OtherEdits => new()
    {
        { "a comment in a step", "AlphaSteps.cs", "// Shouts.", "// Shouts, at the top of its voice.", false },
        { "a doc comment", "AlphaSteps.cs", "[Step] public sealed class Ask", "/// <summary>Asks.</summary>\n[Step] public sealed class Ask", false },
        { "layout", "AlphaSteps.cs", "return upper + Ending;", "return\n    upper   + Ending;", false },
        { "a using", "AlphaSteps.cs", "namespace App;", "using System.Text;\n\nnamespace App;", false },
        { "a setting", "Beta.cs", "BatchSize = 10", "BatchSize = 20", true },
        { "the first setting", "AlphaSteps.cs", "[Step] public sealed class Ask", "[Step(Concurrency = 8)] public sealed class Ask", true },
        { "the body of another class", "Other.cs", "number * 2", "number + number", false },
        { "a type that is called by one in DependsOn", "Judge.cs", "\"Rate: \"", "\"Judge: \"", false },
        { "a row", "Rows.cs", "string Text)", "string Text, string? Hint)", true },
        { "an initialiser of the pipeline", "Alpha.cs", "Shout Loud { get; } = new();", "Shout Loud { get; } = new() { };", true },
        { "a method of the pipeline", "Alpha.cs", "\"alpha\"", "\"the first\"", false },
    };

    [Theory]
    [MemberData(nameof(EditsOfCode))]
    public void One_fingerprint_is_another_and_no_pipeline_is_printed_after_an_edit_of(string what, string path, string old, string with, string step)
    {
        var run = new FingerprintedProject().After(path, old, with);
        Assert.Equal((what, step), (what, Assert.Single(run.Changed)));
        Assert.Equal((IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified), (run.Reason, run.Output));
        Assert.All(run.Pipelines, reason => Assert.Equal((what, IncrementalStepRunReason.Cached), (what, reason)));
    }

    [Theory]
    [MemberData(nameof(OtherEdits))]
    public void The_fingerprints_stay_and_are_not_printed_again_after_an_edit_of(string what, string path, string old, string with, bool changesPipeline)
    {
        var run = new FingerprintedProject().After(path, old, with);
        Assert.Empty(run.Changed);
        Assert.Equal((what, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached), (what, run.Reason, run.Output));
        Assert.Equal((what, changesPipeline), (what, run.Pipelines.Contains(IncrementalStepRunReason.Modified)));
    }

    [Theory]
    [InlineData("AlphaSteps.cs", "return upper + Ending;", "return Ending + upper;", 1)]
    [InlineData("AlphaSteps.cs", "namespace App;", "namespace App; // Steps.", 0)]
    [InlineData("Judge.cs", "Texts.Rate + text", "text + Texts.Rate", 1)]
    [InlineData("Other.cs", "number * 2", "number + number", 0)]
    public void Only_the_declaration_that_was_edited_is_read_again(string path, string old, string with, int read)
    {
        var project = new FingerprintedProject();
        Assert.Equal(9, project.Read);
        Assert.Equal(read, project.After(path, old, with).Read);
    }

    [Fact]
    public void An_edit_that_is_taken_back_gives_the_first_fingerprints_again()
    {
        var project = new FingerprintedProject();
        Assert.Single(project.After("AlphaSteps.cs", "return upper + Ending;", "return Ending;").Changed);
        Assert.Empty(project.After("AlphaSteps.cs", "// Shouts.", "// Shouts!").Changed);
    }

    [Fact]
    public void A_compilation_is_free_after_the_run_over_the_next()
    {
        var (driver, first) = RunTwice();
        for (var i = 0; i < 20 && first.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive);
        Assert.Equal(5, FingerprintedProject.Hashes(driver).Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference First) RunTwice()
    {
        var first = EditedProject.Create();
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new StepFingerprintGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)first.SyntaxTrees[0].Options);
        driver = driver.RunGenerators(first, TestContext.Current.CancellationToken);
        var second = first;
        foreach (var tree in first.SyntaxTrees)
        {
            second = second.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.GetText() + "\n// Edited.", (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        return (driver.RunGenerators(second, TestContext.Current.CancellationToken), new WeakReference(first));
    }
}
