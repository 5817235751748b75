using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests.Harness;

/// <summary>Applies code fixes as an editor does, and checks what comes of it.</summary>
internal static class CodeFix
{
    private const string File = "Pipeline.cs";

    /// <summary>Every provider that the assembly exports.</summary>
    public static IReadOnlyList<CodeFixProvider> Providers { get; } = [.. typeof(Fixes.AddPartialFix).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    /// <summary>
    /// The fix that is offered at the first place where the rule is broken makes this text of the document. Then the place breaks the
    /// rule no longer, and there is no error that was not there before.
    /// </summary>
    /// <param name="title">What is offered.</param>
    public static async Task VerifyAsync(string id, string wrong, string right, string title)
    {
        var project = TestedProject.Create((File, wrong));
        var diagnostic = await FirstAsync(project, id);
        var actions = await OfferedAsync(project, diagnostic);
        var action = actions.FirstOrDefault(action => action.Title == title);
        Assert.True(action is not null, $"'{title}' is not offered, but: {string.Join("; ", actions.Select(offered => offered.Title))}");
        var repaired = await ApplyAsync(project, action);
        Assert.Equal(right, await TestedProject.TextAsync(repaired, File));
        await AssertRepairedAsync(project, repaired, id, 1);
    }

    /// <summary>What is offered where the rule is broken first, the default at the top.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string id, string wrong)
    {
        var project = TestedProject.Create((File, wrong));
        return [.. (await OfferedAsync(project, await FirstAsync(project, id))).Select(action => action.Title)];
    }

    /// <summary>Fix All of the first fix that is offered makes these texts of the documents, which then break the rule nowhere.</summary>
    public static async Task VerifyAllAsync(string id, FixAllScope scope, params (string Name, string Wrong, string Right)[] documents)
    {
        var project = TestedProject.Create([.. documents.Select(document => (document.Name, document.Wrong))]);
        var first = await FirstAsync(project, id);
        var (provider, action) = (await OffersAsync(project, first))[0];
        var document = project.Solution.GetDocument(first.Location.SourceTree)!;
        var context = new FixAllContext(document, provider, scope, action.EquivalenceKey!, [id], new Rules(), TestContext.Current.CancellationToken);
        var all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        var repaired = await ApplyAsync(project, all!);
        foreach (var (name, _, right) in documents)
        {
            Assert.Equal(right, await TestedProject.TextAsync(repaired, name));
        }

        var inScope = (await TestedProject.RulesAsync(project)).Count(diagnostic =>
            diagnostic.Id == id && (scope != FixAllScope.Document || diagnostic.Location.SourceTree == first.Location.SourceTree));
        await AssertRepairedAsync(project, repaired, id, inScope);
    }

    private static async Task AssertRepairedAsync(Project project, Project repaired, string id, int fewer)
    {
        var before = await TestedProject.RulesAsync(project);
        var after = await TestedProject.RulesAsync(repaired);
        Assert.Equal(before.Count(diagnostic => diagnostic.Id == id) - fewer, after.Count(diagnostic => diagnostic.Id == id));
        var others = before.Where(diagnostic => diagnostic.Id != id).Select(Shown).ToList();
        Assert.Empty(after.Where(diagnostic => diagnostic.Id != id && diagnostic.Severity > DiagnosticSeverity.Info).Select(Shown).Except(others));
        Assert.Empty(await TestedProject.ErrorsAsync(repaired));

        static string Shown(Diagnostic diagnostic) => diagnostic.Id + ": " + diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<Diagnostic> FirstAsync(Project project, string id)
    {
        var found = await TestedProject.RulesAsync(project);
        var first = found.FirstOrDefault(diagnostic => diagnostic.Id == id);
        Assert.True(first is not null, $"{id} is not reported, but: {string.Join("\n", found)}");
        return first;
    }

    private static async Task<IReadOnlyList<CodeAction>> OfferedAsync(Project project, Diagnostic diagnostic) =>
        [.. (await OffersAsync(project, diagnostic)).Select(offer => offer.Action)];

    private static async Task<IReadOnlyList<(CodeFixProvider Provider, CodeAction Action)>> OffersAsync(Project project, Diagnostic diagnostic)
    {
        var offers = new List<(CodeFixProvider, CodeAction)>();
        var document = project.Solution.GetDocument(diagnostic.Location.SourceTree)!;
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(
                document, diagnostic, (action, _) => offers.Add((provider, action)), TestContext.Current.CancellationToken));
        }

        Assert.All(offers, offer => Assert.False(string.IsNullOrEmpty(offer.Item2.EquivalenceKey)));
        Assert.Equal(offers.Count, offers.Select(offer => offer.Item2.EquivalenceKey).Distinct().Count());
        return offers;
    }

    private static async Task<Project> ApplyAsync(Project project, CodeAction action)
    {
        var operation = Assert.Single(await action.GetOperationsAsync(TestContext.Current.CancellationToken));
        return Assert.IsType<ApplyChangesOperation>(operation).ChangedSolution.GetProject(project.Id)!;
    }

    /// <summary>Gives Fix All what the analyzer finds.</summary>
    private sealed class Rules : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await TestedProject.RulesAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await TestedProject.RulesAsync(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
