using System.Xml;
using Distil;

namespace ApiDocs;

/// <summary>
/// Turns the XML of a member into passages of plain text. Two rows at a time, as it is the step that computes the most.
/// </summary>
/// <param name="types">The documented types, by which references are written.</param>
[Step(Concurrency = 2)]
public sealed class CleanXml(TypeNames types)
{
    /// <summary>Cleans one member.</summary>
    public CleanMember Process(string xml)
    {
        var names = new IdReader(types, []);
        List<string> typeParameters = [];
        List<Passage> passages = [];
        using var reader = XmlReader.Create(new StringReader(xml), PlainXml.Fragment);
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth > 0)
            {
                reader.Read();
                continue;
            }

            Section? section = SectionOf(reader.LocalName);
            string? subject = section switch
            {
                Section.Parameter or Section.TypeParameter => reader.GetAttribute("name") ?? "",
                Section.Exception => names.Reference(reader.GetAttribute("cref") ?? ""),
                _ => null,
            };
            if (section is not { } known || subject is "")
            {
                reader.Skip();
                continue;
            }

            if (known == Section.TypeParameter)
            {
                typeParameters.Add(subject!);
            }

            string text = new PlainXml(names).Read(reader);
            if (text.Length > 0)
            {
                Add(passages, new Passage(known, subject, text));
            }
        }

        return new CleanMember(typeParameters, passages);
    }

    private static Section? SectionOf(string element) => element switch
    {
        "summary" => Section.Summary,
        "returns" or "value" => Section.Returns,
        "param" => Section.Parameter,
        "typeparam" => Section.TypeParameter,
        "exception" => Section.Exception,
        "remarks" => Section.Remarks,
        _ => null, // Links to other members, examples, permissions: no answers.
    };

    private static void Add(List<Passage> passages, Passage passage)
    {
        // One exception for two reasons, or a returns beside a value: one question, and both texts are its answer.
        int same = passages.FindIndex(p => p.Section == passage.Section && p.Subject == passage.Subject);
        if (same < 0)
        {
            passages.Add(passage);
        }
        else if (passages[same].Answer != passage.Answer)
        {
            passages[same] = passage with { Answer = $"{passages[same].Answer}\n\nOr: {passage.Answer}" };
        }
    }
}
