using System.ComponentModel;
using Distil.Hosting;
using Microsoft.Extensions.Configuration;
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
    /// added has ended. A failure is logged, and the process's exit code is one of <see cref="PipelineExitCode"/>.
    /// </summary>
    /// <typeparam name="TPipeline">The pipeline's class.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="create">Makes the pipeline; null: it is made from the configuration and the services.</param>
    /// <param name="options">
    /// How it is run; null: by the defaults. What it leaves out is taken from the configuration. Signals are the host's, and the logger is,
    /// unless one is given.
    /// </param>
    public static HostedPipelineBuilder Add<TPipeline>(
        IServiceCollection services, Func<IServiceProvider, TPipeline>? create, Func<IServiceProvider, RunOptions>? options)
        where TPipeline : class, IPipeline<TPipeline>
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, new HostedRun(typeof(TPipeline).Name, (provider, given) =>
        {
            var chosen = given ?? (options is null ? new RunOptions() : options(provider));
            var configured = chosen is null
                ? null
                : PipelineConfiguration.Read<TPipeline>(
                    provider.GetService<IConfiguration>(), set: null, chosen, needsConstructor: create is null);
            return new PreparedRun(configured?.Options, (runOptions, ct) => TPipeline.RunAsync(
                create is null ? configured!.Create<TPipeline>(provider) : Created(create(provider)), runOptions, ct));
        }));
    }

    /// <summary>
    /// Adds a service that runs a pipeline once when the host has started, and stops the application when every pipeline that was
    /// added has ended; for a class that is abstract.
    /// </summary>
    /// <typeparam name="TPipeline">The pipeline's class.</typeparam>
    /// <typeparam name="TResult">Its result.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="create">Makes the pipeline.</param>
    /// <param name="options">How it is run; null: by the defaults. Signals are the host's, and the logger is, unless one is given.</param>
    /// <param name="run">Runs the pipeline.</param>
    public static HostedPipelineBuilder Add<TPipeline, TResult>(
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
        return Add(services, new HostedRun(typeof(TPipeline).Name, (provider, given) => new PreparedRun(
            given ?? (options is null ? new RunOptions() : options(provider)),
            async (runOptions, ct) => await run(Created(create(provider)), runOptions, ct).ConfigureAwait(false))));
    }

    private static HostedPipelineBuilder Add(IServiceCollection services, HostedRun run)
    {
        services.AddSingleton(run);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostedPipelines>());
        return new HostedPipelineBuilder(services, run);
    }

    private static TPipeline Created<TPipeline>(TPipeline? pipeline)
        where TPipeline : class =>
        pipeline ?? throw new InvalidOperationException(
            $"The pipeline '{typeof(TPipeline).Name}' is null: return a new {typeof(TPipeline).Name} where it is added to the services.");
}
