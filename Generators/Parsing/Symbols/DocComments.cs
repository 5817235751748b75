using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>Texts of documentation comments, each on one line.</summary>
internal static class DocComments
{
    /// <summary>The summary of a symbol; null where there is none.</summary>
    public static string? Summary(ISymbol symbol) => Text(symbol, static comment => comment.Element("summary"));

    /// <summary>
    /// What is said of a parameter, by its constructor or, where that is primary, by its class; null where nothing is.
    /// </summary>
    public static string? Parameter(IParameterSymbol parameter)
    {
        return Text(parameter.ContainingSymbol, Find) ?? Text(parameter.ContainingType, Find);

        XElement? Find(XElement comment) =>
            comment.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == parameter.Name);
    }

    private static string? Text(ISymbol symbol, Func<XElement, XElement?> find)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml))
        {
            return null;
        }

        try
        {
            var line = string.Join(
                " ", (find(XElement.Parse(xml))?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return line.Length == 0 ? null : line;
        }
        catch (System.Xml.XmlException)
        {
            // What the user wrote is no XML: the compiler says so.
            return null;
        }
    }
}
