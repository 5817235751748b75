using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Naming;

/// <content>Names in generated code, which must be C#.</content>
internal static partial class Names
{
    /// <summary>Whether a column can have the name: in Pascal case it must be an identifier.</summary>
    public static bool IsColumnName(string? name) => name is not null && SyntaxFacts.IsValidIdentifier(Pascal(name));

    /// <summary>Puts an <c>@</c> before a name that C# could read as a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>The name as part of a type's name: <c>prompts</c> becomes <c>Prompts</c>. Underscores stay.</summary>
    public static string Capitalize(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>
    /// A type's name as part of a method's: <c>global::System.Collections.Generic.List&lt;string[]&gt;</c> becomes <c>ListStringArray</c>.
    /// </summary>
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
                text.Append(Capitalize(word.ToString()));
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
