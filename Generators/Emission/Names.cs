using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Emission;

/// <summary>How names of the user's become names in the generated code.</summary>
internal static class Names
{
    /// <summary>Puts an <c>@</c> before a name that C# could read as a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>The name as a local's: <c>URLPath</c> becomes <c>urlPath</c>.</summary>
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

    /// <summary>The name as part of a type's: <c>prompts</c> becomes <c>Prompts</c>.</summary>
    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>A type's name as part of a method's: <c>global::System.Collections.Generic.List&lt;string[]&gt;</c> becomes <c>ListStringArray</c>.</summary>
    public static string OfType(string type)
    {
        var text = new StringBuilder();
        var word = new StringBuilder();
        foreach (var letter in type + " ")
        {
            if (SyntaxFacts.IsIdentifierPartCharacter(letter))
            {
                word.Append(letter);
                continue;
            }

            if (letter is not ('.' or ':'))
            {
                text.Append(Pascal(word.ToString()));
            }

            if (letter == '[')
            {
                text.Append("Array");
            }
            else if (letter == '?')
            {
                text.Append("OrNull");
            }

            word.Clear();
        }

        return text.ToString();
    }

    /// <summary>The last part of a dotted name.</summary>
    public static string Last(string name) => name.Substring(name.LastIndexOf('.') + 1);

    /// <summary>A C# string literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Whether the text can stand as an identifier.</summary>
    public static bool IsIdentifier(string text) => SyntaxFacts.IsValidIdentifier(text);
}

/// <summary>The names that are taken in one scope.</summary>
internal sealed class NameScope
{
    /// <summary>What every class has.</summary>
    public static readonly string[] ObjectMembers =
        ["Equals", "ReferenceEquals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize"];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public NameScope(params string[] reserved) => _taken.UnionWith(reserved);

    public void Reserve(IEnumerable<string> names) => _taken.UnionWith(names);

    /// <summary>The name, with a number behind it where it is taken, and with an <c>@</c> where it is a keyword.</summary>
    public string Take(string preferred)
    {
        var name = preferred;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = $"{preferred}{number}";
        }

        return Names.Escape(name);
    }
}
