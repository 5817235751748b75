using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Benchmarks.Generation;

/// <summary>A user's project with one pipeline, as the compiler sees it.</summary>
internal sealed class UserProject
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private static readonly CSharpCompilationOptions s_options =
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly IReadOnlyList<MetadataReference> s_references = References();

    private readonly IReadOnlyList<(string Path, SourceText Text)> _files;

    public UserProject(int steps) => _files = [.. PipelineText.Files(steps).Select(file => (file.Path, SourceText.From(file.Text)))];

    /// <summary>Reads every file anew, as a build does.</summary>
    public CSharpCompilation Parse() => CSharpCompilation.Create(
        "App",
        _files.Select(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Path)),
        s_references,
        s_options);

    /// <summary>The generators that a user's project has: of the pipelines, and of the steps' fingerprints.</summary>
    public static IReadOnlyList<IIncrementalGenerator> Generators() => [new DistilGenerator(), new StepFingerprintGenerator()];

    /// <summary>A driver that has run nothing yet.</summary>
    public static GeneratorDriver Driver(IReadOnlyList<IIncrementalGenerator> generators, bool track = false) => CSharpGeneratorDriver.Create(
        generators.Select(GeneratorExtensions.AsSourceGenerator),
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, track));

    /// <summary>Compiles to IL in memory.</summary>
    public static void Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));
        }
    }

    private static List<MetadataReference> References()
    {
        // Only what a project of a user would have: not the libraries of the benchmarks themselves.
        string[] own = [typeof(StepAttribute).Assembly.Location, typeof(StepContext).Assembly.Location];
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    || name is "netstandard.dll" or "mscorlib.dll"));
        return [.. platform.Concat(own).Distinct(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path))];
    }
}
