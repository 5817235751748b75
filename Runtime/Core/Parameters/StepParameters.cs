using System.ComponentModel;

namespace Distil;

/// <summary>
/// What can be set of one step for one run, a view of the pipeline's parameters; what is not set keeps the step's value. Generated
/// code derives a class where the step has a <c>[RuntimeParameter]</c>.
/// </summary>
public abstract class StepParameters
{
    private readonly PipelineParameters _parameters;
    private readonly string _prefix;

    /// <summary>Makes a view; called by generated code.</summary>
    /// <param name="parameters">The parameters of the pipeline, which hold the values.</param>
    /// <param name="step">The step's name.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected StepParameters(PipelineParameters parameters, string step)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(step);
        _parameters = parameters;
        _prefix = step + ".";
    }

    /// <summary>The value of a parameter; null where it is not set.</summary>
    /// <typeparam name="T">The nullable type of the parameter.</typeparam>
    /// <param name="name">The parameter's own name, without the step's.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected T? Get<T>(string name) => _parameters.Get<T>(_prefix + name);

    /// <summary>Sets a parameter; null takes its value back.</summary>
    /// <typeparam name="T">The nullable type of the parameter.</typeparam>
    /// <param name="name">The parameter's own name, without the step's.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Set<T>(string name, T? value) => _parameters.Set(_prefix + name, value);
}

/// <summary>What can be set of a step whose calls can run side by side: one that sees a row or a batch a call.</summary>
public class ConcurrentStepParameters : StepParameters
{
    /// <summary>Makes a view; called by generated code.</summary>
    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ConcurrentStepParameters(PipelineParameters parameters, string step)
        : base(parameters, step)
    {
    }

    /// <summary>Calls at the same time, at least 1. Null: as the step was compiled.</summary>
    public int? Concurrency
    {
        get => Get<int?>(nameof(Concurrency));
        set => Set(nameof(Concurrency), value);
    }
}

/// <summary>What can be set of a step that sees a batch a call.</summary>
public class BatchStepParameters : ConcurrentStepParameters
{
    /// <summary>Makes a view; called by generated code.</summary>
    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public BatchStepParameters(PipelineParameters parameters, string step)
        : base(parameters, step)
    {
    }

    /// <summary>Rows a call, at least 1. Null: as the step was compiled.</summary>
    public int? BatchSize
    {
        get => Get<int?>(nameof(BatchSize));
        set => Set(nameof(BatchSize), value);
    }
}
