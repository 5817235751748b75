using System.Globalization;
using Distil.Parameters;

namespace Distil.Pipelines;

/// <summary>The settings of steps that a run can change, described as parameters.</summary>
internal static class StepSetting
{
    public static PipelineParameter Concurrency(string step, int compiled) =>
        Describe(step, "Concurrency", compiled, "Calls at the same time.");

    public static PipelineParameter BatchSize(string step, int compiled) => Describe(step, "BatchSize", compiled, "Rows a call.");

    private static PipelineParameter Describe(string step, string name, int compiled, string summary) =>
        new(step, name, typeof(int), value => AtLeastOne($"{step}.{name}", value))
        {
            Default = compiled.ToString(CultureInfo.InvariantCulture),
            Summary = summary,
        };

    private static object AtLeastOne(string name, object? value) => ParameterConversion.To<int>(name, value) is >= 1 and var number
        ? number
        : throw new ArgumentException($"The parameter '{name}' is {value}: it must be at least 1.");
}
