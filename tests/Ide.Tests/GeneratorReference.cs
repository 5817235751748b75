using System.Collections.Immutable;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Ide.Tests;

/// <summary>Distil's generator as a project refers to it.</summary>
internal sealed class GeneratorReference : AnalyzerReference
{
    public override string? FullPath => null;

    public override object Id => nameof(GeneratorReference);

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => [new DistilGenerator().AsSourceGenerator()];
}
