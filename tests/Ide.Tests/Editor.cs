using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Ide.Tests;

/// <summary>A file open in an editor, in a project that uses Distil: what hovering and typing in it shows.</summary>
internal sealed class Editor : IDisposable
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Distil;
        """;

    private readonly AdhocWorkspace _workspace = new(MefHostServices.Create(MefHostServices.DefaultAssemblies));
    private readonly Document _document;
    private readonly string _text;

    /// <param name="text">The file that is open.</param>
    /// <param name="library">A reference beside those that every project has.</param>
    public Editor(string text, MetadataReference? library = null)
    {
        _text = text;
        var project = _workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Create(),
            "App",
            "App",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose),
            metadataReferences: References().Concat(library is null ? [] : [library]),
            analyzerReferences: [new GeneratorReference()]));
        _workspace.AddDocument(project.Id, "Usings.cs", SourceText.From(Usings));
        _document = _workspace.AddDocument(project.Id, "App.cs", SourceText.From(text));
    }

    /// <summary>An assembly that is compiled from the text, with its documentation file where <paramref name="isDocumented"/>.</summary>
    public static MetadataReference Compile(string text, bool isDocumented)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(text, options)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        using var documentation = new MemoryStream();
        var emitted = compilation.Emit(image, xmlDocumentationStream: documentation);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray(), documentation: isDocumented ? XmlDocumentationProvider.CreateFromBytes(documentation.ToArray()) : null);
    }

    /// <summary>What is wrong in the project, what is generated included.</summary>
    public async Task<string> ErrorsAsync(CancellationToken token)
    {
        var compilation = await _document.Project.GetCompilationAsync(token);
        return string.Join("\n", compilation!.GetDiagnostics(token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>The text that is shown where the mouse rests on the end of <paramref name="code"/>, where it stands first.</summary>
    public async Task<string> HoverAsync(string code, CancellationToken token)
    {
        var service = QuickInfoService.GetService(_document)!;
        var shown = await service.GetQuickInfoAsync(_document, After(code) - 1, token);
        Assert.True(shown is not null, $"Nothing is shown over '{code}'.");
        return string.Join("\n", shown.Sections.Select(section => section.Text.Replace("\r\n", "\n", StringComparison.Ordinal)));
    }

    /// <summary>What can be typed behind <paramref name="code"/>, where it stands first, with what is shown beside it.</summary>
    public async Task<Dictionary<string, string>> CompleteAsync(string code, CancellationToken token)
    {
        var service = CompletionService.GetService(_document)!;
        var list = await service.GetCompletionsAsync(_document, After(code), cancellationToken: token);
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in list.ItemsList)
        {
            var description = await service.GetDescriptionAsync(_document, item, token);
            shown.TryAdd(item.DisplayText, description?.Text ?? "");
        }

        return shown;
    }

    public void Dispose() => _workspace.Dispose();

    private int After(string code)
    {
        var place = _text.IndexOf(code, StringComparison.Ordinal);
        Assert.True(place >= 0, $"'{code}' does not stand in the file.");
        return place + code.Length;
    }

    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name && !name.StartsWith("xunit", StringComparison.Ordinal) && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path, documentation: Documentation(path)));

    /// <summary>The doc comments of the runtime, which a package brings beside its assembly.</summary>
    private static XmlDocumentationProvider? Documentation(string assembly) =>
        Path.ChangeExtension(assembly, ".xml") is var file && File.Exists(file) ? XmlDocumentationProvider.CreateFromFile(file) : null;
}
