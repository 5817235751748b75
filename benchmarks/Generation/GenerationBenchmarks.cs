using BenchmarkDotNet.Attributes;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Benchmarks.Generation;

/// <summary>The generator by itself: the first time, and after an edit. An edited compilation is bound once, so each call gets one of its own.</summary>
[MemoryDiagnoser]
public class GenerationBenchmarks
{
    private UserProject _project = null!;
    private GeneratorDriver _warm = null!;
    private CSharpCompilation _fresh = null!;
    private CSharpCompilation _elsewhere = null!;
    private CSharpCompilation _stepBody = null!;
    private CSharpCompilation _pipeline = null!;

    [Params(10, 50, 200)]
    public int Steps { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _project = new UserProject(Steps);
        _warm = UserProject.Driver(new DistilGenerator()).RunGenerators(_project.Compilation);
    }

    [IterationSetup]
    public void Edit()
    {
        _fresh = _project.Parse();
        _elsewhere = Edits.Elsewhere(_project);
        _stepBody = Edits.StepBody(_project);
        _pipeline = Edits.Pipeline(_project);
    }

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => UserProject.Driver(new DistilGenerator()).RunGenerators(_fresh);

    [Benchmark]
    public GeneratorDriver AfterAnEditElsewhere() => _warm.RunGenerators(_elsewhere);

    [Benchmark]
    public GeneratorDriver AfterAnEditOfAStepsBody() => _warm.RunGenerators(_stepBody);

    [Benchmark]
    public GeneratorDriver AfterAnEditOfThePipeline() => _warm.RunGenerators(_pipeline);
}
