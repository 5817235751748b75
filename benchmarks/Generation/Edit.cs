using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Benchmarks.Generation;

/// <summary>What a user types.</summary>
internal static class Edits
{
    public const string PipelineName = "of the pipeline";

    public static readonly IReadOnlyList<(string Name, Func<UserProject, CSharpCompilation> Edit)> All =
    [
        ("elsewhere", Elsewhere), ("of a step's body", StepBody), (PipelineName, Pipeline),
    ];

    /// <summary>In a method body of a file that no pipeline needs.</summary>
    public static CSharpCompilation Elsewhere(UserProject project) => project.Edit(PipelineText.OtherPath, "number * 2", "number + number");

    /// <summary>In the body of a step's method.</summary>
    public static CSharpCompilation StepBody(UserProject project) => project.Edit(PipelineText.StepsPath(0), "words += char.IsLetter", "words -= char.IsDigit");

    /// <summary>In the pipeline: another setting.</summary>
    public static CSharpCompilation Pipeline(UserProject project) =>
        project.Edit(PipelineText.PipelinePath, "Kind0.Question), Step(Concurrency = 8)", "Kind0.Question), Step(Concurrency = 9)");
}
