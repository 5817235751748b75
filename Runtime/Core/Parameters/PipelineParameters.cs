using System.Collections;
using System.ComponentModel;
using Distil.Parameters;

namespace Distil;

/// <summary>
/// Values for the parameters of one run, by full name: the step's name, a dot, the parameter's name. What is not set keeps the
/// step's own value, and after the run every parameter has its first value again. A pipeline's own <c>Parameters</c> class adds a
/// property for each.
/// </summary>
/// <example><code>new PipelineParameters { ["Small.Temperature"] = 0.2, ["Small.Concurrency"] = 8 }</code></example>
public class PipelineParameters : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly SortedDictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>The value of a parameter; null where it is not set. Setting null takes a value back.</summary>
    /// <param name="name">The full name, such as <c>Small.Temperature</c>.</param>
    public object? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _values.GetValueOrDefault(name);
        }
        set => Set(name, value);
    }

    /// <summary>The value of a parameter, converted to its type; called by generated code.</summary>
    /// <typeparam name="T">The nullable type of the parameter.</typeparam>
    /// <param name="name">The full name.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public T? Get<T>(string name) => this[name] is { } value ? ParameterConversion.To<T>(name, value) : default;

    /// <summary>Sets a parameter; null takes its value back. Called by generated code.</summary>
    /// <typeparam name="T">The nullable type of the parameter.</typeparam>
    /// <param name="name">The full name.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Set<T>(string name, T? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (value is null)
        {
            _values.Remove(name);
        }
        else
        {
            _values[name] = value;
        }
    }

    /// <summary>The parameters that are set, by name.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
