using System.ComponentModel;

namespace Distil.Engine;

/// <summary>What the generator knows of a pipeline, handed to the engine for one run.</summary>
/// <typeparam name="TResult">The pipeline's result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PipelineDefinition<TResult>
    where TResult : PipelineResult
{
    /// <summary>The pipeline class's name.</summary>
    public abstract string Name { get; }

    /// <summary>The full metadata name, by which a directory knows whose run it holds.</summary>
    public abstract string TypeName { get; }

    /// <summary>The user's object; it runs once at a time.</summary>
    public abstract object Instance { get; }

    /// <summary>The graph.</summary>
    public abstract PipelineGraph Graph { get; }

    /// <summary>The leaves, in declared order.</summary>
    public abstract LeafDefinition[] Leaves { get; }

    /// <summary>The steps, in declared order.</summary>
    /// <returns>New definitions over the user's objects.</returns>
    public abstract StepDefinition[] CreateSteps();

    /// <summary>The steps' runtime parameters.</summary>
    /// <returns>New definitions over the user's objects, which are looked at only where a value is read or set.</returns>
    public abstract ParameterDefinition[] CreateParameters();

    /// <summary>Says what the rows of the sources depend on besides the build; nothing, where that is all.</summary>
    /// <param name="sources">Where it is said.</param>
    public virtual void Describe(SourceDescriptions sources)
    {
    }

    /// <summary>Declares edges, forks and stages.</summary>
    /// <param name="build">Where they are declared.</param>
    /// <param name="run">The run that the kernels are made for.</param>
    public abstract void Build(PipelineBuilder build, PipelineRun run);

    /// <summary>Wraps what the run gave.</summary>
    /// <param name="run">What it gave.</param>
    /// <returns>The typed result.</returns>
    public abstract TResult CreateResult(RunOutcome run);
}
