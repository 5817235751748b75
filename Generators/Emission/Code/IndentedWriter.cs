using System.Text;

namespace Distil.Generators.Emission.Code;

/// <summary>Text with indentation; every line ends in <c>\n</c>, and no line in white space.</summary>
internal sealed class IndentedWriter
{
    private const int LongestTogether = 120;

    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isAfterOpening = true;
    private bool _wantsGap;

    /// <summary>Writes a line, or several that are separated by <c>\n</c>, each indented.</summary>
    public void Line(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (_wantsGap && line.Length > 0 && !Continues(line))
            {
                _text.Append('\n');
            }

            if (line.Length > 0)
            {
                _text.Append(' ', _depth * 4).Append(line);
            }

            _text.Append('\n');
            _isAfterOpening = line is "" or "{";
            _wantsGap = line == "}";
        }
    }

    /// <summary>Writes an empty line before the next line, unless a block begins or ends here.</summary>
    public void Gap() => _wantsGap |= !_isAfterOpening;

    /// <summary>Gives the text that an action writes, without indentation. The text is not added to that of the writer.</summary>
    public string Capture(Action write)
    {
        var (length, depth, isAfterOpening, wantsGap) = (_text.Length, _depth, _isAfterOpening, _wantsGap);
        (_depth, _isAfterOpening, _wantsGap) = (0, true, false);
        try
        {
            write();
            return _text.ToString(length, _text.Length - length).TrimEnd('\n');
        }
        finally
        {
            _text.Length = length;
            (_depth, _isAfterOpening, _wantsGap) = (depth, isAfterOpening, wantsGap);
        }
    }

    /// <summary>Writes statements that belong together in one line, if they are short and have no block.</summary>
    public void Together(Action write)
    {
        var text = Capture(write);
        var lines = text.Split('\n');
        var isShort = text.Length <= LongestTogether && lines.All(line => line.EndsWith(";", StringComparison.Ordinal));
        Line(isShort ? string.Join(" ", lines) : text);
    }

    /// <summary>Begins a block in braces; to be closed by disposing what is returned.</summary>
    public Closing Block(string header)
    {
        Line(header);
        return Braces();
    }

    /// <summary>Begins a block in braces below the line that has been written.</summary>
    public Closing Braces()
    {
        Line("{");
        _depth++;
        return new Closing(this, "}");
    }

    /// <summary>Indents what is written until the returned value is disposed.</summary>
    public Closing Indented()
    {
        _depth++;
        return new Closing(this, text: null);
    }

    public override string ToString() => _text.ToString();

    /// <summary>Whether a line belongs to the block before it, so that no empty line stands between them.</summary>
    private static bool Continues(string line) =>
        line[0] == '}'
        || line.StartsWith("else", StringComparison.Ordinal)
        || line.StartsWith("catch ", StringComparison.Ordinal)
        || line == "finally"
        || line.StartsWith("#nullable enable", StringComparison.Ordinal);

    /// <summary>Ends a block.</summary>
    internal readonly struct Closing(IndentedWriter writer, string? text) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (text is not null)
            {
                writer.Line(text);
            }
        }
    }
}
