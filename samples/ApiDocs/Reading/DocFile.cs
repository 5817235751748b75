using System.Diagnostics.CodeAnalysis;
using System.Xml;

namespace ApiDocs;

/// <summary>
/// Reads the members of one documentation file, one after the other, without holding the file in memory. Everything that can be
/// wrong with the file becomes a <see cref="DocumentationException"/> that names the file, the line and the column.
/// </summary>
public sealed class DocFile : IDisposable
{
    private static readonly XmlReaderSettings Settings = new() { IgnoreComments = true, IgnoreProcessingInstructions = true };

    private readonly string _path;
    private readonly Func<string, bool>? _wanted;
    private readonly FileStream _stream;
    private readonly XmlReader _reader;

    private DocFile(string path, Func<string, bool>? wanted)
    {
        _wanted = wanted;
        _path = path;
        Assembly = Path.GetFileNameWithoutExtension(path);
        
        // A stream, as the reader would take a path for an address, in which # and % mean something.
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        try
        {
            _reader = XmlReader.Create(_stream, Settings);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The assembly that the file says it documents; before that, and without that, the file's own name.</summary>
    public string Assembly { get; private set; }

    /// <summary>The members of a file, in its order; or those that are wanted, by their names.</summary>
    public static IEnumerable<Member> Members(string path, Func<string, bool>? wanted = null)
    {
        using DocFile file = Open(path, wanted);
        while (file.TryRead(out Member? member))
        {
            yield return member;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    private static DocFile Open(string path, Func<string, bool>? wanted)
    {
        DocFile? file = null;
        try
        {
            file = new DocFile(path, wanted);
            file.ExpectRoot();
            return file;
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is XmlException or IOException or UnauthorizedAccessException)
            {
                throw Explain(path, e);
            }

            throw;
        }
    }

    private bool TryRead([NotNullWhen(true)] out Member? member)
    {
        try
        {
            member = Next();
            return member is not null;
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            throw Explain(_path, e);
        }
    }

    private void ExpectRoot()
    {
        if (_reader.MoveToContent() != XmlNodeType.Element || _reader.LocalName != "doc")
        {
            throw At($"this is no documentation file: its first element is <{_reader.Name}>, not <doc>");
        }
    }

    private Member? Next()
    {
        while (!_reader.EOF)
        {
            if (_reader.NodeType == XmlNodeType.Element && _reader is { Depth: 2, LocalName: "name" })
            {
                Assembly = _reader.ReadElementContentAsString().Trim();
            }
            else if (_reader.NodeType == XmlNodeType.Element && _reader is { Depth: 2, LocalName: "member" })
            {
                string? id = _reader.GetAttribute("name");
                if (string.IsNullOrWhiteSpace(id))
                {
                    throw At("a <member> has no name");
                }

                if (_wanted is null || _wanted(id))
                {
                    return new Member(Assembly, id, _reader.ReadInnerXml());
                }

                _reader.Skip();
            }
            else
            {
                _reader.Read();
            }
        }

        return null;
    }

    private DocumentationException At(string problem)
    {
        var place = (IXmlLineInfo)_reader;
        return new DocumentationException(_path, place.LineNumber, place.LinePosition, problem);
    }

    private static DocumentationException Explain(string path, Exception e)
    {
        if (e is not XmlException xml)
        {
            return new DocumentationException($"{path}: cannot be read: {e.Message}", e);
        }

        // The reader says the place again at the end of its message: "... Line 5, position 3."
        string message = xml.Message;
        int place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        string problem = $"the XML is broken: {(place < 0 ? message : message[..place])}";
        return new DocumentationException(path, Math.Max(1, xml.LineNumber), Math.Max(1, xml.LinePosition), problem, e);
    }
}
