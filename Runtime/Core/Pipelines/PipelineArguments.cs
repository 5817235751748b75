using System.ComponentModel;
using Distil.Generators.Naming;
using Distil.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace Distil.Engine;

/// <summary>The arguments of a pipeline's constructor, from which generated code makes the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PipelineArguments
{
    private readonly string _pipeline;
    private readonly IServiceProvider? _services;
    private readonly Dictionary<string, object?> _values;

    // The parameters that got the service without a key, by its type.
    private readonly Dictionary<Type, string> _unkeyed = [];

    /// <exception cref="ArgumentException">Values are missing, of the wrong type, or for no parameter of the constructor.</exception>
    internal PipelineArguments(
        string pipeline, IReadOnlyList<ConstructorValue> declared, IServiceProvider? services, PipelineParameters? values)
    {
        _pipeline = pipeline;
        _services = services;
        _values = declared
            .Where(value => value.HasDefault)
            .ToDictionary(value => value.Name, value => value.DefaultValue, StringComparer.Ordinal);
        var parameters = declared.ToDictionary(value => value.Name, value => value.Describe(), StringComparer.Ordinal);
        foreach (var (name, value) in (values ?? []).Where(value => !value.Key.Contains('.', StringComparison.Ordinal)))
        {
            _values[name] = parameters.TryGetValue(name, out var parameter)
                ? parameter.Convert(value)
                : throw new ArgumentException(DescribeUnknown(name, parameters.Keys));
        }

        var missing = parameters.Values.Where(parameter => !_values.ContainsKey(parameter.Name)).ToList();
        if (missing.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', missing.Select(parameter => MissingValue.Describe(pipeline, parameter))));
        }
    }

    /// <summary>A value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The parameter's name.</param>
    public T Value<T>(string name) => (T)_values[name]!;

    /// <summary>A service that must be registered.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="InvalidOperationException">There is none, or another parameter got it already.</exception>
    public T Service<T>(string name) => Find(typeof(T), name) is T service ? service : throw new InvalidOperationException(
        $"The pipeline '{_pipeline}' takes a {typeof(T).Name} as '{name}', and no such service is registered: add it to the services "
            + $"(AddSingleton<{typeof(T).Name}>(…)), with the key '{name}' if there are several "
            + $"(AddKeyedSingleton<{typeof(T).Name}>(\"{name}\", …)).");

    /// <summary>A service that need not be registered.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="InvalidOperationException">Another parameter got it already.</exception>
    public T? ServiceOrDefault<T>(string name) => Find(typeof(T), name) is T service ? service : default;

    /// <summary>A service that is registered with a key.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">The parameter's name.</param>
    /// <param name="key">The key that the parameter's <c>[FromKeyedServices]</c> names.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Keyed<T>(string name, object? key) => FindKeyed(typeof(T), key) is T service ? service : throw new InvalidOperationException(
        $"The pipeline '{_pipeline}' takes a {typeof(T).Name} as '{name}', and no such service is registered with the key '{key}'.");

    /// <summary>A service that need not be registered, with a key.</summary>
    /// <inheritdoc cref="Keyed"/>
    public T? KeyedOrDefault<T>(string name, object? key) => FindKeyed(typeof(T), key) is T service ? service : default;

    private string DescribeUnknown(string name, IReadOnlyCollection<string> known)
    {
        var nearest = NearestName.Find(name, known);
        return $"The constructor of the pipeline '{_pipeline}' takes no value '{name}'."
            + (nearest is null ? "" : $" Did you mean '{nearest}'?");
    }

    private object? Find(Type type, string name)
    {
        if (FindKeyed(type, name) is { } keyed)
        {
            return keyed;
        }

        if (_services?.GetService(type) is not { } service)
        {
            return null;
        }

        return _unkeyed.TryAdd(type, name) ? service : throw new InvalidOperationException(
            $"The pipeline '{_pipeline}' takes a {type.Name} as '{_unkeyed[type]}' and as '{name}', and both would get the same one: "
                + $"register them with the keys '{_unkeyed[type]}' and '{name}' (AddKeyedSingleton<{type.Name}>(\"{name}\", …)), "
                + "or say which each gets with [FromKeyedServices].");
    }

    private object? FindKeyed(Type type, object? key) => (_services as IKeyedServiceProvider)?.GetKeyedService(type, key);
}
