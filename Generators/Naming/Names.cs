using System.Text;

namespace Distil.Generators.Naming;

/// <summary>
/// How names compare, and how they are written in code and in files. This part uses nothing of Roslyn, so that the code fixes and the
/// runtime can compile it too.
/// </summary>
internal static partial class Names
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

    /// <summary>The name of a local or a parameter: <c>URLPath</c> becomes <c>urlPath</c>.</summary>
    public static string Camel(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            if (i > 0 && i + 1 < letters.Length && char.IsLower(letters[i + 1]))
            {
                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
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
}
