using System.ComponentModel;
using Distil.Pipelines;

namespace Distil.Engine;

/// <summary>What generated code tells of a pipeline's class; <see cref="IPipeline{TSelf}"/> is made of it.</summary>
/// <typeparam name="TPipeline">The pipeline's class.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PipelineType<TPipeline>
    where TPipeline : class
{
    private protected PipelineType()
    {
    }

    internal abstract PipelineGraph Graph { get; }

    internal abstract IReadOnlyList<PipelineParameter> Parameters { get; }

    internal abstract TPipeline Create(IServiceProvider? services, PipelineParameters? values);

    internal abstract Task<PipelineResult> RunAsync(TPipeline pipeline, RunOptions? options, CancellationToken ct);
}

/// <summary>What generated code tells of a pipeline's class, with the type of its result.</summary>
/// <typeparam name="TPipeline">The pipeline's class.</typeparam>
/// <typeparam name="TResult">Its result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PipelineType<TPipeline, TResult> : PipelineType<TPipeline>
    where TPipeline : class
    where TResult : PipelineResult
{
    private readonly Func<TPipeline, PipelineDefinition<TResult>> _define;
    private readonly ConstructorValue[] _values;
    private readonly Func<PipelineArguments, TPipeline>? _create;
    private readonly string? _fault;
    private IReadOnlyList<PipelineParameter>? _parameters;

    /// <summary>Tells of a class that can be made.</summary>
    /// <param name="define">Makes the definition of a pipeline; of null, one that describes the class and cannot be run.</param>
    /// <param name="values">The parameters of the constructor that are values.</param>
    /// <param name="create">Calls the constructor.</param>
    public PipelineType(
        Func<TPipeline, PipelineDefinition<TResult>> define, ConstructorValue[] values, Func<PipelineArguments, TPipeline> create)
    {
        ArgumentNullException.ThrowIfNull(define);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(create);
        _define = define;
        _values = values;
        _create = create;
    }

    /// <summary>Tells of a class that only its user can make.</summary>
    /// <param name="define">Makes the definition of a pipeline; of null, one that describes the class and cannot be run.</param>
    /// <param name="fault">Why it cannot be made: the end of a sentence that begins with the class.</param>
    public PipelineType(Func<TPipeline, PipelineDefinition<TResult>> define, string fault)
    {
        ArgumentNullException.ThrowIfNull(define);
        ArgumentNullException.ThrowIfNull(fault);
        _define = define;
        _values = [];
        _fault = fault;
    }

    internal override PipelineGraph Graph => Class.Graph;

    internal override IReadOnlyList<PipelineParameter> Parameters =>
        _parameters ??= [.. _values.Select(value => value.Describe()), .. OfSteps()];

    /// <summary>The definition without an object: what is known of the class.</summary>
    private PipelineDefinition<TResult> Class => _define(null!);

    internal override TPipeline Create(IServiceProvider? services, PipelineParameters? values)
    {
        var name = Class.Name;
        return _create is null
            ? throw new InvalidOperationException(
                $"The pipeline '{name}' cannot be made from services and values: it {_fault}. Make it in code of your own.")
            : _create(new PipelineArguments(name, _values, services, values));
    }

    internal override async Task<PipelineResult> RunAsync(TPipeline pipeline, RunOptions? options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return await PipelineRunner.RunAsync(_define(pipeline), options, ct).ConfigureAwait(false);
    }

    private IEnumerable<PipelineParameter> OfSteps()
    {
        var declared = Class.CreateParameters().ToLookup(parameter => parameter.Name.Split('.')[0], StringComparer.Ordinal);
        foreach (var step in Graph.Steps)
        {
            foreach (var parameter in declared[step.Name])
            {
                yield return new(step.Name, parameter.Name[(step.Name.Length + 1)..], parameter.Type, parameter.Convert)
                {
                    Default = parameter.Default,
                    Summary = parameter.Summary,
                    IsRequired = parameter.IsRequired,
                    IsSecret = parameter.IsSecret,
                };
            }

            if (step.Concurrency is { } concurrency)
            {
                yield return StepSetting.Concurrency(step.Name, concurrency);
            }

            if (step.BatchSize is { } rows)
            {
                yield return StepSetting.BatchSize(step.Name, rows);
            }
        }
    }
}
