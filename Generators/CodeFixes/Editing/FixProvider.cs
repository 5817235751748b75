using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Editing;

/// <summary>What the code fixes have in common: they say their edits, alone and for Fix All.</summary>
public abstract class FixProvider : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => EditFixAllProvider.Instance;

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var fix in await FindFixesAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                var solution = context.Document.Project.Solution;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        fix.Title,
                        async cancellationToken => await EditedSolution.ApplyAsync(
                            solution,
                            [await fix.FindEdits(cancellationToken).ConfigureAwait(false)],
                            cancellationToken).ConfigureAwait(false),
                        fix.Key),
                    diagnostic);
            }
        }
    }

    internal async Task<IReadOnlyList<Fix>> FindFixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var site = await FixSite.FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
        return site is null ? [] : FindFixes(site).ToImmutableArray();
    }

    /// <summary>The ways to repair what is wrong here, the one to be taken by default first.</summary>
    private protected abstract IEnumerable<Fix> FindFixes(FixSite site);
}
