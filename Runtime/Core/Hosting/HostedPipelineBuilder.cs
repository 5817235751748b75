using System.Diagnostics.CodeAnalysis;
using Distil.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Distil;

/// <summary>Says more of a pipeline that was added to a host.</summary>
public sealed class HostedPipelineBuilder
{
    private readonly HostedRun _run;

    internal HostedPipelineBuilder(IServiceCollection services, HostedRun run)
    {
        Services = services;
        _run = run;
    }

    /// <summary>The host's services, for what is added next.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Runs the pipeline whenever a trigger says so, instead of once: each time a new pipeline in a new scope of services. A run that fails
    /// is logged, and the next one comes. The exit code stays as it is.
    /// </summary>
    /// <typeparam name="TTrigger">The trigger; added as a singleton, unless it is registered.</typeparam>
    /// <returns>This builder.</returns>
    public HostedPipelineBuilder RunOn<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTrigger>()
        where TTrigger : class, IPipelineTrigger
    {
        Services.TryAddSingleton<TTrigger>();
        _run.Trigger = static services => services.GetRequiredService<TTrigger>();
        return this;
    }
}
