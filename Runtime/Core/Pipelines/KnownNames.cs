using Distil.Generators.Naming;

namespace Distil.Pipelines;

/// <summary>A value that was found under a name, and where.</summary>
/// <param name="Name">The name as it was written.</param>
/// <param name="Value">Null: it is not set there after all.</param>
/// <param name="Origin">Where it was found, as users read it.</param>
internal sealed record FoundValue(string Name, object? Value, string Origin);

/// <summary>The names that can be set of a pipeline: its parameters, and below <c>Run</c> how it is run.</summary>
internal sealed class KnownNames(string pipeline, IReadOnlyList<PipelineParameter> parameters)
{
    private readonly IReadOnlyList<PipelineParameter> _all = [.. parameters, .. RunSetting.All];

    /// <summary>Finds what a name means: written as it is, else in upper or lower case.</summary>
    /// <exception cref="ArgumentException">There is no such parameter; the message names the nearest one.</exception>
    public PipelineParameter Find(FoundValue value)
    {
        var name = value.Name.Replace(':', '.');
        return _all.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal))
            ?? _all.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"The pipeline '{pipeline}' has no parameter '{name}' ({value.Origin}).{Nearest(name)}");
    }

    private string Nearest(string name)
    {
        var nearest = NearestName.Find(name, _all.Select(parameter => parameter.Name));
        return nearest is null
            ? $" It has {string.Join(", ", _all.Select(parameter => $"'{parameter.Name}'"))}."
            : $" Did you mean '{nearest}'?";
    }
}
