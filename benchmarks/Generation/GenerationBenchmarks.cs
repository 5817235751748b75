using BenchmarkDotNet.Attributes;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Benchmarks.Generation;

/// <summary>The generators by themselves: the first time, and after an edit. An edited compilation is bound once, so each call gets one of its own.</summary>
[MemoryDiagnoser]
public class GenerationBenchmarks
{
    private UserProject _project = null!;
    private Editor _editor = null!;
    private CSharpCompilation _fresh = null!;

    [Params(10, 50, 200)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _project = new UserProject(Steps);
        _editor = new Editor(_project, UserProject.Generators());
    }

    [IterationSetup(Target = nameof(Cold))]
    public void Parse() => _fresh = _project.Parse();

    [IterationSetup(Target = nameof(AfterAnEditElsewhere))]
    public void EditElsewhere() => _editor.Type(Edit.Elsewhere);

    [IterationSetup(Target = nameof(AfterAnEditOfAStepsBody))]
    public void EditAStepsBody() => _editor.Type(Edit.StepBody);

    [IterationSetup(Target = nameof(AfterAnEditOfThePipeline))]
    public void EditThePipeline() => _editor.Type(Edit.Pipeline);

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => UserProject.Driver(UserProject.Generators()).RunGenerators(_fresh);

    [Benchmark]
    public GeneratorDriver AfterAnEditElsewhere() => _editor.Run();

    [Benchmark]
    public GeneratorDriver AfterAnEditOfAStepsBody() => _editor.Run();

    [Benchmark]
    public GeneratorDriver AfterAnEditOfThePipeline() => _editor.Run();
}
