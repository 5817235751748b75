using Distil.Parameters;

namespace Distil.Pipelines;

/// <summary>How a pipeline is run, where that can be configured: below <c>Run</c>.</summary>
internal static class RunSetting
{
    public const string Section = "Run";

    public static PipelineParameter Directory { get; } = Of<string>(nameof(RunOptions.Directory), "The directory of the run.");

    public static PipelineParameter Limit { get; } = Of<long>(nameof(RunOptions.Limit), "How many rows of each source are read at most.");

    public static PipelineParameter MaxConsecutiveErrors { get; } = Of<int>(
        nameof(RunOptions.MaxConsecutiveErrors), "How many failures of one step in a row stop the run; 0: no limit.", "20");

    public static IReadOnlyList<PipelineParameter> All { get; } = [Directory, Limit, MaxConsecutiveErrors];

    private static PipelineParameter Of<T>(string name, string summary, string? @default = null) =>
        new(Section, name, typeof(T), value => NotNegative($"{Section}.{name}", ParameterConversion.To<T>($"{Section}.{name}", value)))
        {
            Summary = summary,
            Default = @default,
        };

    private static object? NotNegative(string name, object? value) => value is < 0L or < 0
        ? throw new ArgumentException($"The parameter '{name}' is {value}: it must be at least 0.")
        : value;
}
