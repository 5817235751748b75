using Distil.Benchmarks.Pairs;
using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Distil.Benchmarks.Generation;

/// <summary>
/// Measures all that concerns one size of pipeline in turn, round by round in one process, in milliseconds of processor time: of all
/// threads, so that a compiler that uses two cores is not made to look cheaper, and other programs on the machine count little. The first
/// round does not count.
/// </summary>
internal sealed class GenerationRun(int steps)
{
    /// <summary>Large enough that the just-in-time compiler sees what a large pipeline runs often.</summary>
    private const int WarmSteps = 200;

    private const int WarmRounds = 10;

    private readonly UserProject _project = new(steps);
    private readonly Dictionary<string, List<double>> _times = new(StringComparer.Ordinal);

    public int GeneratedLines { get; private set; }

    /// <summary>The compile of the user's files as if there were no generator.</summary>
    public Spread Without => Spread.Of(_times["without"]);

    /// <summary>The compile with the generators: reading the files, generating, reading what was generated, emitting IL.</summary>
    public Spread Whole => Spread.Of(_times["whole"]);

    /// <summary>The driver's run: the generators, and the compiler's reading of what it made.</summary>
    public Spread Generator => Spread.Of(_times["generator"]);

    /// <summary>The same, of one that prints nothing.</summary>
    public Spread None => Spread.Of(_times["none"]);

    /// <summary><see cref="Generator"/> over <see cref="Whole"/>, by round.</summary>
    public Spread Share => Spread.Of(_times["generator"].Zip(_times["whole"], (part, whole) => part / whole));

    /// <summary>What the compiler has to do more for what was generated.</summary>
    public Spread Generated => Spread.Of(_times["whole"].Zip(_times["generator"], (whole, part) => whole - part).Zip(_times["without"], (with, without) => with - without));

    /// <summary>A run after an edit, of a driver that has run before.</summary>
    public Spread After(Edit edit) => Spread.Of(_times[edit.Name]);

    /// <summary>The same, of one that prints nothing.</summary>
    public Spread AfterOfNone(Edit edit) => Spread.Of(_times["none, " + edit.Name]);

    public Spread Analyzer => Spread.Of(_times["analyzer"]);

    /// <summary>The same, of an analyzer that looks at every type's attributes and does nothing else.</summary>
    public Spread AnalyzerOfNone => Spread.Of(_times["none, analyzer"]);

    /// <summary>Has the just-in-time compiler done with compiler, driver and generator: a build server's is, too.</summary>
    public static void WarmUp() => new GenerationRun(WarmSteps).Measure(WarmRounds);

    public void Measure(int rounds)
    {
        var editor = new Editor(_project, UserProject.Generators());
        var none = new Editor(_project, [new NoGenerator()]);
        var generated = editor.Result.GeneratedTrees;
        GeneratedLines = generated.Sum(tree => tree.GetText().Lines.Count);

        // What is compared with each other is measured in turn: compiles, then edits and analyses.
        for (var round = -1; round < rounds; round++)
        {
            Record(round, "without", Milliseconds(() => UserProject.Emit(_project.Parse())));
            MeasureWhole(round);
        }

        for (var round = -1; round < rounds; round++)
        {
            var fresh = _project.Parse();
            Record(round, "none", Milliseconds(() => UserProject.Driver([new NoGenerator()]).RunGenerators(fresh)));
            foreach (var edit in Edit.All)
            {
                none.Type(edit);
                Record(round, "none, " + edit.Name, Milliseconds(() => none.Run()));
                editor.Type(edit);
                Record(round, edit.Name, Milliseconds(() => editor.Run()));
            }

            Record(round, "none, analyzer", Analyze(new NoAnalyzer()));
            Record(round, "analyzer", Analyze(new PipelineAnalyzer()));
        }

        double Analyze(DiagnosticAnalyzer analyzer)
        {
            var analyzed = _project.Parse().AddSyntaxTrees(generated).WithAnalyzers([analyzer]);
            return Milliseconds(() => analyzed.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult());
        }
    }

    /// <summary>Measures only what <see cref="Share"/> needs.</summary>
    public void MeasureShare(int rounds)
    {
        for (var round = -1; round < rounds; round++)
        {
            MeasureWhole(round);
        }
    }

    private void MeasureWhole(int round)
    {
        CSharpCompilation compilation = null!;
        Compilation output = null!;
        var driver = UserProject.Driver(UserProject.Generators());
        var before = Milliseconds(() => compilation = _project.Parse());
        var generator = Milliseconds(() => driver.RunGeneratorsAndUpdateCompilation(compilation, out output, out _));
        var after = Milliseconds(() => UserProject.Emit(output));
        Record(round, "whole", before + generator + after);
        Record(round, "generator", generator);
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
        // None pays for another's garbage.
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
