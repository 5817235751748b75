using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distil.Generators.Parsing.Steps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Fingerprints;

/// <summary>
/// Hashes code by its tokens: comments, layout and what the preprocessor leaves out are no part of it, nor are the attributes that hold a
/// step's settings. The same code has the same hash in every process and on every machine.
/// </summary>
internal static class CodeHash
{
    private const int Bytes = 16;

    private static readonly HashSet<string> s_settings = new(
        StepKinds.AttributeNames.SelectMany(static name => new[] { name, name.Substring(0, name.Length - "Attribute".Length) }),
        StringComparer.Ordinal);

    /// <summary>One a thread: to create it takes longer than to hash a step.</summary>
    [ThreadStatic]
    private static SHA256? t_sha;

    /// <summary>The hash of a piece of code.</summary>
    public static string Of(SyntaxNode code)
    {
        var text = new StringBuilder();
        foreach (var token in code.DescendantTokens(static node => !IsSettings(node)))
        {
            Append(text, Text(token));
        }

        return Of(text.ToString());
    }

    /// <summary>The hash of several texts, which depends on their order.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        var all = new StringBuilder();
        foreach (var text in texts)
        {
            Append(all, text);
        }

        return Of(all.ToString());
    }

    private static string Of(string text)
    {
        var hash = (t_sha ??= SHA256.Create()).ComputeHash(Encoding.UTF8.GetBytes(text));
        var digits = new StringBuilder(2 * Bytes);
        for (var i = 0; i < Bytes; i++)
        {
            digits.Append(hash[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        return digits.ToString();
    }

    /// <summary>Each text with its length, so that no two lists of texts give the same.</summary>
    private static void Append(StringBuilder all, string text) =>
        all.Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);

    /// <summary>What a token says. The text of a raw literal in several lines is its value: how far it is indented says nothing.</summary>
    private static string Text(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken => token.ValueText,
        SyntaxKind.InterpolatedStringTextToken when IsInRawLiteral(token) => token.ValueText,
        SyntaxKind.InterpolatedMultiLineRawStringStartToken or SyntaxKind.InterpolatedRawStringEndToken => token.Text.Trim(),
        _ => token.Text,
    };

    private static bool IsInRawLiteral(SyntaxToken token) =>
        token.Parent is { Parent: InterpolatedStringExpressionSyntax { StringStartToken: var start } }
        && start.IsKind(SyntaxKind.InterpolatedMultiLineRawStringStartToken);

    /// <summary>Whether the node is the attribute that makes a class a step, or a list of nothing else.</summary>
    private static bool IsSettings(SyntaxNode node) => node switch
    {
        AttributeListSyntax { Parent: BaseTypeDeclarationSyntax } list => list.Attributes.All(IsSettings),
        AttributeSyntax { Parent: AttributeListSyntax { Parent: BaseTypeDeclarationSyntax } } attribute =>
            s_settings.Contains(Identifier(attribute.Name)),
        _ => false,
    };

    private static string Identifier(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
