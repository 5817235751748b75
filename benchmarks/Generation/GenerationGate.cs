using Distil.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Benchmarks.Generation;

/// <summary>What must hold on any machine.</summary>
internal static class GenerationGate
{
    private const int Steps = 200;

    public static bool Run(TextWriter output)
    {
        var holds = true;
        foreach (var (name, edit) in Edits.All.Where(edit => edit.Name != Edits.PipelineName))
        {
            holds &= Tell(output, RunsNothing(edit), $"{Steps} steps: after an edit {name} nothing is planned or printed again");
        }

        return holds;
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
