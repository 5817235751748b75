using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Editing;

/// <summary>Writes members at the end of a type, with the document's indentation and line ends.</summary>
internal static class MemberInsertion
{
    private const string Unit = "    ";

    public static IEnumerable<Edit> Add(FixSite site, TypeDeclarationSyntax type, IReadOnlyList<string> members)
    {
        var outer = site.IndentAt(type.SpanStart);
        var line = site.NewLine + outer;
        var inner = line + (outer.IndexOf('\t') >= 0 ? "\t" : Unit);
        var body = string.Concat(members.Select((member, index) => (index > 0 ? site.NewLine : "") + inner + member));
        if (type.OpenBraceToken.IsKind(SyntaxKind.None) || type.OpenBraceToken.IsMissing)
        {
            // class S; has no braces yet.
            yield return site.Replace(
                type.SemicolonToken.IsKind(SyntaxKind.None) ? new TextSpan(type.Span.End, 0) : type.SemicolonToken.Span,
                line + "{" + body + line + "}");
            yield break;
        }

        var isOneLine = LineOf(site, type.OpenBraceToken) == LineOf(site, type.CloseBraceToken);
        if (isOneLine && type.Members.Count > 0)
        {
            yield return site.Insert(type.Members[type.Members.Count - 1].Span.End, string.Concat(members.Select(member => " " + member)));
        }
        else if (isOneLine)
        {
            var before = type.OpenBraceToken.GetPreviousToken();
            yield return site.Replace(
                TextSpan.FromBounds(before.Span.End, type.CloseBraceToken.Span.End), line + "{" + body + line + "}");
        }
        else if (type.Members.Count > 0)
        {
            var last = site.Text.Lines.GetLineFromPosition(type.Members[type.Members.Count - 1].Span.End);
            yield return site.Insert(last.End, site.NewLine + body);
        }
        else
        {
            yield return site.Insert(site.Text.Lines.GetLineFromPosition(type.OpenBraceToken.Span.End).End, body);
        }
    }

    private static int LineOf(FixSite site, SyntaxToken token) => site.Text.Lines.GetLineFromPosition(token.SpanStart).LineNumber;
}
