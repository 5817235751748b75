using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Editing;

/// <summary>
/// Fix All: finds the edits of every diagnostic on the documents as they are and makes them at once. The provider that Roslyn offers
/// merges documents that were changed one by one, and loses what two fixes insert at one place.
/// </summary>
internal sealed class EditFixAllProvider : FixAllProvider
{
    public static EditFixAllProvider Instance { get; } = new();

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var title = fixAllContext.CodeFixProvider.GetType().Name + " in " + fixAllContext.Scope.ToString().ToLowerInvariant();
        return Task.FromResult<CodeAction?>(CodeAction.Create(title, _ => FixAsync(fixAllContext), fixAllContext.CodeActionEquivalenceKey));
    }

    private static async Task<Solution> FixAsync(FixAllContext context)
    {
        var fixes = new List<IReadOnlyList<Edit>>();
        foreach (var (document, diagnostic) in await DiagnosticsAsync(context).ConfigureAwait(false))
        {
            var offered = await ((FixProvider)context.CodeFixProvider)
                .FindFixesAsync(document, diagnostic, context.CancellationToken)
                .ConfigureAwait(false);
            var chosen = context.CodeActionEquivalenceKey is { } key ? offered.FirstOrDefault(fix => fix.Key == key)
                : offered.Count > 0 ? offered[0]
                : null;
            if (chosen is not null)
            {
                fixes.Add(await chosen.FindEdits(context.CancellationToken).ConfigureAwait(false));
            }
        }

        return await EditedSolution.ApplyAsync(context.Solution, fixes, context.CancellationToken).ConfigureAwait(false);
    }

    private static async Task<IEnumerable<(Document Document, Diagnostic Diagnostic)>> DiagnosticsAsync(FixAllContext context)
    {
        var all = new List<Diagnostic>();
        if (context.Scope == FixAllScope.Document && context.Document is { } document)
        {
            all.AddRange(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
        }
        else
        {
            var projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
            foreach (var project in projects)
            {
                all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
            }
        }

        return all
            .Select(diagnostic => (Document: context.Solution.GetDocument(diagnostic.Location.SourceTree), Diagnostic: diagnostic))
            .Where(found => found.Document is not null)
            .OrderBy(found => found.Document!.FilePath ?? found.Document.Name, StringComparer.Ordinal)
            .ThenBy(found => found.Diagnostic.Location.SourceSpan.Start)
            .Select(found => (found.Document!, found.Diagnostic));
    }
}
