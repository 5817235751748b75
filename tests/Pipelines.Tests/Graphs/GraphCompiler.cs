using System.Runtime.Loader;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>Compiles text with the generator, as a build would, and loads what comes out.</summary>
internal static class GraphCompiler
{
    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>
    /// Compiles and loads, for good: the runtime was seen to crash in its collector while hundreds of collectible assemblies came and went.
    /// </summary>
    public static System.Reflection.Assembly Load(string name, params (string Path, string Text)[] files)
    {
        using var image = Emit(name, OutputKind.DynamicallyLinkedLibrary, files);
        return new AssemblyLoadContext(name, isCollectible: false).LoadFromStream(image);
    }

    /// <summary>Compiles and loads projects of which each sees those before it; gives the last.</summary>
    public static System.Reflection.Assembly LoadTogether(params (string Name, string Text)[] projects)
    {
        var context = new AssemblyLoadContext(projects[^1].Name, isCollectible: false);
        var references = new List<MetadataReference>();
        System.Reflection.Assembly? last = null;
        foreach (var (name, text) in projects)
        {
            using var image = Emit(name, OutputKind.DynamicallyLinkedLibrary, references, (name + ".cs", text));
            references.Add(MetadataReference.CreateFromStream(new MemoryStream(image.ToArray())));
            last = context.LoadFromStream(image);
        }

        return last!;
    }

    public static MemoryStream Emit(string name, OutputKind kind, params (string Path, string Text)[] files) => Emit(name, kind, [], files);

    private static MemoryStream Emit(
        string name, OutputKind kind, IReadOnlyList<MetadataReference> others, params (string Path, string Text)[] files)
    {
        var compilation = CSharpCompilation.Create(
            name,
            files.Select(file => CSharpSyntaxTree.ParseText(file.Text, s_parsing, file.Path)),
            [.. s_references.Value, .. others],
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver
            .Create([new DistilGenerator().AsSourceGenerator(), new StepFingerprintGenerator().AsSourceGenerator()], parseOptions: s_parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);

        var image = new MemoryStream();
        var result = generated.Emit(image);
        var errors = diagnostics.Concat(result.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        errors.AddRange(Analyze(compilation));
        if (errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', Describe(errors)));
        }

        image.Position = 0;
        return image;
    }

    /// <summary>What the user would be told.</summary>
    private static IEnumerable<Diagnostic> Analyze(Compilation compilation)
    {
        var analyzers = typeof(DistilGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .ToList();
        return analyzers.Count == 0
            ? []
            : compilation.WithAnalyzers([.. analyzers]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id == "AD0001");
    }

    /// <summary>The first few errors, each with the class that it stands in.</summary>
    private static IEnumerable<string> Describe(IReadOnlyList<Diagnostic> errors)
    {
        var shown = errors.DistinctBy(error => (error.Id, error.Location)).Take(12);
        foreach (var error in shown)
        {
            var around = error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan)
                .AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault();
            yield return $"{error}\n{(around?.ToFullString() is { Length: < 8_000 } text ? text : around?.Identifier.Text)}";
        }

        yield return $"{errors.Count} errors.";
    }
}
