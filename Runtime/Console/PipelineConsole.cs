using Distil.CommandLine;
using Distil.CommandLine.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Distil;

/// <summary>
/// The command line of a pipeline: <c>run</c> with a view of how far it is, <c>info</c>, <c>graph</c>, <c>report</c> and <c>errors</c>.
/// </summary>
/// <example>
/// <code>
/// return await PipelineConsole.RunAsync&lt;Preferences&gt;(args, services =&gt; services.AddSingleton&lt;IModel, MyModel&gt;());
/// </code>
/// </example>
public static class PipelineConsole
{
    /// <summary>
    /// Does what a command line asks for. <c>--help</c> lists the commands and their options. Values of parameters come from <c>--set</c>,
    /// the environment and <c>appsettings.json</c>, as <see cref="PipelineConfiguration"/> says, and services that the pipeline's
    /// constructor takes from <paramref name="configure"/>.
    /// </summary>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="configure">Adds services; null: the pipeline needs none.</param>
    /// <typeparam name="TPipeline">The pipeline.</typeparam>
    /// <returns>
    /// The exit code of the program: 0 where all went well; 1 where the run failed; 2 where the command, a parameter or the configuration
    /// is wrong, and nothing ran; 3 where the run came to its end and some rows failed; 4 where it was stopped. A third Ctrl+C ends the
    /// process with 130.
    /// </returns>
    public static Task<int> RunAsync<TPipeline>(string[] args, Action<IServiceCollection>? configure = null)
        where TPipeline : class, IPipeline<TPipeline>
    {
        ArgumentNullException.ThrowIfNull(args);
        return PipelineCommands.RunAsync<TPipeline>(args, configure, Terminal.OfProcess());
    }
}
