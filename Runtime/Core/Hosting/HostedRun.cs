namespace Distil.Hosting;

/// <summary>A pipeline that was added to a host.</summary>
/// <param name="pipeline">Its name.</param>
/// <param name="prepare">Reads the options from a run's services, and from what its trigger said.</param>
internal sealed class HostedRun(string pipeline, Func<IServiceProvider, RunOptions?, PreparedRun> prepare)
{
    public string Pipeline => pipeline;

    /// <summary>Finds what says when it runs; null: it runs once.</summary>
    public Func<IServiceProvider, IPipelineTrigger>? Trigger { get; set; }

    public PreparedRun Prepare(IServiceProvider services, RunOptions? options) => prepare(services, options);
}

/// <summary>A run whose options are known.</summary>
/// <param name="Options">Null: whoever added the pipeline returned nothing.</param>
/// <param name="RunAsync">Makes the pipeline and runs it.</param>
internal sealed record PreparedRun(RunOptions? Options, Func<RunOptions, CancellationToken, Task<PipelineResult>> RunAsync);
