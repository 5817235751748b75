using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Benchmarks.Generation;

/// <summary>What must hold on any machine.</summary>
internal static class GenerationGate
{
    private const int Steps = 200;
    private const int Rounds = 5;

    /// <summary>The generator's share of the processor time of a compile. The goal is 5 %; a quarter is left to the noise.</summary>
    private const double MostShare = 0.0625;

    public static bool Run(TextWriter output)
    {
        var holds = true;
        foreach (var (name, edit) in Edits.All.Where(edit => edit.Name != Edits.PipelineName))
        {
            holds &= Tell(output, RunsNothing(edit), $"{Steps} steps: after an edit {name} nothing is planned or printed again");
        }

        var run = new GenerationRun(Steps);
        run.Measure(Rounds);
        return holds & Tell(output, run.Share.Median <= MostShare, FormattableString.Invariant(
            $"{Steps} steps: the generator's share of the compile is {run.Share.Median:P1}, at most {MostShare:P2} (goal 5 %)"));
    }

    private static bool RunsNothing(Func<UserProject, CSharpCompilation> edit)
    {
        var project = new UserProject(Steps);
        var driver = UserProject.Driver(new DistilGenerator(), track: true).RunGenerators(project.Compilation).RunGenerators(edit(project));
        var result = driver.GetRunResult().Results.Single();
        return result.TrackedSteps[DistilGenerator.PipelineModels].SelectMany(step => step.Outputs).All(output => output.Reason == IncrementalStepRunReason.Unchanged)
            && result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).All(output => output.Reason == IncrementalStepRunReason.Cached);
    }

    private static bool Tell(TextWriter output, bool holds, string what)
    {
        output.WriteLine((holds ? "✓ " : "✗ ") + what);
        return holds;
    }
}
