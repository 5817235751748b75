using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>
/// Finds what generated code could not be compiled with, so that the compiler does not say it about code that nobody wrote.
/// </summary>
internal static class GeneratedCodeRules
{
    /// <summary>The oldest version of the language that generated code is written in.</summary>
    private const LanguageVersion Oldest = LanguageVersion.CSharp12;

    private const string Var = "var";

    /// <summary>Whether the project is compiled as an older version of the language.</summary>
    public static bool IsTooOld(Compilation compilation) => compilation is CSharpCompilation { LanguageVersion: < Oldest };

    public static void CheckPipeline(PipelineContext context)
    {
        var pipeline = context.Pipeline;
        if (IsTooOld(context.Compilation))
        {
            var version = ((CSharpCompilation)context.Compilation).LanguageVersion;
            context.Bag.Report(
                ShapeRules.LanguageTooOld, context.Location(pipeline), pipeline.Name, version.ToDisplayString(), Oldest.ToDisplayString());
        }

        if (HasVar(pipeline, context.Compilation))
        {
            context.Bag.Report(
                ShapeRules.GeneratedCodeCannotUse,
                context.Location(pipeline),
                pipeline.Name,
                "lies where a type is called 'var'",
                "says 'var' where the compiler is to find the type");
        }
    }

    /// <summary>Reports a type in an attribute of the pipeline that only its own file can name.</summary>
    /// <returns>Whether it was reported.</returns>
    public static bool ReportsFileLocal(ITypeSymbol type, string user, Location? location, PipelineContext context)
    {
        if (!WellKnownTypes.IsFileLocal(type))
        {
            return false;
        }

        context.Bag.Report(
            ShapeRules.GeneratedCodeCannotUse,
            location,
            user,
            $"uses '{TypeNames.Message(type)}', which is local to its file",
            "stands in a file of its own");
        return true;
    }

    /// <summary>Whether <c>var</c> means a type of the user's in a file that has no usings of its own.</summary>
    private static bool HasVar(INamedTypeSymbol pipeline, Compilation compilation)
    {
        if (!compilation.ContainsSymbolsWithName(Var, SymbolFilter.Type))
        {
            return false;
        }

        for (var outer = pipeline; outer is not null; outer = outer.ContainingType)
        {
            if (outer.TypeParameters.Any(parameter => parameter.Name == Var) || Bases(outer).Any(HasVar))
            {
                return true;
            }
        }

        for (var space = pipeline.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (HasVar(space))
            {
                return true;
            }
        }

        return GlobalUsings(compilation).Any(HasVar);
    }

    private static bool HasVar(INamespaceOrTypeSymbol container) => container.GetTypeMembers(Var, 0).Any(type => !type.IsFileLocal);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static IEnumerable<INamespaceOrTypeSymbol> GlobalUsings(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        let unit = tree.GetRoot() as CompilationUnitSyntax
        where unit is not null
        from directive in unit.Usings
        where directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) && directive.Alias is null
        let space = Find(compilation, directive.Name?.ToString() ?? "")
        where space is not null
        select space;

    /// <summary>A global using names its namespace or, where it is static, its type in full.</summary>
    private static INamespaceOrTypeSymbol? Find(Compilation compilation, string name)
    {
        INamespaceOrTypeSymbol? current = compilation.GlobalNamespace;
        foreach (var part in name.Replace("global::", "").Split('.'))
        {
            current = current?.GetMembers(part.Trim()).OfType<INamespaceOrTypeSymbol>().FirstOrDefault();
        }

        return current;
    }
}
