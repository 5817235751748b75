using System.ComponentModel;
using Distil.Parameters;

namespace Distil.Engine;

/// <summary>The definition of a parameter that a step declares, which generated code makes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ParameterDefinition
{
    private protected ParameterDefinition(string name, bool required, bool secret)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        IsRequired = required;
        IsSecret = secret;
    }

    /// <summary>The full name, such as <c>Small.Temperature</c>.</summary>
    public string Name { get; }

    /// <summary>Whether a run without a value for it is refused.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether its value may change when a run is resumed, and stands in no file.</summary>
    public bool IsSecret { get; }

    /// <summary>What its documentation comment says, on one line; null: it has none.</summary>
    public string? Summary { get; init; }

    /// <summary>The value that the code gives it, as text or as code; null: none that is known.</summary>
    public string? Default { get; init; }

    /// <summary>The type of the parameter.</summary>
    public abstract Type Type { get; }

    /// <summary>
    /// The value that the step has. Setting it converts what is given: numbers without loss, text by the invariant culture; what
    /// cannot be converted is an <see cref="ArgumentException"/> that says so.
    /// </summary>
    public abstract object? Value { get; set; }

    /// <summary>Checks that a value can be converted, and sets nothing.</summary>
    internal abstract object? Convert(object? value);
}

/// <summary>A parameter that a step declares, with its type.</summary>
/// <typeparam name="T">The type of the parameter.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterDefinition<T> : ParameterDefinition
{
    private readonly Func<T> _get;
    private readonly Action<T> _set;

    /// <summary>Makes a definition.</summary>
    /// <param name="name">The full name, such as <c>Small.Temperature</c>.</param>
    /// <param name="required">Whether a run without a value for it is refused.</param>
    /// <param name="get">Reads the step's property.</param>
    /// <param name="set">Writes the step's property.</param>
    /// <param name="secret">Whether its value may change when a run is resumed, and stands in no file.</param>
    public ParameterDefinition(string name, bool required, Func<T> get, Action<T> set, bool secret = false)
        : base(name, required, secret)
    {
        ArgumentNullException.ThrowIfNull(get);
        ArgumentNullException.ThrowIfNull(set);
        _get = get;
        _set = set;
    }

    /// <inheritdoc/>
    public override Type Type => typeof(T);

    /// <inheritdoc/>
    public override object? Value
    {
        get => _get();
        set => _set(ParameterConversion.To<T>(Name, value)!);
    }

    internal override object? Convert(object? value) => ParameterConversion.To<T>(Name, value);
}
