using System.ComponentModel;
using System.Globalization;
using Distil.Parameters;

namespace Distil.Engine;

/// <summary>A parameter of a pipeline's constructor that is a value, as generated code tells of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConstructorValue
{
    private protected ConstructorValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>What the documentation comment says of it; null: nothing.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether it can be left out.</summary>
    internal abstract bool HasDefault { get; }

    /// <summary>What it is if it is left out.</summary>
    internal abstract object? DefaultValue { get; }

    /// <summary>Describes it to users.</summary>
    internal abstract PipelineParameter Describe();
}

/// <summary>A parameter of a pipeline's constructor that is a value, with its type.</summary>
/// <typeparam name="T">The type of the parameter.</typeparam>
/// <param name="name">Its name.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConstructorValue<T>(string name) : ConstructorValue(name)
{
    private readonly T? _default;
    private readonly bool _hasDefault;

    /// <summary>What it is if it is left out. It must be given where this was not set.</summary>
    public T? Default
    {
        get => _default;
        init => (_default, _hasDefault) = (value, true);
    }

    internal override bool HasDefault => _hasDefault;

    internal override object? DefaultValue => _default;

    internal override PipelineParameter Describe() => new(step: null, Name, typeof(T), value => ParameterConversion.To<T>(Name, value))
    {
        Default = _hasDefault ? string.Create(CultureInfo.InvariantCulture, $"{_default}") : null,
        Summary = Summary,
        IsRequired = !_hasDefault,
    };
}
