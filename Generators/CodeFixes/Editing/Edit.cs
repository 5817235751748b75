using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Editing;

/// <summary>A piece of a document and what stands in its place. All around it stays as the user formatted it.</summary>
internal sealed record Edit(DocumentId Document, TextSpan Span, string Text)
{
    public bool Collides(Edit other) => Document == other.Document && !Equals(other) && Span.OverlapsWith(other.Span);
}
