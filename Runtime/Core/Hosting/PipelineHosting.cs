using System.ComponentModel;
using Distil.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Distil.Engine;

/// <summary>Runs pipelines in a host; called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PipelineHosting
{
    /// <summary>
    /// Adds a service that runs a pipeline once when the host has started, and stops the application when every pipeline that was
    /// added has ended. A failure is logged, and the process's exit code becomes 1.
    /// </summary>
    /// <typeparam name="TPipeline">The pipeline's class.</typeparam>
    /// <typeparam name="TResult">Its result.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="create">Makes the pipeline.</param>
    /// <param name="options">How it is run; null: by the defaults. Signals are the host's, and the logger is, unless one is given.</param>
    /// <param name="run">Runs the pipeline.</param>
    public static IServiceCollection Add<TPipeline, TResult>(
        IServiceCollection services,
        Func<IServiceProvider, TPipeline> create,
        Func<IServiceProvider, RunOptions>? options,
        Func<TPipeline, RunOptions, CancellationToken, Task<TResult>> run)
        where TPipeline : class
        where TResult : PipelineResult
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(run);
        services.AddSingleton(new HostedRun(
            typeof(TPipeline).Name,
            options ?? (static _ => new RunOptions()),
            async (provider, runOptions, ct) => await run(Created(create(provider)), runOptions, ct).ConfigureAwait(false)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostedPipelines>());
        return services;
    }

    private static TPipeline Created<TPipeline>(TPipeline? pipeline)
        where TPipeline : class =>
        pipeline ?? throw new InvalidOperationException(
            $"The pipeline '{typeof(TPipeline).Name}' is null: return a new {typeof(TPipeline).Name} where it is added to the services.");
}
