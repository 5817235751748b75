using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Editing;

/// <summary>Adds attributes to a member and takes them away, in the style in which the class is written.</summary>
internal static class PropertyAttributes
{
    /// <param name="attribute">The attribute without its brackets.</param>
    /// <param name="first">Whether it goes before those that are there, as an edge does.</param>
    public static Edit Add(Document document, SourceText text, MemberDeclarationSyntax member, string attribute, bool first = false)
    {
        var lists = member.AttributeLists.Where(list => list.Target is null).ToList();
        var isOnOwnLine = IsOnOwnLine(text, member);
        if (lists.Count > 0 && !isOnOwnLine)
        {
            return first
                ? new Edit(document.Id, new TextSpan(lists[0].Attributes[0].SpanStart, 0), attribute + ", ")
                : new Edit(document.Id, new TextSpan(lists[^1].Attributes[^1].Span.End, 0), ", " + attribute);
        }

        var line = FixSite.NewLineOf(text) + FixSite.IndentAt(text, member.SpanStart);
        return first || lists.Count == 0
            ? new Edit(document.Id, new TextSpan(member.SpanStart, 0), $"[{attribute}]" + (isOnOwnLine ? line : " "))
            : new Edit(document.Id, new TextSpan(lists[^1].Span.End, 0), line + $"[{attribute}]");
    }

    /// <summary>Takes the attribute away; with its list, where it is alone there.</summary>
    public static Edit Remove(FixSite site, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
        {
            return site.Replace(Item(attribute, list.Attributes), "");
        }

        var next = list.GetLastToken().GetNextToken();
        return site.Replace(TextSpan.FromBounds(list.SpanStart, next.SpanStart), "");
    }

    /// <summary>Takes an argument away; with the parentheses, where it is alone in them.</summary>
    public static Edit Remove(FixSite site, AttributeArgumentSyntax argument)
    {
        var list = (AttributeArgumentListSyntax)argument.Parent!;
        return site.Replace(list.Arguments.Count > 1 ? Item(argument, list.Arguments) : list.Span, "");
    }

    /// <summary>Whether the attributes of this member stand above it; one without attributes follows its neighbours.</summary>
    public static bool IsOnOwnLine(SourceText text, MemberDeclarationSyntax member)
    {
        var own = member.AttributeLists.Count > 0
            ? member
            : (member.Parent as TypeDeclarationSyntax)?.Members
                .OfType<PropertyDeclarationSyntax>()
                .LastOrDefault(other => other.AttributeLists.Count > 0);
        if (own is null)
        {
            return false;
        }

        var last = own.AttributeLists[own.AttributeLists.Count - 1];
        var next = last.GetLastToken().GetNextToken();
        return text.Lines.GetLineFromPosition(last.Span.End).LineNumber != text.Lines.GetLineFromPosition(next.SpanStart).LineNumber;
    }

    /// <summary>The item with the comma that goes with it.</summary>
    private static TextSpan Item<T>(T item, SeparatedSyntaxList<T> items)
        where T : SyntaxNode
    {
        var index = items.IndexOf(item);
        return index > 0
            ? TextSpan.FromBounds(items[index - 1].Span.End, item.Span.End)
            : TextSpan.FromBounds(item.SpanStart, items[1].SpanStart);
    }
}
