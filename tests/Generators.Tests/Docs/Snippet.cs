using System.Globalization;
using System.Reflection;
using Distil.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Tests.Docs;

/// <summary>Code of a page, compiled with what the generator makes of it and looked at by the analyzer.</summary>
internal sealed class Snippet
{
    private const string Usings = """
        global using System.Text.Json.Serialization;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private Snippet(Compilation compilation, IReadOnlyList<Diagnostic> found)
    {
        Compilation = compilation;
        Found = found;
    }

    /// <summary>The code with what was generated.</summary>
    public Compilation Compilation { get; }

    /// <summary>What the rules of Distil say of it, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Found { get; }

    public IEnumerable<Diagnostic> Errors => Compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !SourceCompilation.IsExplained(diagnostic));

    /// <summary>The graph of a pipeline as a run of this code would draw it.</summary>
    public string Mermaid(string pipeline)
    {
        var type = Emission.Compiling.Load(Compilation).GetTypes().Single(candidate => candidate.Name == pipeline);
        return ((PipelineGraph)type.GetProperty("Graph", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!).ToMermaid();
    }

    /// <summary>The line, what is underlined in it, and the message.</summary>
    public static string Shown(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        var line = diagnostic.Location.SourceTree!.GetText().Lines.GetLineFromPosition(span.Start);
        return $"{line}\n{new string(' ', span.Start - line.Start)}{new string('~', Math.Min(span.Length, line.End - span.Start))}\n"
            + $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
    }

    /// <param name="sources">The code; of statements among declarations, the declarations go behind them.</param>
    public static async Task<Snippet> CompileAsync(params string[] sources)
    {
        var given = SourceCompilation.Create("Snippet" + Guid.NewGuid().ToString("N"), [], [.. sources.Select(Order), Usings]);
        var isProgram = given.SyntaxTrees.Any(tree => tree.GetRoot() is CompilationUnitSyntax unit && unit.Members.OfType<GlobalStatementSyntax>().Any());
        var compilation = given.WithOptions(given.Options.WithOutputKind(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver
            .Create([new DistilGenerator().AsSourceGenerator(), .. SourceCompilation.OthersFor(sources)], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var trouble);
        Assert.Empty(trouble);
        return new Snippet(output, await AnalyzerHarness.DiagnosticsAsync(output));
    }

    /// <summary>C# wants usings first and statements before declarations; a page shows them in the order in which they are read.</summary>
    private static string Order(string code)
    {
        var unit = CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();
        if (!unit.Members.OfType<GlobalStatementSyntax>().Any() && unit.Usings.Count == 0 && !code.Contains("\nusing ", StringComparison.Ordinal))
        {
            return code;
        }

        var lines = code.Split('\n').ToLookup(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=') && !line.Contains('('));
        var rest = CSharpSyntaxTree.ParseText(string.Join("\n", lines[false])).GetCompilationUnitRoot();
        var members = rest.Members.OrderBy(member => member is GlobalStatementSyntax ? 0 : 1).Select(member => member.ToFullString());
        return string.Join("\n", lines[true].Distinct().Concat(members));
    }
}
