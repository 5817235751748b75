using System.Xml;

namespace ApiDocs;

/// <summary>Reads one element of documentation as plain text: references as names, code in backticks, lists as lines with a dash.</summary>
/// <param name="names">Writes the names of members that the text refers to.</param>
internal sealed class PlainXml(IdReader names)
{
    /// <summary>How the inside of a member is read: several elements, none of them the root.</summary>
    public static readonly XmlReaderSettings Fragment = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly PlainText _text = new();

    /// <summary>The text of the element at which the reader stands; leaves the reader behind it.</summary>
    public string Read(XmlReader reader)
    {
        Children(reader);
        return _text.ToString();
    }

    private void Children(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return;
        }

        int depth = reader.Depth;
        reader.Read();
        while (reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Element(reader);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    _text.Prose(reader.Value);
                    reader.Read();
                    break;
                default:
                    reader.Read();
                    break;
            }
        }

        reader.Read(); // The end tag.
    }

    private void Element(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "see" or "seealso" or "a" or "xref":
                Link(reader);
                break;
            case "paramref" or "typeparamref":
                _text.Code(reader.GetAttribute("name") ?? "");
                reader.Skip();
                break;
            case "c":
                _text.BeginCode();
                Children(reader);
                _text.EndCode();
                break;
            case "code":
                _text.BeginCode();
                Children(reader);
                _text.EndCode(mayBeBlock: true);
                break;
            case "para" or "p" or "list" or "ul" or "ol":
                _text.Break(2);
                Children(reader);
                _text.Break(2);
                break;
            case "br":
                _text.Break(1);
                Children(reader);
                break;
            case "item" or "li":
                _text.BeginItem();
                Children(reader);
                _text.Break(1);
                break;
            case "term":
                Children(reader);
                _text.EndTerm();
                break;
            case "sup":
                _text.Glue("^");
                Children(reader);
                break;
            case "sub":
                _text.Glue("_");
                Children(reader);
                break;
            case "listheader":
                reader.Skip(); // The titles of a table's columns.
                break;
            default:
                Children(reader); // Emphasis, and whatever else only dresses its text.
                break;
        }
    }

    private void Link(XmlReader reader)
    {
        string? cref = reader.GetAttribute("cref") ?? Unescaped(reader.GetAttribute("uid"));
        string? word = reader.GetAttribute("langword");
        string? address = reader.GetAttribute("href");
        if (address is not null)
        {
            if (reader.IsEmptyElement)
            {
                _text.Prose(address);
                reader.Read();
                return;
            }

            Children(reader);
            _text.Prose($" ({address})");
        }
        else if (word is not null || (cref is not null && IsEmpty(reader)))
        {
            _text.Code(word ?? names.Reference(cref!));
            reader.Skip();
        }
        else
        {
            Children(reader);
        }
    }

    // An xref always has an end tag; only its name is of interest.
    private static bool IsEmpty(XmlReader reader) => reader.IsEmptyElement || reader.LocalName == "xref";

    private static string? Unescaped(string? uid) => uid is null ? null : "T:" + Uri.UnescapeDataString(uid);
}
