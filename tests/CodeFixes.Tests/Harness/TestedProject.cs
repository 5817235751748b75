using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.CodeFixes.Tests.Harness;

/// <summary>A project of real documents, with the references of a user's project, looked at as an editor does.</summary>
internal static class TestedProject
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Distil;
        """;

    /// <summary>Steps that the tests share, in a document of their own.</summary>
    private const string Steps = """
        [Row] public record Item(int Id, string Text);
        [Source] public class Load { public IEnumerable<Item> Read() => []; }
        [Source] public class LoadOther { public IEnumerable<(long Number, string Label)> Read() => []; }
        [Step] public class Score { public double Process(string text) => 1; }
        [Step] public class Length { public int Process(string text) => 1; }
        [Step] public class Shout { public string Process(string text) => text; }
        [Step] public class Louder { [return: Column("text")] public string Process(string text) => text; }
        [Step] public class Title { [return: Column("title")] public string Process(int id) => ""; }
        [Step] public class Embed { public IReadOnlyList<float[]> ProcessBatch(IReadOnlyList<string> text) => []; }
        [Step] public class Guess { public int Process(int id, string txt = "") => id; }
        [Step] public class Misread { public int Process(string txt) => 1; }
        [Step] public class Ask { public Task<string> ProcessAsync(string text, CancellationToken ct) => Task.FromResult(text); }
        [Filter] public class Some { public bool Keep(int id) => true; }
        [Filter] public class Good { public bool Keep(double score) => true; }
        public enum Way { Left, Right, Status }
        [Router] public class Choose { public Way Route(int id) => default; }
        [Sink] public class Print { public void Write(int id) { } }
        """;

    private static readonly IReadOnlyList<MetadataReference> s_references = References();

    private static readonly ConditionalWeakTable<Project, Task<ImmutableArray<Diagnostic>>> s_looks = [];

    public static Project Create(params (string Name, string Text)[] documents)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var project = new AdhocWorkspace()
            .AddProject("Tested", LanguageNames.CSharp)
            .WithCompilationOptions(options)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse))
            .AddMetadataReferences(s_references);
        return documents
            .Concat([("Usings.cs", Usings), ("Steps.cs", Steps)])
            .Aggregate(project, (current, document) => current.AddDocument(document.Item1, document.Item2, filePath: "/project/" + document.Item1).Project);
    }

    /// <summary>What the rules of Distil say, in the order of the text.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RulesAsync(Project project)
    {
        var found = await LookAsync(project);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        var rules = found.Where(diagnostic => diagnostic.Id.StartsWith("DSTL", StringComparison.Ordinal));
        return [.. rules.OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>Errors of the compiler, what is generated included.</summary>
    public static async Task<IReadOnlyList<string>> ErrorsAsync(Project project) => [.. (await LookAsync(project))
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.Id.StartsWith("DSTL", StringComparison.Ordinal))
        .Select(diagnostic => diagnostic.ToString())];

    public static async Task<string> TextAsync(Project project, string document) =>
        (await project.Documents.Single(candidate => candidate.Name == document).GetTextAsync()).ToString();

    /// <summary>All that the compiler and the analyzer say; looked at once for each state of the project.</summary>
    private static Task<ImmutableArray<Diagnostic>> LookAsync(Project project) => s_looks.GetValue(project, CompileAsync);

    private static async Task<ImmutableArray<Diagnostic>> CompileAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        CSharpGeneratorDriver
            .Create([new DistilGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.ParseOptions!)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var trouble);
        Assert.Empty(trouble);
        return await output.WithAnalyzers([new PipelineAnalyzer()]).GetAllDiagnosticsAsync();
    }

    private static List<MetadataReference> References()
    {
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return [.. platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Distil.Generators.dll" or "Distil.CodeFixes.dll" or "Distil.CodeFixes.Tests.dll"))
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];
    }
}
