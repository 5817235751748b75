using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Editing;

/// <summary>The name of an attribute as the user wrote it: with its namespace or without, with its ending or without.</summary>
internal static class AttributeNames
{
    private const string Ending = "Attribute";

    public static SyntaxToken Identifier(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier,
        SimpleNameSyntax simple => simple.Identifier,
        _ => default,
    };

    /// <summary>Another attribute of the same namespace in its place.</summary>
    public static Edit Rename(FixSite site, AttributeSyntax attribute, string name)
    {
        var identifier = Identifier(attribute);
        return site.Replace(identifier, identifier.ValueText.EndsWith(Ending, StringComparison.Ordinal) ? name + Ending : name);
    }
}
