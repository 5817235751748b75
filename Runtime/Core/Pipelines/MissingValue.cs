namespace Distil.Pipelines;

/// <summary>What is said where a value is missing: the three ways in which it can be given.</summary>
internal static class MissingValue
{
    public static string Describe(string pipeline, PipelineParameter parameter)
    {
        var key = $"{pipeline}:{parameter.ConfigurationKey}";
        var variable = key.Replace(":", "__", StringComparison.Ordinal);
        return $"The pipeline '{pipeline}' needs a value for '{parameter.Name}' ({parameter.TypeName}): set '{key}' in the configuration, "
            + $"'{variable}' in the environment, or '--set {parameter.Name}=…' on the command line of PipelineConsole.";
    }
}
