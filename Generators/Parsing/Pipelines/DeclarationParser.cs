using System.Text;
using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>Reads how the pipeline class is declared, so that it can be completed from another file.</summary>
internal static class DeclarationParser
{
    /// <returns>Whether the class can be a pipeline at all; if not, nothing more is to be said of it.</returns>
    public static bool Check(PipelineContext context)
    {
        var pipeline = context.Pipeline;
        if (pipeline.TypeKind != TypeKind.Class)
        {
            // The compiler says that the attribute cannot stand there.
            return false;
        }

        var fault = pipeline.IsStatic ? "static"
            : pipeline.IsFileLocal || Outer(pipeline).Any(outer => outer.IsFileLocal) ? "local to its file"
            : null;
        if (fault is not null)
        {
            context.Bag.Report(ShapeRules.PipelineShape, context.Location(pipeline), pipeline.Name, fault);
            return false;
        }

        if (!IsPartial(pipeline))
        {
            context.Bag.Report(ShapeRules.PipelineNotPartial, context.Location(pipeline), pipeline.Name);
        }

        foreach (var outer in Outer(pipeline).Where(outer => !IsPartial(outer)))
        {
            context.Bag.Report(ShapeRules.OuterTypeNotPartial, context.Location(outer), pipeline.Name, outer.Name);
        }

        return true;
    }

    /// <summary>Whether a file can be added that completes the class, which was checked before.</summary>
    public static bool CanBeCompleted(INamedTypeSymbol pipeline) =>
        Outer(pipeline).Append(pipeline).All(type => IsPartial(type) && IsNamed(type) && type.TypeParameters.All(IsNamed))
        && IsNamed(pipeline.ContainingNamespace);

    /// <summary>Whether the symbol has a name; one that the user has not typed yet is empty.</summary>
    private static bool IsNamed(ISymbol symbol) => symbol.Name.Length > 0;

    private static bool IsNamed(INamespaceSymbol space) =>
        space.IsGlobalNamespace || (space.Name.Length > 0 && IsNamed(space.ContainingNamespace));

    public static TypeDeclarationModel Declaration(INamedTypeSymbol type)
    {
        var keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        var isVariant = type.TypeParameters.Any(parameter => parameter.Variance != VarianceKind.None);
        return new TypeDeclarationModel(keyword, Name(type, _ => ""), type.Name, isVariant ? Name(type, Variance) : null);
    }

    private static string Name(INamedTypeSymbol type, Func<ITypeParameterSymbol, string> prefix)
    {
        var parameters = type.TypeParameters.Select(parameter => prefix(parameter) + Names.Escape(parameter.Name));
        return Names.Escape(type.Name) + (type.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", parameters)}>");
    }

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.Out => "out ",
        VarianceKind.In => "in ",
        _ => "",
    };

    public static EquatableArray<TypeDeclarationModel> Containing(INamedTypeSymbol pipeline) =>
        Outer(pipeline).Reverse().Select(Declaration).ToEquatableArray();

    public static string? Namespace(INamedTypeSymbol pipeline) => pipeline.ContainingNamespace is { IsGlobalNamespace: false } space
        ? space.ToDisplayString(
            SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted))
        : null;

    /// <summary>
    /// The full metadata name as a file's. Names of generated files compare without case, names of types do not: where a name has a
    /// neighbour that differs in case alone, a number made of the exact name is added.
    /// </summary>
    public static string HintName(INamedTypeSymbol pipeline)
    {
        var name = new StringBuilder();
        var hasTwin = false;
        for (ISymbol? current = pipeline;
            current is not null and not INamespaceSymbol { IsGlobalNamespace: true };
            current = current.ContainingSymbol)
        {
            if (current is INamedTypeSymbol or INamespaceSymbol)
            {
                var separator = name.Length == 0 ? "" : current is INamedTypeSymbol ? "+" : ".";
                name.Insert(0, separator).Insert(0, current.MetadataName.Replace('`', '-'));
                hasTwin |= current.ContainingSymbol is INamespaceOrTypeSymbol container && HasTwin(current, container);
            }
        }

        var exact = name.ToString();
        return exact + (hasTwin ? "-" + Hash(exact) : "") + ".g.cs";
    }

    private static bool HasTwin(ISymbol symbol, INamespaceOrTypeSymbol container) => container.GetMembers().Any(member =>
        string.Equals(member.Name, symbol.Name, StringComparison.OrdinalIgnoreCase)
        && !string.Equals(member.Name, symbol.Name, StringComparison.Ordinal)
        && member is INamespaceOrTypeSymbol);

    /// <summary>FNV-1a: the same in every process, unlike the hash of a string.</summary>
    private static string Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IEnumerable<INamedTypeSymbol> Outer(INamedTypeSymbol pipeline)
    {
        for (var outer = pipeline.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference =>
        !GeneratedTypes.IsGenerated(reference.SyntaxTree)
        && reference.GetSyntax() is TypeDeclarationSyntax declaration
        && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
