using System.ComponentModel;
using Distil.Engine;

namespace Distil;

/// <summary>
/// A pipeline whose class is known by its type parameter alone: a console, a host or a test describes it, makes it and runs it without
/// reflection. The generator makes every <c>[Pipeline]</c> class implement it that is not abstract.
/// </summary>
/// <typeparam name="TSelf">The pipeline's class.</typeparam>
/// <example>
/// <code>
/// static async Task&lt;RunStatus&gt; RunAsync&lt;T&gt;(IServiceProvider services) where T : class, IPipeline&lt;T&gt;
/// {
///     var pipeline = T.Create(services, new PipelineParameters { ["path"] = "prompts.txt" });
///     var result = await T.RunAsync(pipeline, new RunOptions { Directory = "runs/" + T.Graph.Name });
///     return result.Status;
/// }
/// </code>
/// </example>
public interface IPipeline<TSelf>
    where TSelf : class, IPipeline<TSelf>
{
    /// <summary>What the other members are made of; implemented by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract PipelineType<TSelf> Type { get; }

    /// <summary>
    /// The graph: its name is the pipeline's, its steps have their columns and the settings that they were compiled with.
    /// </summary>
    static virtual PipelineGraph Graph => TSelf.Type.Graph;

    /// <summary>
    /// Everything that can be set, without an object of the class: the values that its constructor takes (<c>path</c>), then by step the
    /// runtime parameters, the concurrency and the batch size (<c>Small.Temperature</c>, <c>Small.Concurrency</c>).
    /// </summary>
    static virtual IReadOnlyList<PipelineParameter> Parameters => TSelf.Type.Parameters;

    /// <summary>
    /// Makes a pipeline. A parameter of its constructor is a value where its type is text, a number, a boolean, an enum, a date, a
    /// <see cref="Guid"/> or a <see cref="TimeSpan"/>, and otherwise a service: that of its <c>[FromKeyedServices]</c>, else the one whose
    /// key is the parameter's name, else the one without a key. What may be null is null if there is none.
    /// </summary>
    /// <param name="services">Where the services are; null: there are none.</param>
    /// <param name="values">
    /// The values by the names of the constructor's parameters; text is converted by the invariant culture. What names a step's parameter
    /// (<c>Small.Temperature</c>) is left out here: it belongs in <see cref="RunOptions.Parameters"/>. Null: the defaults.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A value is missing, is of the wrong type, or names no parameter of the constructor. The message names all of them.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A service is not registered; two parameters of one type get the same service; the class cannot be made in this way.
    /// </exception>
    static virtual TSelf Create(IServiceProvider? services, PipelineParameters? values = null) => TSelf.Type.Create(services, values);

    /// <summary>Runs a pipeline to its end, as its own <c>RunAsync</c> does.</summary>
    /// <param name="pipeline">The pipeline, of <see cref="Create"/> or made by hand.</param>
    /// <param name="options">How it runs; null: in memory, with the defaults.</param>
    /// <param name="ct">The hard stop: cancels the calls that have begun.</param>
    /// <returns>What the run gave: an object of the pipeline's own <c>Result</c> class.</returns>
    static virtual Task<PipelineResult> RunAsync(TSelf pipeline, RunOptions? options = null, CancellationToken ct = default) =>
        TSelf.Type.RunAsync(pipeline, options, ct);
}
