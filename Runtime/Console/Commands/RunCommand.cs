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
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = Environment.CurrentDirectory,
        });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables();
        configure?.Invoke(builder.Services);
        using var host = builder.Build();

        var values = GivenValues.Read(
            TPipeline.Parameters, builder.Configuration.GetSection(TPipeline.Graph.Name), options.Sets(parsed), TPipeline.Graph.Name);
        var pipeline = Made(() => TPipeline.Create(host.Services, values.OfConstructor));
        var view = new RunView(terminal, isQuiet: options.IsJson(parsed));
        try
        {
            PipelineResult result;
            await using (view.ConfigureAwait(false))
            {
                result = await TPipeline.RunAsync(pipeline, options.RunOptions(parsed) with
                {
                    Parameters = values.OfSteps,
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

            throw new CommandException(exception.Message, ExitCodes.Failed);
        }
        catch (StepLoadException exception)
        {
            throw new CommandException(exception.Message, ExitCodes.Failed);
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

        return ExitCodes.Of(result.Status);
    }
}
