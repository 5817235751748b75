using System.Globalization;
using Distil.Pipelines;
using Microsoft.Extensions.Configuration;

namespace Distil;

/// <summary>
/// The values of a pipeline's parameters, each from the nearest place that gives one: code (<see cref="RunOptions.Parameters"/>), the
/// command line (<c>--set Small.Temperature=0.2</c>), the environment (<c>Preferences__Small__Temperature</c>), another configuration
/// (<c>Preferences:Small:Temperature</c>), and what the code of the pipeline and its steps says. Names compare without case except in code,
/// numbers and dates are read by the invariant culture.
/// </summary>
/// <example>
/// <code>
/// var configured = PipelineConfiguration.Read&lt;Preferences&gt;(configuration, set: ["path=prompts.txt", "Small.Concurrency=4"]);
/// var pipeline = configured.Create&lt;Preferences&gt;(services);   // or T.Create(services, configured.ConstructorValues)
/// var result = await pipeline.RunAsync(configured.Options);
/// </code>
/// </example>
public sealed class PipelineConfiguration
{
    private PipelineConfiguration(IReadOnlyList<ConfiguredParameter> parameters, PipelineParameters constructorValues, RunOptions options)
    {
        Parameters = parameters;
        ConstructorValues = constructorValues;
        Options = options;
    }

    /// <summary>Every parameter with its value and where that is from: those of the constructor, of the steps, and of the run.</summary>
    public IReadOnlyList<ConfiguredParameter> Parameters { get; }

    /// <summary>The values for the pipeline's constructor.</summary>
    public PipelineParameters ConstructorValues { get; }

    /// <summary>
    /// How the pipeline is run: the options that were given, with all values of the steps' parameters, and with the directory, the limit
    /// and the largest number of consecutive errors where they were configured and the options leave them out.
    /// </summary>
    public RunOptions Options { get; }

    /// <summary>Reads and checks the values. Nothing is made, loaded or run.</summary>
    /// <typeparam name="T">The pipeline's class.</typeparam>
    /// <param name="configuration">
    /// The whole configuration, in which the pipeline has a section of its name; null: there is none. Where it has environment variables
    /// among its providers, its order of providers holds; otherwise the environment is read beside it, and is nearer.
    /// </param>
    /// <param name="set">What the command line sets, each <c>name=value</c>; of a name that comes twice the last. Null: nothing.</param>
    /// <param name="options">How the pipeline is run as far as code says it; null: the defaults.</param>
    /// <exception cref="ArgumentException">
    /// Values are missing, have unknown names or the wrong type, or are out of range; the message tells of all, a line each.
    /// </exception>
    public static PipelineConfiguration Read<T>(
        IConfiguration? configuration = null, IEnumerable<string>? set = null, RunOptions? options = null)
        where T : class, IPipeline<T> => Read<T>(configuration, set, options, needsConstructor: true);

    /// <summary>Makes the pipeline, as <see cref="IPipeline{TSelf}.Create"/> does with <see cref="ConstructorValues"/>.</summary>
    /// <typeparam name="T">The pipeline's class.</typeparam>
    /// <param name="services">Where the services are; null: there are none.</param>
    public T Create<T>(IServiceProvider? services)
        where T : class, IPipeline<T> => T.Create(services, ConstructorValues);

    /// <summary>Reads the values of a pipeline that is made from them, or of one that its user makes.</summary>
    internal static PipelineConfiguration Read<T>(
        IConfiguration? configuration, IEnumerable<string>? set, RunOptions? options, bool needsConstructor)
        where T : class, IPipeline<T>
    {
        options ??= new();
        var name = T.Graph.Name;
        var reader = new ParameterReader(name, T.Parameters);
        foreach (var found in ConfigurationValues.Of(configuration, name).Concat((set ?? []).Select(reader.Split).OfType<FoundValue>()))
        {
            reader.Take(found);
        }

        foreach (var (parameter, value) in options.Parameters ?? [])
        {
            reader.Take(new(parameter, value, "RunOptions.Parameters"));
        }

        reader.Finish(needsConstructor);
        return new PipelineConfiguration(
            reader.Describe(options), reader.Values(parameter => parameter.Step is null), Apply(options, reader));
    }

    private static RunOptions Apply(RunOptions options, ParameterReader reader)
    {
        var values = reader.Values(parameter => parameter.Step is not (null or RunSetting.Section));
        return options with
        {
            Parameters = values.Any() ? values : null,
            Directory = options.Directory ?? (string?)reader.Value(RunSetting.Directory),
            Limit = options.Limit ?? (long?)reader.Value(RunSetting.Limit),
            MaxConsecutiveErrors = options.MaxConsecutiveErrors != new RunOptions().MaxConsecutiveErrors
                ? options.MaxConsecutiveErrors
                : (int?)reader.Value(RunSetting.MaxConsecutiveErrors) ?? options.MaxConsecutiveErrors,
        };
    }
}

/// <summary>A parameter with its value and where that is from.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">
/// Its value as text of the invariant culture; of one that nobody set, its default as far as it is known. A secret one is not shown. Null:
/// it has no value.
/// </param>
/// <param name="Origin">
/// Where the value is from: <c>RunOptions.Parameters</c>, <c>--set</c>, <c>environment 'Preferences__Path'</c>,
/// <c>configuration 'Preferences:Path', …</c> or <c>default</c>.
/// </param>
public sealed record ConfiguredParameter(PipelineParameter Parameter, string? Value, string Origin)
{
    /// <summary>What is shown of a secret value.</summary>
    internal const string Secret = "(secret)";

    internal static string? Show(PipelineParameter parameter, object? value) => value is null ? null
        : parameter.IsSecret ? Secret
        : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
