using System.Text;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators.Tests.Parsing;

/// <summary>Runs the analyzer over a source in which <c>[|…|]</c> marks where a diagnostic is expected.</summary>
internal static class AnalyzerHarness
{
    /// <summary>The rule is reported at each mark, and no other rule is but for hints.</summary>
    /// <returns>The diagnostics, for a look at the message.</returns>
    public static async Task<IReadOnlyList<Diagnostic>> VerifyAsync(string id, string marked)
    {
        var (source, spans) = Unmark(marked);
        var all = await DiagnosticsAsync(source);
        var found = all.Where(diagnostic => diagnostic.Id == id).ToList();
        var others = all.Where(diagnostic => diagnostic.Id != id && diagnostic.Severity > DiagnosticSeverity.Info).ToList();
        Assert.True(others.Count == 0, "Also reported: " + string.Join("\n", others));
        Assert.True(found.Count > 0, id + " is not reported.");
        Assert.Equal(
            spans.Select(span => source.Substring(span.Start, span.Length) + " at " + span),
            found.Select(diagnostic => diagnostic.Location.SourceSpan).Order().Select(span => source.Substring(span.Start, span.Length) + " at " + span));
        return found;
    }

    /// <summary>Nothing is reported but hints.</summary>
    public static async Task VerifyCleanAsync(string source)
    {
        var all = await DiagnosticsAsync(source);
        Assert.DoesNotContain(all, diagnostic => diagnostic.Severity > DiagnosticSeverity.Info);
    }

    /// <summary>The rule is not reported.</summary>
    public static async Task VerifyWithoutAsync(string id, string source) =>
        Assert.DoesNotContain(await DiagnosticsAsync(source), diagnostic => diagnostic.Id == id);

    /// <summary>As in a build: the source with what is generated of it, which compiles, whatever Distil says of it.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(string source)
    {
        // The compiler and the analyzer together, as a build runs them: each by itself would bind every method.
        var all = await Analyzed(SourceCompilation.CreateWithGenerated(source)).GetAllDiagnosticsAsync();
        var mistakes = all.Where(diagnostic => IsOfCompiler(diagnostic)
            && diagnostic.Severity == DiagnosticSeverity.Error && !SourceCompilation.IsExplained(diagnostic)).ToList();
        Assert.True(mistakes.Count == 0, "The source does not compile: " + string.Join("\n", mistakes) + "\n" + source);
        return OfDistil(all.Where(diagnostic => !IsOfCompiler(diagnostic)));
    }

    public static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(Compilation compilation) =>
        OfDistil(await Analyzed(compilation).GetAnalyzerDiagnosticsAsync());

    /// <summary>Rules that are hints are on, so that they can be tested; a test asks for its own.</summary>
    private static CompilationWithAnalyzers Analyzed(Compilation compilation) => compilation.WithAnalyzers([new PipelineAnalyzer()]);

    private static bool IsOfCompiler(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);

    private static List<Diagnostic> OfDistil(IEnumerable<Diagnostic> all)
    {
        var ids = DiagnosticCatalogue.All.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(all, diagnostic => !ids.Contains(diagnostic.Id));
        return [.. all.Where(diagnostic => !diagnostic.IsSuppressed).OrderBy(diagnostic => diagnostic.Location.SourceSpan)];
    }

    public static (string Source, IReadOnlyList<TextSpan> Spans) Unmark(string marked)
    {
        var source = new StringBuilder();
        var spans = new List<TextSpan>();
        var start = -1;
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '[' && i + 1 < marked.Length && marked[i + 1] == '|')
            {
                start = source.Length;
                i++;
            }
            else if (marked[i] == '|' && i + 1 < marked.Length && marked[i + 1] == ']')
            {
                spans.Add(TextSpan.FromBounds(start, source.Length));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }
        }

        return (source.ToString(), spans);
    }
}
