using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Parsing;

/// <summary>Compiles source against the attributes, the runtime and the framework that the tests run on.</summary>
internal static class SourceCompilation
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

    private static readonly IReadOnlyList<MetadataReference> s_references = References();

    public static CSharpCompilation Create(params string[] sources) => Create("Tested", [], sources);

    public static CSharpCompilation Create(string name, IEnumerable<MetadataReference> references, params string[] sources)
    {
        var trees = sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, s_parse, path: $"Source{index}.cs"));
        return CSharpCompilation.Create(
            name,
            [.. trees, CSharpSyntaxTree.ParseText(Usings, s_parse, path: "Usings.cs")],
            [.. s_references, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The source with what the generator makes of it, as a build has it.</summary>
    public static Compilation CreateWithGenerated(params string[] sources)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DistilGenerator().AsSourceGenerator()], parseOptions: s_parse);
        driver = driver.RunGeneratorsAndUpdateCompilation(Create(sources), out var output, out var trouble);
        Assert.True(trouble.IsEmpty, $"{string.Join("\n", trouble)}\n{driver.GetRunResult().Results[0].Exception}\n{string.Join("\n", sources)}");
        return output;
    }

    private static List<MetadataReference> References()
    {
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var own = new[] { typeof(StepAttribute).Assembly.Location, typeof(StepContext).Assembly.Location };
        return [.. platform.Split(Path.PathSeparator).Concat(own)
            .Where(path => Path.GetFileName(path) is not ("Distil.Generators.dll" or "Distil.Generators.Tests.dll"))
            .Distinct(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }
}
