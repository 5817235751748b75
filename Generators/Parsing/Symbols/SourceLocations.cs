using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>Finds the smallest piece of source that contains a mistake.</summary>
internal static class SourceLocations
{
    /// <summary>The symbol's identifier, where it stands in this compilation's source.</summary>
    public static Location? Of(ISymbol symbol, Compilation compilation) =>
        symbol.Locations.FirstOrDefault(location => location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree));

    /// <summary>The whole attribute, without its brackets.</summary>
    public static Location? Of(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();

    /// <summary>One argument for a parameter of the attribute's constructor; of a <c>params</c> array, the item with this index.</summary>
    public static Location? OfArgument(AttributeData attribute, int parameter, int item = 0)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
        {
            return null;
        }

        var name = attribute.AttributeConstructor?.Parameters.ElementAtOrDefault(parameter)?.Name;
        var arguments = (syntax.ArgumentList?.Arguments ?? default).Where(argument => argument.NameEquals is null).ToList();
        var named = arguments.FirstOrDefault(argument => argument.NameColon is { } colon && colon.Name.Identifier.ValueText == name);
        var positional = named ?? arguments.Where(argument => argument.NameColon is null).ElementAtOrDefault(parameter + item)
            ?? arguments.ElementAtOrDefault(parameter);
        return (positional?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }

    /// <summary>The value that the attribute gives to a property of this name, or the attribute where it does not give one.</summary>
    public static Location? OfSetting(AttributeData attribute, string name)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
        {
            return null;
        }

        var argument = syntax.ArgumentList?.Arguments.FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == name);
        return (argument?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }

    /// <summary>Whether the symbol is declared in this compilation's source, so that the analyzer looks at it there.</summary>
    public static bool IsHere(ISymbol symbol, Compilation compilation) => Of(symbol, compilation) is not null;
}
