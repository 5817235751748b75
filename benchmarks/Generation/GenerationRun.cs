using Distil.Benchmarks.Pairs;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Benchmarks.Generation;

/// <summary>
/// Measures all that concerns one size of pipeline in turn, round by round in one process, in milliseconds of processor time: of all
/// threads, so that a compiler that uses two cores is not made to look cheaper, and other programs on the machine count little.
/// </summary>
internal sealed class GenerationRun(int steps)
{
    private const int WarmRounds = 3;

    private readonly UserProject _project = new(steps);
    private readonly Dictionary<string, List<double>> _times = new(StringComparer.Ordinal);

    public int Steps { get; } = steps;

    public int GeneratedLines { get; private set; }

    /// <summary>The compile of the user's files as if there were no generator.</summary>
    public Spread Without => Spread.Of(_times["without"]);

    /// <summary>The compile with the generator: reading the files, generating, reading what was generated, emitting IL.</summary>
    public Spread Whole => Spread.Of(_times["whole"]);

    /// <summary>The driver's run: the generator, and the compiler's reading of what it made.</summary>
    public Spread Generator => Spread.Of(_times["generator"]);

    /// <summary><see cref="Generator"/> over <see cref="Whole"/>, by round.</summary>
    public Spread Share => Spread.Of(_times["generator"].Zip(_times["whole"], (part, whole) => part / whole));

    /// <summary>What the compiler has to do more for what was generated.</summary>
    public Spread Generated => Spread.Of(_times["whole"].Zip(_times["generator"], (whole, part) => whole - part).Zip(_times["without"], (with, without) => with - without));

    /// <summary>A run after an edit, of a driver that has run before.</summary>
    public Spread After(string edit) => Spread.Of(_times[edit]);

    /// <summary>The same, of a generator that finds nothing.</summary>
    public Spread AfterOfNone(string edit) => Spread.Of(_times["none, " + edit]);

    public Spread Analyzer => Spread.Of(_times["analyzer"]);

    /// <summary>The same, of an analyzer that looks at every type's attributes and does nothing else.</summary>
    public Spread AnalyzerOfNone => Spread.Of(_times["none, analyzer"]);

    public void Measure(int rounds)
    {
        var warm = UserProject.Driver(new DistilGenerator()).RunGenerators(_project.Compilation);
        var none = UserProject.Driver(new NoGenerator()).RunGenerators(_project.Compilation);
        GeneratedLines = warm.GetRunResult().GeneratedTrees.Sum(tree => tree.GetText().Lines.Count);
        for (var round = -WarmRounds; round < rounds; round++)
        {
            GC.Collect();
            Record(round, "without", Milliseconds(() => UserProject.Emit(_project.Parse())));
            MeasureWhole(round);
            foreach (var (name, edit) in Edits.All)
            {
                var edited = edit(_project);
                Record(round, "none, " + name, Milliseconds(() => none.RunGenerators(edited)));
                edited = edit(_project);
                Record(round, name, Milliseconds(() => warm.RunGenerators(edited)));
            }

            Record(round, "none, analyzer", MeasureAnalyzer(new NoAnalyzer()));
            Record(round, "analyzer", MeasureAnalyzer(new PipelineAnalyzer()));
        }
    }

    private void MeasureWhole(int round)
    {
        CSharpCompilation compilation = null!;
        Compilation output = null!;
        var driver = UserProject.Driver(new DistilGenerator());
        var before = Milliseconds(() => compilation = _project.Parse());
        var generator = Milliseconds(() => driver.RunGeneratorsAndUpdateCompilation(compilation, out output, out _));
        var after = Milliseconds(() => UserProject.Emit(output));
        Record(round, "whole", before + generator + after);
        Record(round, "generator", generator);
    }

    private double MeasureAnalyzer(DiagnosticAnalyzer analyzer)
    {
        UserProject.Driver(new DistilGenerator()).RunGeneratorsAndUpdateCompilation(_project.Parse(), out var output, out _);
        return Milliseconds(() => output.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult());
    }

    private void Record(int round, string name, double time)
    {
        if (!_times.TryGetValue(name, out var times))
        {
            _times.Add(name, times = []);
        }

        if (round >= 0)
        {
            times.Add(time);
        }
    }

    private static double Milliseconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
