using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Tests.Parsing;

/// <summary>Parses the pipeline of a source.</summary>
internal static class GeneratorHarness
{
    /// <summary>The model of the one pipeline, which must be right.</summary>
    public static PipelineModel Parse(params string[] sources)
    {
        var compilation = SourceCompilation.Create(sources);
        var mistakes = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(mistakes.Count == 0, "The source does not compile: " + string.Join("\n", mistakes));
        return Parse(compilation);
    }

    public static PipelineModel Parse(Compilation compilation)
    {
        var model = ParseAny(out var bag, compilation);
        Assert.DoesNotContain(bag.Findings, finding => finding.Rule.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.False(bag.HasErrors, "The compiler or a step class has an error.");
        return Assert.IsType<PipelineModel>(model);
    }

    public static PipelineModel? ParseAny(out DiagnosticBag bag, Compilation compilation)
    {
        var pipeline = compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .First(WellKnownTypes.IsPipeline);
        bag = new DiagnosticBag();
        return PipelineParser.Parse(pipeline, compilation, bag, CancellationToken.None);
    }
}
