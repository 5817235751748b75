namespace Distil.Hosting;

/// <summary>A pipeline that was added to a host.</summary>
internal sealed record HostedRun(
    string Pipeline,
    Func<IServiceProvider, RunOptions> Options,
    Func<IServiceProvider, RunOptions, CancellationToken, Task<PipelineResult>> RunAsync);
