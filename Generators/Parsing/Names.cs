using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Parsing;

/// <summary>How the names of columns compare and how they are written in code and in files.</summary>
internal static class Names
{
    /// <summary>The name without case and underscores: two names that have the same key are one column.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c != '_')
            {
                key.Append(char.ToLowerInvariant(c));
            }
        }

        return key.ToString();
    }

    /// <summary>Whether two names have the same key; asked so often that none is made.</summary>
    public static bool Same(string left, string right)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            i = SkipUnderscores(left, i);
            j = SkipUnderscores(right, j);
            if (i == left.Length || j == right.Length)
            {
                return i == left.Length && j == right.Length;
            }

            if (char.ToLowerInvariant(left[i++]) != char.ToLowerInvariant(right[j++]))
            {
                return false;
            }
        }
    }

    private static int SkipUnderscores(string name, int index)
    {
        while (index < name.Length && name[index] == '_')
        {
            index++;
        }

        return index;
    }

    /// <summary>The name of the generated property: underscores end a word and are left out, each word begins with a capital.</summary>
    public static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var c in name)
        {
            if (c == '_')
            {
                startsWord = true;
                continue;
            }

            pascal.Append(startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        return pascal.ToString();
    }

    /// <summary>The name as a parameter has it: a column in Pascal case whose first word begins small.</summary>
    public static string Camel(string pascal)
    {
        var upper = 0;
        while (upper < pascal.Length && char.IsUpper(pascal[upper]))
        {
            upper++;
        }

        // Of a run of upper-case letters the last begins the next word: URLPath is urlPath.
        var small = upper > 1 && upper < pascal.Length ? upper - 1 : upper;
        return pascal.Substring(0, small).ToLowerInvariant() + pascal.Substring(small);
    }

    /// <summary>
    /// The name in files. It follows <c>JsonNamingPolicy.SnakeCaseLower</c> letter by letter, so that users' own serializers agree with
    /// it: an upper-case letter begins a word after a lower-case letter or digit, and at the end of a run of upper-case letters.
    /// </summary>
    public static string Snake(string pascal)
    {
        var snake = new StringBuilder(pascal.Length + 4);
        for (var i = 0; i < pascal.Length; i++)
        {
            var c = pascal[i];
            if (char.IsUpper(c) && i > 0)
            {
                var endsLowerWord = char.IsLower(pascal[i - 1]) || char.IsDigit(pascal[i - 1]);
                var endsUpperRun = char.IsUpper(pascal[i - 1]) && i + 1 < pascal.Length && char.IsLower(pascal[i + 1]);
                if (endsLowerWord || endsUpperRun)
                {
                    snake.Append('_');
                }
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }

    /// <summary>Whether the name can stand as a column: what it becomes in Pascal case must be an identifier.</summary>
    public static bool IsColumnName(string? name) => name is not null && SyntaxFacts.IsValidIdentifier(Pascal(name));

    /// <summary>The name as it is written in code, where it may be a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
