using System.Collections.Concurrent;
using System.Globalization;
using Distil.Generators.Parsing.Symbols;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Tests.Fuzz;

/// <summary>
/// Right pipelines, broken at random. Whatever is typed: nothing throws, what is generated parses, it compiles where the user's own
/// code does, and a pipeline that gets no code that runs has an error that says why. DISTIL_SEED and DISTIL_MUTATIONS set the first
/// seed and how many; a failure names its seed.
/// </summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private static readonly int s_first = Setting("DISTIL_SEED", 1);
    private static readonly int s_count = Setting("DISTIL_MUTATIONS", 60);

    private readonly ConcurrentDictionary<int, Subject> _subjects = [];

    [Fact]
    public async Task Whatever_is_typed_nothing_throws_and_nothing_generated_is_wrong()
    {
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(s_first, s_count),
            TestContext.Current.CancellationToken,
            async (seed, ct) =>
            {
                var random = new Random(seed);
                var index = random.Next(random.Next(3) == 0 ? Subjects.All.Count : Subjects.Whole.Count);
                var subject = _subjects.GetOrAdd(index, static index => new Subject(Subjects.All[index].Source));
                var source = new Mutator(seed).Mutate(subject.Source);
                string? fault;
                try
                {
                    fault = await Task.Run(() => FaultAsync(subject, source, ct), ct).WaitAsync(s_limit, ct);
                }
                catch (TimeoutException)
                {
                    fault = $"It took longer than {s_limit}.";
                }

                if (fault is not null)
                {
                    faults.Add($"DISTIL_SEED={seed.ToString(CultureInfo.InvariantCulture)} DISTIL_MUTATIONS=1, from {Subjects.All[index].Name}: {fault}\n{Changed(subject.Source, source)}");
                }
            });
        Assert.True(faults.IsEmpty, $"{faults.Count} of {s_count}:\n\n{string.Join("\n\n", faults.Order(StringComparer.Ordinal).Take(12))}");
    }

    /// <summary>Subjects that are wrong from the start would let what follows pass. Those of the rules' cases have a test of their own.</summary>
    [Fact]
    public async Task Unbroken_they_are_right()
    {
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Subjects.Whole, TestContext.Current.CancellationToken, async (subject, ct) =>
        {
            var made = Make(new Subject(subject.Source), subject.Source, ct, out _, out _);
            var wrong = made.GetDiagnostics(ct).Concat(await AnalyzerHarness.DiagnosticsAsync(made)).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            if (wrong.Count > 0)
            {
                faults.Add($"{subject.Name}: {string.Join("\n", wrong)}");
            }
        });
        Assert.True(faults.IsEmpty, string.Join("\n\n", faults));
    }

    private static async Task<string?> FaultAsync(Subject subject, string source, CancellationToken ct)
    {
        var output = Make(subject, source, ct, out var trouble, out var exception);
        if (exception is not null || trouble.Count > 0)
        {
            return $"the generator: {string.Join("\n", trouble)} {exception}";
        }

        var generated = output.SyntaxTrees.Where(tree => GeneratedTypes.IsGenerated(tree)).ToList();
        if (generated.SelectMany(tree => tree.GetDiagnostics(ct)).FirstOrDefault(IsError) is { } unparsed)
        {
            return $"what is generated does not parse: {unparsed}";
        }

        var told = await output.WithAnalyzers([new PipelineAnalyzer()]).GetAnalyzerDiagnosticsAsync(ct);
        if (told.FirstOrDefault(diagnostic => !diagnostic.Id.StartsWith("DSTL", StringComparison.Ordinal)) is { } thrown)
        {
            return $"the analyzer: {thrown}\n{thrown.Descriptor.Description}";
        }

        var errors = output.GetDiagnostics(ct).Where(IsError).ToList();
        if (errors.Exists(error => error.Location.SourceTree is not { } tree || !GeneratedTypes.IsGenerated(tree)))
        {
            return null;
        }

        if (errors.Count > 0)
        {
            return $"what is generated does not compile: {errors[0]}\n{errors[0].Location.SourceTree!.GetText(ct).Lines[errors[0].Location.GetLineSpan().StartLinePosition.Line]}";
        }

        return told.Any(IsError) || generated.Count(IsWhole) == Pipelines(output) ? null : "a pipeline runs not, and nothing says why";
    }

    private static int Pipelines(Compilation compilation) =>
        compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Count(WellKnownTypes.IsPipeline);

    private static bool IsWhole(SyntaxTree generated) => !generated.ToString().Contains(" has errors: its members are here, and throw.", StringComparison.Ordinal);

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static Compilation Make(Subject subject, string source, CancellationToken ct, out IReadOnlyList<Diagnostic> trouble, out Exception? exception)
    {
        var driver = subject.Driver.RunGeneratorsAndUpdateCompilation(subject.With(source), out var output, out var found, ct);
        trouble = found;
        exception = driver.GetRunResult().Results[0].Exception;
        return output;
    }

    /// <summary>The lines that are not those of the original.</summary>
    private static string Changed(string original, string source)
    {
        var lines = original.Split('\n').ToHashSet(StringComparer.Ordinal);
        return string.Join("\n", source.Split('\n').Where(line => !lines.Contains(line)).Take(12));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    /// <summary>A right pipeline, compiled once: a mutation is an edit of its one file, as in an editor.</summary>
    private sealed class Subject
    {
        private readonly CSharpCompilation _compilation;
        private readonly SyntaxTree _tree;

        public Subject(string source)
        {
            Source = source;
            _compilation = SourceCompilation.Create(source);
            _tree = _compilation.SyntaxTrees[0];
            Driver = CSharpGeneratorDriver
                .Create([new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)_tree.Options)
                .RunGenerators(_compilation);
        }

        public string Source { get; }

        /// <summary>It has seen the source as it was: mutations go the way of an edit.</summary>
        public GeneratorDriver Driver { get; }

        public Compilation With(string source) =>
            _compilation.ReplaceSyntaxTree(_tree, CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)_tree.Options, _tree.FilePath));
    }
}
