using Distil.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// Tells what this generator added from what the user wrote. The analyzer sees a compilation that holds both, and must come to the
/// same result as the generator, which sees the user's part alone.
/// </summary>
internal static class GeneratedTypes
{
    /// <summary>Part of the path that the compiler gives to what the generator adds.</summary>
    private const string Folder = "Distil.Generators.DistilGenerator";

    /// <summary>The same of the file of fingerprints.</summary>
    private const string FingerprintsFolder = "Distil.Generators.StepFingerprintGenerator";

    public static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.IndexOf(Folder, StringComparison.Ordinal) >= 0
        || tree.FilePath.IndexOf(FingerprintsFolder, StringComparison.Ordinal) >= 0;

    /// <summary>
    /// The folder, with the separator behind it, in which the files of all generators lie; empty where their paths are not rooted.
    /// </summary>
    public static string FolderOfAll(SyntaxTree own)
    {
        var ofAssembly = own.FilePath.LastIndexOf(Folder, StringComparison.Ordinal) - 1;
        return own.FilePath.Substring(0, own.FilePath.LastIndexOfAny(['/', '\\'], Math.Max(ofAssembly - 1, 0)) + 1);
    }

    /// <summary>Whether the file holds the members of a pipeline with errors, which throw.</summary>
    public static bool IsFallback(SyntaxTree own) =>
        own.GetText().Lines.Take(4).Any(line => line.ToString().EndsWith(PipelineModel.FallbackMark, StringComparison.Ordinal));

    /// <summary>Whether every part of the symbol's declaration is the generator's.</summary>
    public static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0 && symbol.DeclaringSyntaxReferences.All(reference => IsGenerated(reference.SyntaxTree));

    /// <summary>The generated type that the type is or is made of.</summary>
    public static ITypeSymbol? Find(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Find(array.ElementType),
        INamedTypeSymbol named when IsGenerated(named.OriginalDefinition) => named,
        INamedTypeSymbol named => named.TypeArguments.Select(Find).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
