using System.Text;

namespace ApiDocs;

/// <summary>
/// Text as it is put together: runs of white space become one space, an empty line in the source stays an empty line, and spaces
/// and line breaks appear only between two pieces of text, never before the first or after the last.
/// </summary>
internal sealed class PlainText
{
    private const string Or = "\n\nOr: ";

    private readonly StringBuilder _text = new();
    private int _breaks;
    private bool _space;
    private bool _glue;

    // Where the innermost code begins in _text, and how many are open: code within code has no marks of its own.
    private int _codeStart;
    private int _codeDepth;

    // Set behind a list item's dash, so that what comes first stays on its line.
    private bool _itemBegins;

    /// <summary>Adds text as it stands in the XML.</summary>
    public void Prose(string text)
    {
        if (_codeDepth > 0)
        {
            _text.Append(text);
            return;
        }

        int newLines = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                _space = true;
                newLines += c == '\n' ? 1 : 0;
                if (newLines >= 2)
                {
                    Break(2);
                }
            }
            else
            {
                newLines = 0;
                if (_breaks == 0 && EndsSomething(text, i))
                {
                    _space = false; // Between a reference and its full stop.
                }

                Separate();
                _text.Append(c);
            }
        }
    }

    /// <summary>Adds a word of code.</summary>
    public void Code(string code)
    {
        BeginCode();
        _text.Append(code);
        EndCode();
    }

    /// <summary>What is added from here is code.</summary>
    public void BeginCode()
    {
        if (_codeDepth++ == 0)
        {
            Separate();
            if (_text.Length > 0 && _text[^1] == '`')
            {
                _text.Append(' '); // Two names side by side are two.
            }

            _codeStart = _text.Length;
        }
    }

    /// <summary>The code ends; code of several lines can become a block.</summary>
    public void EndCode(bool mayBeBlock = false)
    {
        if (--_codeDepth > 0)
        {
            return;
        }

        string code = _text.ToString(_codeStart, _text.Length - _codeStart);
        _text.Length = _codeStart;
        if (mayBeBlock && code.Trim().Contains('\n', StringComparison.Ordinal))
        {
            TrimEnd();
            _text.Append(_text.Length == 0 ? "" : "\n").Append("```\n").Append(Dedent(code)).Append("\n```");
            Break(1);
        }
        else if (!string.IsNullOrWhiteSpace(code))
        {
            _text.Append('`').AppendJoin(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Append('`');
        }
    }

    /// <summary>The next text begins a new line (1) or, after an empty line, a new paragraph (2).</summary>
    public void Break(int lines)
    {
        if (_codeDepth == 0 && !_itemBegins)
        {
            _breaks = Math.Max(_breaks, lines);
        }
    }

    /// <summary>The next text is an item of a list.</summary>
    public void BeginItem()
    {
        _itemBegins = false;
        _breaks = 1;
        Separate();
        _text.Append("- ");
        _itemBegins = true;
    }

    /// <summary>What was added last is explained by what comes next.</summary>
    public void EndTerm()
    {
        if (_codeDepth == 0 && !_itemBegins)
        {
            TrimEnd();
            _text.Append(':');
            _space = true;
            _breaks = 0;
        }
    }

    /// <summary>Adds a mark without a space on either side.</summary>
    public void Glue(string mark)
    {
        _space = false;
        _glue = true;
        _text.Append(mark);
    }

    /// <summary>The text.</summary>
    public override string ToString()
    {
        // Alternatives that the documentation sets apart by a line of its own.
        TrimEnd();
        return _text.Replace("\n\n-or-\n\n", Or).Replace("\n\n- or -\n\n", Or).Replace(" -or- ", Or).ToString();
    }

    private static bool EndsSomething(string text, int i) =>
        text[i] == ')' || (text[i] is '.' or ',' or ';' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])));

    private void Separate()
    {
        if (_text.Length > 0 && !_itemBegins && !_glue)
        {
            if (_breaks > 0)
            {
                _text.Append('\n', _breaks);
            }
            else if (_space)
            {
                _text.Append(' ');
            }
        }

        (_breaks, _space, _itemBegins, _glue) = (0, false, false, false);
    }

    private void TrimEnd()
    {
        while (_text.Length > 0 && char.IsWhiteSpace(_text[^1]))
        {
            _text.Length--;
        }
    }

    private static string Dedent(string code)
    {
        string[] lines = [.. code.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(l => l.TrimEnd())];
        int indent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length == 0 ? l : l[indent..])).Trim('\n');
    }
}
