using System.Reflection;
using System.Runtime.Loader;
using Distil.Generators.Emission;
using Distil.Generators.Emission.Code;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Emission;

/// <summary>Compiles text as a user's project would, nullable and with every warning shown.</summary>
internal static class Compiling
{
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && !name.StartsWith("xunit", StringComparison.Ordinal) && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(params IEnumerable<(string Path, string Text)> sources) => CSharpCompilation.Create(
        "Emitted" + Guid.NewGuid().ToString("N"),
        sources.Select(source => CSharpSyntaxTree.ParseText(
            source.Text,
            new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose),
            source.Path)),
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    /// <summary>The same with warnings of generated code, but for what is obsolete.</summary>
    public static Compilation Unquieted(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(GeneratedTypes.IsGenerated).ToList())
        {
            var text = Unquieted(tree.ToString());
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        return compilation;
    }

    public static string Unquieted(string text)
    {
        Assert.Contains(PipelineEmitter.Quiet, text, StringComparison.Ordinal);
        Assert.Contains(CSharpTypes.Annotated, text, StringComparison.Ordinal);
        return text
            .Replace(PipelineEmitter.Quiet, "#pragma warning disable CS0612, CS0618", StringComparison.Ordinal)
            .Replace(CSharpTypes.Annotated, "#nullable enable", StringComparison.Ordinal);
    }

    /// <summary>Every error and warning, with the line it is about.</summary>
    public static string Complaints(Compilation compilation) => string.Join("\n", Unquieted(compilation).GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
        .Select(diagnostic => $"{diagnostic}\n    {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}"));

    public static Assembly Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
