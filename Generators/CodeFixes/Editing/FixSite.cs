using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Editing;

/// <summary>A diagnostic where it lies: the document, what is underlined, and what the analyzer says beside its message.</summary>
internal sealed class FixSite
{
    private FixSite(Document document, Diagnostic diagnostic, SyntaxNode root, SourceText text, SemanticModel model)
    {
        Document = document;
        Diagnostic = diagnostic;
        Root = root;
        Text = text;
        Model = model;
        Node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        NewLine = NewLineOf(text);
    }

    public Document Document { get; }

    public Diagnostic Diagnostic { get; }

    public SyntaxNode Root { get; }

    public SourceText Text { get; }

    public SemanticModel Model { get; }

    /// <summary>What is underlined.</summary>
    public SyntaxNode Node { get; }

    /// <summary>How the document ends its lines.</summary>
    public string NewLine { get; }

    public PropertyDeclarationSyntax? Property => Node.FirstAncestorOrSelf<PropertyDeclarationSyntax>();

    /// <summary>The attribute that is underlined or that holds what is.</summary>
    public AttributeSyntax? Attribute => Node.FirstAncestorOrSelf<AttributeSyntax>();

    public static async Task<FixSite?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || model is null || diagnostic.Location.SourceSpan.End > root.FullSpan.End
            ? null
            : new FixSite(document, diagnostic, root, text, model);
    }

    public string? Value(string property) => Diagnostic.Properties.TryGetValue(property, out var value) ? value : null;

    public IReadOnlyList<string> Values(string property) => Value(property)?.Split(FixProperties.Separator) ?? [];

    public Edit Replace(TextSpan span, string text) => new(Document.Id, span, text);

    public Edit Replace(SyntaxNodeOrToken what, string text) => Replace(what.Span, text);

    public Edit Insert(int position, string text) => Replace(new TextSpan(position, 0), text);

    /// <summary>The whitespace that the line begins with on which this place lies.</summary>
    public string IndentAt(int position) => IndentAt(Text, position);

    /// <summary>
    /// The attribute as its name can be written here: whole where the namespace is not imported, or another has the name.
    /// </summary>
    public string AttributeName(string name, int position)
    {
        var found = Model.LookupNamespacesAndTypes(position, name: name + "Attribute")
            .Concat(Model.LookupNamespacesAndTypes(position, name: name))
            .OfType<INamedTypeSymbol>()
            .Where(type => type.BaseType?.Name == nameof(System.Attribute))
            .ToList();
        return found.Count == 1 && found[0].ContainingNamespace.Name == "Distil" ? name : "global::Distil." + name;
    }

    public static string IndentAt(SourceText text, int position)
    {
        var line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    public static string NewLineOf(SourceText text)
    {
        var line = text.Lines[0];
        return line.EndIncludingLineBreak == line.End ? "\n" : text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
    }
}
