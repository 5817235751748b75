using System.Text.RegularExpressions;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Caching;

/// <summary>The edited project with steps of every shape that fingerprints know, and both generators in one driver.</summary>
internal sealed partial class FingerprintedProject
{
    private const string Extra = """
        namespace App;

        [Step(DependsOn = new[] { typeof(Prompts) })] public sealed partial class Judge
        {
            public int Process(string text) => Prompts.Of(text).Length;
        }

        public static class Prompts { public static string Of(string text) => Texts.Rate + text; }
        public static class Texts { public const string Rate = "Rate: "; }
        """;

    private const string Part = "namespace App; partial class Judge { private static int More() => 1; }";

    private readonly StepFingerprintGenerator _generator = new();
    private readonly CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public FingerprintedProject()
    {
        var options = (CSharpParseOptions)EditedProject.Create().SyntaxTrees[0].Options;
        _compilation = EditedProject.Create().AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(Extra, options, "Judge.cs"), CSharpSyntaxTree.ParseText(Part, options, "Judge.Part.cs"));
        _driver = CSharpGeneratorDriver
            .Create(
                [_generator.AsSourceGenerator(), new DistilGenerator().AsSourceGenerator()],
                parseOptions: options,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(_compilation);
        Before = Hashes(_driver);
        Read = _generator.Hashes.Count;
    }

    /// <summary>The fingerprints, by the names of the classes.</summary>
    public IReadOnlyDictionary<string, string> Before { get; }

    /// <summary>How many declarations the first run has read.</summary>
    public int Read { get; }

    /// <summary>What the run after an edit made, which is what a driver makes that sees the files for the first time.</summary>
    public FingerprintRun After(string path, string old, string with)
    {
        var edited = EditedProject.Type(_compilation, path, old, with);
        _driver = _driver.RunGenerators(edited);
        var anew = CSharpGeneratorDriver
            .Create([new StepFingerprintGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)edited.SyntaxTrees[0].Options)
            .RunGenerators(edited);
        var hashes = Hashes(_driver);
        Assert.Equal(Hashes(anew), hashes);
        var results = _driver.GetRunResult().Results;
        Assert.Equal(Before.Keys.Order(StringComparer.Ordinal), hashes.Keys.Order(StringComparer.Ordinal));
        return new(
            [.. hashes.Where(step => step.Value != Before[step.Key]).Select(step => step.Key).Order(StringComparer.Ordinal)],
            Assert.Single(results[0].TrackedSteps[StepFingerprintGenerator.Fingerprints]).Outputs.Single().Reason,
            Assert.Single(Outputs(results[0])),
            [.. Outputs(results[1])],
            _generator.Hashes.Count - Read);
    }

    public static Dictionary<string, string> Hashes(GeneratorDriver driver) => Attribute()
        .Matches(driver.GetRunResult().Results[0].GeneratedSources.SingleOrDefault().SourceText?.ToString() ?? "")
        .ToDictionary(step => step.Groups["step"].Value, step => step.Groups["hash"].Value);

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);

    [GeneratedRegex("""StepFingerprint\("(?<step>[^"]+)", "(?<hash>[0-9a-f]{32})"\)\]""")]
    private static partial Regex Attribute();
}

/// <summary>What one run made of the fingerprints.</summary>
/// <param name="Changed">The classes with another fingerprint.</param>
/// <param name="Reason">How the fingerprints compare with those before.</param>
/// <param name="Output">Whether their file was printed again.</param>
/// <param name="Pipelines">Whether those of the pipelines were.</param>
/// <param name="Read">How many declarations were read for it.</param>
internal sealed record FingerprintRun(
    IReadOnlyList<string> Changed,
    IncrementalStepRunReason Reason,
    IncrementalStepRunReason Output,
    IReadOnlyList<IncrementalStepRunReason> Pipelines,
    int Read);
