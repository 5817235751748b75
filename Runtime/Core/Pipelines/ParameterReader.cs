namespace Distil.Pipelines;

/// <summary>Takes values in the order from far to near, checks them, and tells of everything that is wrong at once.</summary>
internal sealed class ParameterReader(string pipeline, IReadOnlyList<PipelineParameter> parameters)
{
    private const string CommandLine = "--set";

    private readonly KnownNames _names = new(pipeline, parameters);
    private readonly Dictionary<PipelineParameter, FoundValue> _found = [];
    private readonly List<string> _faults = [];

    /// <summary>Splits what a command line sets.</summary>
    /// <returns>Null: it is not of the form <c>name=value</c>, which is told in the end.</returns>
    public FoundValue? Split(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return new(pair[..equals].Trim(), pair[(equals + 1)..], CommandLine);
        }

        _faults.Add($"'{CommandLine} {pair}' sets nothing: expected name=value.");
        return null;
    }

    /// <summary>Takes a value; a nearer one of the same parameter replaces it, and only the nearest one is converted.</summary>
    public void Take(FoundValue value)
    {
        try
        {
            _found[_names.Find(value)] = value;
        }
        catch (ArgumentException exception)
        {
            _faults.Add(exception.Message);
        }
    }

    /// <summary>Converts the values and checks that none is missing.</summary>
    /// <param name="needsConstructor">Whether the values of the constructor must be there.</param>
    /// <exception cref="ArgumentException">Something was wrong.</exception>
    public void Finish(bool needsConstructor)
    {
        foreach (var (parameter, found) in _found.ToList())
        {
            Convert(parameter, found);
        }

        _faults.AddRange(parameters
            .Where(parameter => parameter.IsRequired && !_found.ContainsKey(parameter) && (needsConstructor || parameter.Step is not null))
            .Select(parameter => MissingValue.Describe(pipeline, parameter)));
        if (_faults.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, _faults));
        }
    }

    public object? Value(PipelineParameter parameter) => _found.GetValueOrDefault(parameter)?.Value;

    public PipelineParameters Values(Func<PipelineParameter, bool> isMeant)
    {
        var values = new PipelineParameters();
        foreach (var (parameter, found) in _found.Where(found => isMeant(found.Key)))
        {
            values[parameter.Name] = found.Value;
        }

        return values;
    }

    public IReadOnlyList<ConfiguredParameter> Describe(RunOptions options) =>
        [.. parameters.Select(Describe), .. RunSetting.All.Select(setting => InCode(setting, options) ?? Describe(setting))];

    private ConfiguredParameter Describe(PipelineParameter parameter) => _found.TryGetValue(parameter, out var found)
        ? new(parameter, ConfiguredParameter.Show(parameter, found.Value), found.Origin)
        : new(parameter, ConfiguredParameter.Show(parameter, parameter.Default), "default");

    private static ConfiguredParameter? InCode(PipelineParameter setting, RunOptions options)
    {
        object? value = setting == RunSetting.Directory ? options.Directory
            : setting == RunSetting.Limit ? options.Limit
            : options.MaxConsecutiveErrors == new RunOptions().MaxConsecutiveErrors ? null : options.MaxConsecutiveErrors;
        return value is null ? null : new(setting, ConfiguredParameter.Show(setting, value), "RunOptions");
    }

    private void Convert(PipelineParameter parameter, FoundValue found)
    {
        try
        {
            _found[parameter] = found with { Value = parameter.Convert(found.Value) };
        }
        catch (ArgumentException exception)
        {
            _faults.Add(parameter.IsSecret
                ? $"The parameter '{parameter.Name}' is a {parameter.TypeName}: its value cannot be converted to it ({found.Origin})."
                : $"{exception.Message} ({found.Origin})");
        }
    }
}
