using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Editing;

/// <summary>Puts edits into documents.</summary>
internal static class EditedSolution
{
    /// <summary>
    /// The solution with the edits of all these fixes. An edit that several fixes make is made once; a fix that collides with one before
    /// it is left out whole, for the next time.
    /// </summary>
    public static async Task<Solution> ApplyAsync(
        Solution solution, IEnumerable<IReadOnlyList<Edit>> fixes, CancellationToken cancellationToken)
    {
        var edits = new List<Edit>();
        foreach (var fix in fixes)
        {
            if (!fix.Any(edit => edits.Any(edit.Collides)))
            {
                edits.AddRange(fix.Where(edit => !edits.Contains(edit)));
            }
        }

        foreach (var group in edits.GroupBy(edit => edit.Document))
        {
            if (solution.GetDocument(group.Key) is { } document)
            {
                var changed = await ApplyAsync(document, Joined(group), cancellationToken).ConfigureAwait(false);
                solution = changed.Project.Solution;
            }
        }

        return solution;
    }

    /// <summary>In the order of the text; what is inserted at one place is one change.</summary>
    private static List<TextChange> Joined(IEnumerable<Edit> edits)
    {
        var changes = new List<TextChange>();
        foreach (var edit in edits.OrderBy(edit => edit.Span.Start).ThenBy(edit => edit.Span.Length))
        {
            if (changes.Count > 0 && changes[^1].Span is { IsEmpty: true } last && last.Start == edit.Span.Start)
            {
                changes[^1] = new TextChange(edit.Span, changes[^1].NewText + edit.Text);
            }
            else
            {
                changes.Add(new TextChange(edit.Span, edit.Text));
            }
        }

        return changes;
    }

    private static async Task<Document> ApplyAsync(Document document, List<TextChange> changes, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var changed = document.WithText(text.WithChanges(changes));
        if (await changed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return changed;
        }

        // Fixes write names in full; the workspace shortens those that are marked as far as the usings allow.
        var spans = new List<TextSpan>();
        var shift = 0;
        foreach (var change in changes)
        {
            spans.Add(new TextSpan(change.Span.Start + shift, change.NewText!.Length));
            shift += change.NewText.Length - change.Span.Length;
        }

        var names = root.DescendantNodes()
            .OfType<AliasQualifiedNameSyntax>()
            .Where(name => spans.Any(span => span.Contains(name.Span)))
            .Select(Whole)
            .ToList();
        return names.Count == 0
            ? changed
            : changed.WithSyntaxRoot(root.ReplaceNodes(names, (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation)));
    }

    /// <summary>The longest name or member access that begins with this.</summary>
    private static SyntaxNode Whole(SyntaxNode name)
    {
        while (name.Parent is (QualifiedNameSyntax or MemberAccessExpressionSyntax) and var parent && parent.SpanStart == name.SpanStart)
        {
            name = parent;
        }

        return name;
    }
}
