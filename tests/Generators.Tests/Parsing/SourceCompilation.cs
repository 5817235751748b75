using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Generators.Tests.Parsing;

/// <summary>Compiles source against the attributes, the runtime and the framework that the tests run on.</summary>
internal static partial class SourceCompilation
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics.CodeAnalysis;
        global using System.IO;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Distil;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest, DocumentationMode.Parse);

    /// <summary>The generators of CommunityToolkit.Mvvm, as its package holds them.</summary>
    private static readonly Lazy<AnalyzerFileReference> s_toolkit = new(() => new AnalyzerFileReference(
        Path.Combine(AppContext.BaseDirectory, "Toolkit", "CommunityToolkit.Mvvm.SourceGenerators.dll"), new Loader()));

    private static readonly IReadOnlyList<MetadataReference> s_references = References();

    /// <summary>Without sources. What is made from it shares the symbols of the framework, which would be read anew for each test.</summary>
    private static readonly Lazy<CSharpCompilation> s_empty = new(() =>
    {
        var empty = Empty("Tested", s_references);
        _ = empty.Assembly;
        return empty;
    });

    public static CSharpCompilation Create(params string[] sources) => s_empty.Value.AddSyntaxTrees(Trees(sources));

    public static CSharpCompilation Create(string name, IEnumerable<MetadataReference> references, params string[] sources) =>
        Empty(name, [.. s_references, .. references]).AddSyntaxTrees(Trees(sources));

    /// <summary>The source with what the generator makes of it, as a build has it.</summary>
    public static Compilation CreateWithGenerated(params string[] sources)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new DistilGenerator().AsSourceGenerator(), .. OthersFor(sources)], parseOptions: s_parse.WithLanguageVersion(Language(sources)));
        driver = driver.RunGeneratorsAndUpdateCompilation(Create(sources), out var output, out var trouble);
        Assert.True(trouble.IsEmpty, $"{string.Join("\n", trouble)}\n{driver.GetRunResult().Results[0].Exception}\n{string.Join("\n", sources)}");
        return output;
    }

    /// <summary>Whether a rule exists to explain the compiler's error: what it shows does not compile.</summary>
    public static bool IsExplained(Diagnostic error) =>
        error.Id == "CS1061" && error.GetMessage(CultureInfo.InvariantCulture).Contains(".Result'", StringComparison.Ordinal);

    /// <summary>The generators that a source uses beside this one.</summary>
    public static IEnumerable<ISourceGenerator> OthersFor(params string[] sources) =>
        sources.Any(source => source.Contains("CommunityToolkit", StringComparison.Ordinal)) ? s_toolkit.Value.GetGenerators(LanguageNames.CSharp) : [];

    private static CSharpCompilation Empty(string name, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        name,
        references: references,
        options: new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static IEnumerable<SyntaxTree> Trees(string[] sources)
    {
        var options = s_parse.WithLanguageVersion(Language(sources));
        return
        [
            .. sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, options, path: $"Source{index}.cs")),
            CSharpSyntaxTree.ParseText(Usings, options, path: "Usings.cs"),
        ];
    }

    /// <summary>A source can say what its project would: <c>&lt;LangVersion&gt;11&lt;/LangVersion&gt;</c>.</summary>
    private static LanguageVersion Language(string[] sources)
    {
        var stated = sources.Select(source => LangVersion().Match(source)).FirstOrDefault(match => match.Success);
        return stated is not null && LanguageVersionFacts.TryParse(stated.Groups["version"].Value, out var version) ? version : s_parse.LanguageVersion;
    }

    [GeneratedRegex("<LangVersion>(?<version>[0-9.]+)</LangVersion>")]
    private static partial Regex LangVersion();

    private static List<MetadataReference> References()
    {
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var own = new[] { typeof(StepAttribute).Assembly.Location, typeof(StepContext).Assembly.Location };
        return [.. platform.Split(Path.PathSeparator).Concat(own)
            .Where(path => Path.GetFileName(path) is not ("Distil.Generators.dll" or "Distil.Generators.Tests.dll"))
            .Distinct(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // What the generators need is loaded already: the compiler.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
