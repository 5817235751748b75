using Distil.Generators.Tests.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Tests.Snapshots;

/// <summary>What the generator makes of a source, compiled with it in the oldest C# that a user may have, documentation checked.</summary>
internal sealed class Generated
{
    /// <summary>What the user's project has for all its files.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics.CodeAnalysis;
        global using System.IO;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Text.Json.Serialization;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Distil;
        """;

    private readonly CSharpCompilation _compilation;
    private readonly GeneratorDriver _driver;

    public Generated(string source)
        : this([("User.cs", source)])
    {
    }

    public Generated(IEnumerable<(string Path, string Text)> files)
    {
        _compilation = Compiling.Compile(
            [("Usings.cs", Usings), .. files.Select(file => (file.Path, "#pragma warning disable CS1591, CS1998, DSTL\n" + file.Text))]);
        _driver = CSharpGeneratorDriver.Create(
            [new DistilGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)_compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var output, out _);
        Assert.Null(Assert.Single(_driver.GetRunResult().Results).Exception);
        Output = output;
    }

    /// <summary>The user's code with what was generated.</summary>
    public Compilation Output { get; }

    /// <summary>The user's code.</summary>
    public CSharpCompilation Compilation => _compilation;

    public bool HasErrors => Text.Contains(" has errors: its members are here, and throw.", StringComparison.Ordinal);

    /// <summary>The text of each generated file, one after the other.</summary>
    public string Text => string.Join("\n", _driver.GetRunResult().Results[0].GeneratedSources.Select(file => file.SourceText.ToString()));

    /// <summary>No error and no warning, in what was generated or because of it.</summary>
    public Generated Compiles()
    {
        var complaints = Compiling.Complaints(Output);
        Assert.True(complaints.Length == 0, complaints);
        return this;
    }

    /// <summary>The pipeline is right: what is generated is no fallback.</summary>
    public void IsWhole() => Assert.False(HasErrors, Text);

    /// <summary>A second run over an edit elsewhere takes everything from the first.</summary>
    public Generated IsCached()
    {
        var edited = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere;", (CSharpParseOptions)_compilation.SyntaxTrees[0].Options, "Elsewhere.cs"));
        var result = Assert.Single(_driver.RunGenerators(edited).GetRunResult().Results);
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        return this;
    }
}
