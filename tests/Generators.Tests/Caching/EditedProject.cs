using Distil.Generators.Model;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Tests.Caching;

/// <summary>
/// A project as an editor has it: several files, a driver that has run, one edit, and what ran again because of it.
/// </summary>
internal sealed class EditedProject
{
    private static readonly Dictionary<string, string> s_files = new(StringComparer.Ordinal)
    {
        ["Alpha.cs"] = """
            // The first pipeline.
            namespace App;

            [Pipeline]
            public sealed partial class Alpha
            {
                Load All { get; } = new();
                [From(nameof(All))] Shout Loud { get; } = new();
                [From(nameof(Loud))] Ask Answered { get; } = new();

                public string Describe()
                {
                    var words = "alpha";
                    return words;
                }
            }
            """,
        ["AlphaSteps.cs"] = """
            namespace App;

            [Source] public sealed class Load { public IEnumerable<Question> Read() => []; }

            [Step] public sealed class Shout : Louder
            {
                // Shouts.
                [return: Column("loud")] public string Process(string text)
                {
                    var upper = text.ToUpperInvariant();
                    return upper + Ending;
                }
            }

            [Step] public sealed class Ask
            {
                [RuntimeParameter] public int Tokens { get; set; } = 5;

                [return: Column("answer")] public Task<string> ProcessAsync(string loud) => Task.FromResult(loud);
            }
            """,
        ["Bases.cs"] = """
            namespace App;

            [Serializable]
            public abstract class Louder { protected string Ending => "!"; }
            public abstract record Numbered(int Id);
            """,
        ["Rows.cs"] = """
            namespace App;

            [Row] public sealed record Question(int Id, string Text) : Numbered(Id);
            """,
        ["Beta.cs"] = """
            namespace App;

            [Row] public sealed record Reading(double Value);
            [Source] public sealed class Measure { public IEnumerable<Reading> Read() => []; }
            [Step(BatchSize = 10)] public sealed class Double { public IReadOnlyList<double> ProcessBatch(IReadOnlyList<double> value) => value; }

            [Pipeline]
            public sealed partial class Beta
            {
                Measure Readings { get; } = new();
                [From(nameof(Readings))] Double Doubled { get; } = new();
            }
            """,
        ["Other.cs"] = """
            namespace App;

            public static class Other
            {
                public static int Twice(int number)
                {
                    var result = number * 2;
                    return result;
                }
            }
            """,
    };

    private static readonly GeneratorDriverOptions s_options = new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);

    private GeneratorDriver _driver;

    public EditedProject()
    {
        Compilation = Create();
        _driver = Driver(Compilation).RunGenerators(Compilation);
        Before = Results(_driver);
        Assert.Equal(["Alpha", "Beta"], Before.Keys.Order(StringComparer.Ordinal));
        Assert.All(Before.Values, pipeline => Assert.Equal(IncrementalStepRunReason.New, pipeline.OutputReason));
    }

    public CSharpCompilation Compilation { get; }

    /// <summary>What the first run made, by pipeline.</summary>
    public IReadOnlyDictionary<string, PipelineRun> Before { get; }

    public static CSharpCompilation Create()
    {
        var compilation = SourceCompilation.Create([.. s_files.Values]);
        foreach (var (path, tree) in s_files.Keys.Zip(compilation.SyntaxTrees))
        {
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithFilePath(path));
        }

        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return compilation;
    }

    public static GeneratorDriver Driver(CSharpCompilation compilation) => CSharpGeneratorDriver.Create(
        [new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options, driverOptions: s_options);

    /// <summary>The project after a text was typed over another, as the editor's parser takes it.</summary>
    public static CSharpCompilation Type(CSharpCompilation compilation, string path, string old, string with)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        var text = tree.GetText();
        var start = text.ToString().IndexOf(old, StringComparison.Ordinal);
        Assert.True(start >= 0, $"'{path}' does not contain '{old}'.");
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, old.Length), with))));
    }

    /// <summary>What the run after the edit made. Its text is that of a driver that never saw the project before the edit.</summary>
    public IReadOnlyDictionary<string, PipelineRun> After(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        var edited = edit(Compilation);
        _driver = _driver.RunGenerators(edited);
        var results = Results(_driver);
        var options = (CSharpParseOptions)edited.SyntaxTrees[0].Options;
        var reread = edited.RemoveAllSyntaxTrees().AddSyntaxTrees(
            edited.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.GetText().ToString(), options, tree.FilePath)));
        var anew = Results(Driver(reread).RunGenerators(reread));
        Assert.Equal(anew.ToDictionary(pipeline => pipeline.Key, pipeline => pipeline.Value.Text), results.ToDictionary(pipeline => pipeline.Key, pipeline => pipeline.Value.Text));
        return results;
    }

    private static Dictionary<string, PipelineRun> Results(GeneratorDriver driver)
    {
        var result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        var models = result.TrackedSteps[DistilGenerator.PipelineModels]
            .SelectMany(step => step.Outputs)
            .Where(output => output.Reason != IncrementalStepRunReason.Removed)
            .ToDictionary(output => Name(output.Value), output => (Model: (PipelineModel)output.Value, output.Reason));
        var outputs = result.TrackedOutputSteps
            .SelectMany(steps => steps.Value)
            .Where(step => step.Outputs.All(output => output.Reason != IncrementalStepRunReason.Removed))
            .ToDictionary(step => Name(step.Inputs.Single().Source.Outputs[step.Inputs.Single().OutputIndex].Value), step => step.Outputs.Single().Reason);
        return models.ToDictionary(
            pipeline => pipeline.Key,
            pipeline => new PipelineRun(
                pipeline.Value.Model,
                pipeline.Value.Reason,
                outputs[pipeline.Key],
                result.GeneratedSources.Single(source => source.HintName == pipeline.Value.Model.HintName).SourceText.ToString()));
    }

    private static string Name(object model) => Assert.IsType<PipelineModel>(model).Declaration.Identifier;
}

/// <summary>What one run of the driver did for one pipeline.</summary>
internal sealed record PipelineRun(PipelineModel Model, IncrementalStepRunReason ModelReason, IncrementalStepRunReason OutputReason, string Text);
