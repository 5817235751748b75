using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Fingerprints;

/// <summary>
/// The hashes of declarations, each taken once: a declaration that an edit of its file leaves alone is not read again. Several threads may
/// ask at once.
/// </summary>
/// <remarks>It holds no file that nobody else holds.</remarks>
internal sealed class DeclarationHashes
{
    private const int MostNames = 4096;

    private readonly ConditionalWeakTable<SyntaxNode, string> _hashes = new();

    /// <summary>The last declaration of each file and name. In an edited file every node is another, its content often is not.</summary>
    private readonly ConcurrentDictionary<(string File, string Name), WeakReference<SyntaxNode>> _last = new();

    private int _count;

    /// <summary>How many declarations were read.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The hash of a declaration.</summary>
    public string Of(SyntaxNode declaration) => _hashes.GetValue(declaration, Find);

    private string Find(SyntaxNode declaration)
    {
        var name = (declaration.SyntaxTree.FilePath, Name(declaration));
        string? hash = null;
        if (!_last.TryGetValue(name, out var last)
            || !last.TryGetTarget(out var before)
            || !before.IsIncrementallyIdenticalTo(declaration)
            || !_hashes.TryGetValue(before, out hash))
        {
            Interlocked.Increment(ref _count);
            hash = CodeHash.Of(declaration);
        }

        if (_last.Count >= MostNames)
        {
            _last.Clear();
        }

        _last[name] = new(declaration);
        return hash;
    }

    private static string Name(SyntaxNode declaration) => string.Join(".", declaration.AncestorsAndSelf().Select(static node => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        _ => "",
    }));
}
