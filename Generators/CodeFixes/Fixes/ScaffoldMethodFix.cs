using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Gives a step class its method: named by its kind, with the columns that reach it as parameters.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScaffoldMethodFix)), Shared]
public sealed class ScaffoldMethodFix : FixProvider
{
    /// <summary>For routers of which no edge says what they return; it stands in the class.</summary>
    private const string OwnRoutes = "Way";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0005"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            yield break;
        }

        // A method that is there under nearly the right name is the likelier one.
        var meant = type.Members
            .OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(method => method.Identifier.ValueText == site.Value(FixProperties.Method));
        if (meant is not null && MethodShapeFix.Rename(site, meant, site.Value(FixProperties.Nearest)) is { } rename)
        {
            yield return rename;
        }

        var rank = 0;
        foreach (var method in site.Values(FixProperties.Methods))
        {
            var members = new List<string> { Method(site, method) };
            if (method.StartsWith("Route", StringComparison.Ordinal) && site.Value(FixProperties.RouteType) is null)
            {
                members.Add($"{site.Value(FixProperties.Modifier)} enum {OwnRoutes} {{ One, Other }}");
            }

            yield return new Fix(
                $"Add the method '{method}' to '{type.Identifier.ValueText}'",
                $"{nameof(ScaffoldMethodFix)}.{(rank++ == 0 ? "Likeliest" : Form(method))}",
                [.. MemberInsertion.Add(site, type, members)]);
        }
    }

    /// <summary>How much the method sees: the same for all kinds, so that Fix All goes over all of them.</summary>
    private static string Form(string method) =>
        method.EndsWith("Batch", StringComparison.Ordinal) ? "Batch" : method.EndsWith("All", StringComparison.Ordinal) ? "All" : "Row";

    private static string Method(FixSite site, string name)
    {
        var isMany = Form(name) != "Row";
        var parameters = site.Values(FixProperties.ParameterTypes)
            .Zip(site.Values(FixProperties.ParameterNames), (type, parameter) => (isMany ? List(type) : type) + " " + parameter);
        var answer = site.Value(FixProperties.Result) ?? "string";
        var route = site.Value(FixProperties.RouteType) ?? OwnRoutes;
        var result = name switch
        {
            "Read" or "Expand" => $"global::System.Collections.Generic.IEnumerable<{answer}>",
            "Process" => answer,
            "ProcessBatch" or "ProcessAll" => List(answer),
            "Keep" => "bool",
            "KeepBatch" or "KeepAll" => List("bool"),
            "Route" => route,
            "RouteBatch" => List(route),
            _ => "void",
        };
        var makesColumns = name is "Read" or "Expand" || name.StartsWith("Process", StringComparison.Ordinal);
        var column = makesColumns && site.Value(FixProperties.ResultColumn) is { } given
            ? $"[return: {site.AttributeName("Column", site.Node.SpanStart)}({SymbolDisplay.FormatLiteral(given, quote: true)})] "
            : "";
        return $"{column}{site.Value(FixProperties.Modifier)} {result} {name}({string.Join(", ", parameters)}) => throw new "
            + "global::System.NotImplementedException();";
    }

    private static string List(string item) => $"global::System.Collections.Generic.IReadOnlyList<{item}>";
}
