using Distil.Generators.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Tests.Structure;

/// <summary>One file's use of a type or member that another file declares.</summary>
internal readonly record struct Reference(string From, string To, string Name);

/// <summary>The hand-written C# below a folder of the repository, and which file uses what of which other.</summary>
internal sealed class SourceFolders
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Dictionary<string, IReadOnlyList<Reference>> s_references = new(StringComparer.Ordinal);

    private readonly string _root;
    private readonly List<SyntaxTree> _trees;

    /// <param name="root">The folder, from the root of the repository.</param>
    /// <param name="except">Folders below it that are projects of their own.</param>
    public SourceFolders(string root, IEnumerable<string> except)
    {
        _root = root;
        var own = except.Append("bin").Append("obj").ToHashSet(StringComparer.Ordinal);
        Files =
        [
            .. Directory.EnumerateFiles(Repository.FullPath(root), "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.FullPath(root), path).Replace('\\', '/'))
                .Where(file => !Folders(file).Any(own.Contains))
                .Order(StringComparer.Ordinal),
        ];
        var options = new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: ["NET10_0_OR_GREATER", "NET8_0_OR_GREATER"]);
        _trees = [.. Files.Select(file => CSharpSyntaxTree.ParseText(Text(file), options, path: file))];
    }

    /// <summary>The files by their path from the folder.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The folder that a file lies in; <c>.</c> for the root.</summary>
    public static string Folder(string file) => file.LastIndexOf('/') is var end and > 0 ? file[..end] : ".";

    public string Text(string file) => Repository.Read(_root + "/" + file);

    /// <summary>The namespaces that a file declares.</summary>
    public IEnumerable<string> Namespaces(string file) => _trees[Files.ToList().IndexOf(file)].GetRoot()
        .DescendantNodes()
        .OfType<BaseNamespaceDeclarationSyntax>()
        .Select(space => space.Name.ToString());

    /// <summary>
    /// Every use of what another file declares, as the compiler understands it: names of types, of members and of extensions. Found once
    /// for all tests: it takes seconds.
    /// </summary>
    public IReadOnlyList<Reference> References(CancellationToken cancellationToken)
    {
        lock (s_references)
        {
            return s_references.TryGetValue(_root, out var known) ? known : s_references[_root] = Find(cancellationToken);
        }
    }

    private List<Reference> Find(CancellationToken cancellationToken)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Structure",
            [.. _trees, CSharpSyntaxTree.ParseText(Usings, (CSharpParseOptions)_trees[0].Options, cancellationToken: cancellationToken)],
            platform.Where(path => Path.GetFileName(path) != "Distil.Generators.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var references = new HashSet<Reference>();
        foreach (var tree in _trees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                foreach (var file in Declaring(model.GetSymbolInfo(name, cancellationToken).Symbol).Where(file => file != tree.FilePath))
                {
                    references.Add(new Reference(tree.FilePath, file, name.Identifier.ValueText));
                }
            }
        }

        return [.. references.OrderBy(reference => reference.From, StringComparer.Ordinal).ThenBy(reference => reference.Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Declaring(ISymbol? symbol)
    {
        var used = symbol switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension,
            INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol,
            _ => null,
        };
        return used?.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath) ?? [];
    }

    private static IEnumerable<string> Folders(string file) => file.Split('/').SkipLast(1);
}
