using System.CommandLine;
using System.CommandLine.Parsing;
using Distil.CommandLine.Output;
using Distil.CommandLine.Views;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distil.CommandLine.Commands;

/// <summary><c>run</c>: runs the pipeline, or goes on with its run.</summary>
internal static class RunCommand
{
    public static Command Create<TPipeline>(Action<IServiceCollection>? configure, Terminal terminal)
        where TPipeline : class, IPipeline<TPipeline>
    {
        var options = new RunCommandOptions(TPipeline.Graph.Name);
        var command = new Command(
            "run", "Runs the pipeline. A run that was stopped or killed goes on where it stood; one that is complete does no work.");
        options.AddTo(command);
        command.SetAction((parsed, _) => RunAsync<TPipeline>(options, parsed, configure, terminal));
        return command;
    }

    private static async Task<int> RunAsync<TPipeline>(
        RunCommandOptions options, ParseResult parsed, Action<IServiceCollection>? configure, Terminal terminal)
        where TPipeline : class, IPipeline<TPipeline>
    {
        var configuration = ProgramConfiguration.Read();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = Environment.CurrentDirectory,
        });
        builder.Configuration.AddConfiguration(configuration);
        configure?.Invoke(builder.Services);
        using var host = builder.Build();

        var configured = Made(() => PipelineConfiguration.Read<TPipeline>(
            configuration, options.Sets(parsed), options.RunOptions(parsed)));
        var pipeline = Made(() => configured.Create<TPipeline>(host.Services));
        var view = new RunView(terminal, isQuiet: options.IsJson(parsed));
        try
        {
            PipelineResult result;
            await using (view.ConfigureAwait(false))
            {
                result = await TPipeline.RunAsync(pipeline, configured.Options with
                {
                    Directory = options.Directory(parsed, configured.Options.Directory),
                    Progress = view,
                    LoggerFactory = host.Services.GetService<ILoggerFactory>(),
                }).ConfigureAwait(false);
            }

            return Report(result, options.IsJson(parsed), TPipeline.Graph.Name, terminal);
        }
        catch (ArgumentException exception)
        {
            // A parameter that does not exist or does not fit: found before anything ran.
            throw new CommandException(exception.Message);
        }
        catch (PipelineFailedException exception)
        {
            if (exception.PartialResult is { } partial)
            {
                Report(partial, options.IsJson(parsed), TPipeline.Graph.Name, terminal);
            }

            throw new CommandException(exception.Message, PipelineExitCode.Failed);
        }
        catch (StepLoadException exception)
        {
            throw new CommandException(exception.Message, PipelineExitCode.Failed);
        }
    }

    private static T Made<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static int Report(PipelineResult result, bool isJson, string pipeline, Terminal terminal)
    {
        if (isJson)
        {
            ResultJson.Write(terminal.Out, result);
        }
        else
        {
            ResultText.Write(terminal.Out, result, pipeline);
        }

        return PipelineExitCode.Of(result.Status);
    }
}
