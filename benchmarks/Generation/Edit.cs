namespace Distil.Benchmarks.Generation;

/// <summary>What a user types, and takes back when it is typed again.</summary>
/// <param name="Name">Where it is typed, as the tables name it.</param>
/// <param name="Path">The file.</param>
/// <param name="Before">What stands there first, once in the file or more often: the first place counts.</param>
/// <param name="After">What stands there then.</param>
internal sealed record Edit(string Name, string Path, string Before, string After)
{
    /// <summary>In a method's body of a file that no pipeline needs.</summary>
    public static readonly Edit Elsewhere = new("elsewhere", PipelineText.OtherPath, "number * 2", "number + number");

    /// <summary>In the body of a step's method.</summary>
    public static readonly Edit StepBody = new("of a step's body", PipelineText.StepsPath(0), "words += char.IsLetter", "words -= char.IsDigit");

    /// <summary>In the pipeline: another setting.</summary>
    public static readonly Edit Pipeline = new(
        "of the pipeline", PipelineText.PipelinePath, "Kind0.Question), Step(Concurrency = 8)", "Kind0.Question), Step(Concurrency = 9)");

    public static readonly IReadOnlyList<Edit> All = [Elsewhere, StepBody, Pipeline];
}
