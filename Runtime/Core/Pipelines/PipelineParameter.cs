using Distil.Parameters;

namespace Distil;

/// <summary>Something that can be set of a pipeline: by code, on a command line, or in a configuration.</summary>
public sealed class PipelineParameter
{
    private readonly Func<object?, object?> _convert;

    internal PipelineParameter(string? step, string ownName, Type type, Func<object?, object?> convert)
    {
        Step = step;
        OwnName = ownName;
        Type = type;
        _convert = convert;
    }

    /// <summary>
    /// The name by which it is set: <c>Small.Temperature</c> of a step, <c>path</c> of the pipeline's constructor.
    /// </summary>
    public string Name => Step is null ? OwnName : $"{Step}.{OwnName}";

    /// <summary>The step that it belongs to; null: the pipeline's constructor takes it.</summary>
    public string? Step { get; }

    /// <summary>The type of its values.</summary>
    public Type Type { get; }

    /// <summary>The type as C# names it: <c>double</c>, <c>int?</c>, <c>Difficulty</c>.</summary>
    public string TypeName => ParameterConversion.NameOfType(Type);

    /// <summary>The names of the values of an enum; of every other type none.</summary>
    public IReadOnlyList<string> Choices => (Nullable.GetUnderlyingType(Type) ?? Type) is { IsEnum: true } type ? Enum.GetNames(type) : [];

    /// <summary>
    /// What it is if nobody sets it, as text of the invariant culture or, where that is not known before the pipeline is made, as code:
    /// <c>0.7</c>, <c>TimeSpan.FromSeconds(5)</c>. Null: it has no default, or none that is known.
    /// </summary>
    public string? Default { get; internal init; }

    /// <summary>What its documentation comment says, on one line; null: it has none.</summary>
    public string? Summary { get; internal init; }

    /// <summary>Whether nothing runs without a value for it.</summary>
    public bool IsRequired { get; internal init; }

    /// <summary>Whether its value must not be shown or written anywhere.</summary>
    public bool IsSecret { get; internal init; }

    /// <summary>Its name in a configuration, below the pipeline's section: <c>Small:Temperature</c>, <c>Path</c>.</summary>
    public string ConfigurationKey => Step is null ? char.ToUpperInvariant(OwnName[0]) + OwnName[1..] : $"{Step}:{OwnName}";

    internal string OwnName { get; }

    /// <summary>Converts a value to the type; what cannot be converted is an <see cref="ArgumentException"/>.</summary>
    internal object? Convert(object? value) => _convert(value);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {TypeName}";
}
