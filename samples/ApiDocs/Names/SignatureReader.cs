using System.Globalization;
using System.Text;

namespace ApiDocs;

/// <summary>Reads the parameter types of a compiler name, such as <c>System.Func{`0,System.Int32[]}@</c>.</summary>
/// <param name="types">The documented types.</param>
/// <param name="typeParameters">The names that <c>`0</c>, <c>`1</c> stand for: the type parameters of the declaring types.</param>
/// <param name="methodParameters">The names that <c>``0</c>, <c>``1</c> stand for: those of the method.</param>
public sealed class SignatureReader(TypeNames types, IReadOnlyList<string> typeParameters, IReadOnlyList<string> methodParameters)
{
    /// <summary>A list of types, separated by commas.</summary>
    public string List(string text)
    {
        int at = 0;
        return string.Join(", ", Many(text, ref at));
    }

    private List<string> Many(string text, ref int at)
    {
        List<string> all = [];
        while (at < text.Length)
        {
            all.Add(One(text, ref at));
            if (at >= text.Length || text[at] != ',')
            {
                break;
            }

            at++;
        }

        return all;
    }

    private string One(string text, ref int at)
    {
        string type = at < text.Length && text[at] == '`' ? Parameter(text, ref at) : Named(text, ref at);
        return type + Suffix(text, ref at);
    }

    private string Parameter(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] == '`')
        {
            at++;
        }

        IReadOnlyList<string> names = at - start == 2 ? methodParameters : typeParameters;
        int digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        _ = int.TryParse(text.AsSpan(digits, at - digits), NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        return index < names.Count ? names[index] : $"T{index + 1}";
    }

    private string Named(string text, ref int at)
    {
        List<string> keys = [];
        List<string> parts = [];
        List<string>? arguments = null;
        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && text[at] is not ('.' or ',' or '{' or '}' or '[' or '@' or '*' or '|' or ')'))
            {
                at++;
            }

            string name = text[start..at];
            arguments = null;
            if (at < text.Length && text[at] == '{')
            {
                at++;
                arguments = Many(text, ref at);
                at++; // The closing brace.
            }

            keys.Add(arguments is null ? name : $"{name}`{arguments.Count}");
            parts.Add(arguments is null ? name : $"{name}<{string.Join(", ", arguments)}>");
            if (at >= text.Length || text[at] != '.')
            {
                break;
            }

            at++;
        }

        string path = string.Join('.', keys);
        if (path == "System.Nullable`1")
        {
            return arguments![0] + "?";
        }

        return path.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
            ? $"({string.Join(", ", arguments!)})"
            : CSharpTypes.Keyword(path) ?? string.Join('.', parts.Skip(CSharpTypes.FirstTypePart([.. keys], types)));
    }

    private static string Suffix(string text, ref int at)
    {
        var suffix = new StringBuilder();
        while (at < text.Length && text[at] is '[' or '@' or '*' or '|')
        {
            char c = text[at++];
            if (c == '*')
            {
                suffix.Append('*');
            }
            else if (c == '[')
            {
                // [0:,0:] is an array of two dimensions with its lower bounds: [,].
                suffix.Append('[');
                for (; at < text.Length && text[at] != ']'; at++)
                {
                    suffix.Append(text[at] == ',' ? "," : "");
                }

                at++;
                suffix.Append(']');
            }
            else if (c == '|')
            {
                // A custom modifier is the compiler's affair.
                while (at < text.Length && text[at] is not (',' or '}'))
                {
                    at++;
                }
            }
        }

        return suffix.ToString();
    }
}
