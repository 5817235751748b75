using System.Collections.Immutable;
using System.Text;
using Distil.Generators.Emission;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Fingerprints;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.Generators;

/// <summary>
/// Says the fingerprints of a project's step classes, in one file. It knows nothing of pipelines, and <see cref="DistilGenerator"/>
/// nothing of it: an edit of a step's code makes this file again and nothing else.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class StepFingerprintGenerator : IIncrementalGenerator
{
    /// <summary>The step of the driver that gives the fingerprints, as tests of its caching name it.</summary>
    public const string Fingerprints = "Distil.StepFingerprints";

    private const string Attribute = "StepFingerprintAttribute";

    /// <summary>The hashes of declarations that were taken so far.</summary>
    internal DeclarationHashes Hashes { get; } = new();

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parser = new StepFingerprintParser(Hashes);
        var isKnown = context.CompilationProvider.Select(static (compilation, _) =>
            compilation.GetTypesByMetadataName($"{WellKnownTypes.Namespace}.{Attribute}").Length == 1);
        var steps = StepKinds.AttributeNames
            .Select(name => context.SyntaxProvider
                .ForAttributeWithMetadataName(
                    $"{WellKnownTypes.Namespace}.{name}",
                    static (node, _) => node is TypeDeclarationSyntax,
                    (match, cancellationToken) =>
                        match.TargetSymbol is INamedTypeSymbol step ? parser.Parse(step, cancellationToken) : null)
                .Collect())
            .Aggregate(static (all, kind) => all.Combine(kind).Select(static (pair, _) => pair.Left.AddRange(pair.Right)))
            .Select(static (all, _) => InOrder(all))
            .WithTrackingName(Fingerprints)
            .Combine(isKnown);

        context.RegisterSourceOutput(steps, static (output, found) =>
        {
            if (found is { Right: true, Left: { Count: > 0 } fingerprints })
            {
                output.AddSource(FingerprintsEmitter.HintName, SourceText.From(FingerprintsEmitter.Emit(fingerprints), Encoding.UTF8));
            }
        });
    }

    /// <summary>Each class once, by its name: files have no order, and a class with two attributes is an error of its own.</summary>
    private static EquatableArray<CodeFingerprint> InOrder(ImmutableArray<CodeFingerprint?> found) => found
        .OfType<CodeFingerprint>()
        .Distinct()
        .OrderBy(static step => step.Step, StringComparer.Ordinal)
        .ToEquatableArray();
}
