using System.CommandLine;
using Distil.CommandLine.Commands;
using Distil.CommandLine.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Distil.CommandLine;

/// <summary>The commands of a pipeline.</summary>
internal static class PipelineCommands
{
    /// <summary>Does what a command line asks for.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync<TPipeline>(string[] args, Action<IServiceCollection>? configure, Terminal terminal)
        where TPipeline : class, IPipeline<TPipeline>
    {
        var root = new RootCommand($"The pipeline {TPipeline.Graph.Name}.")
        {
            RunCommand.Create<TPipeline>(configure, terminal),
            InfoCommand.Create<TPipeline>(terminal),
            GraphCommand.Create<TPipeline>(terminal),
            ReportCommand.Create(TPipeline.Graph.Name, terminal),
            ErrorsCommand.Create(TPipeline.Graph.Name, terminal),
        };
        var parsed = root.Parse(args);
        var settings = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,

            // The run itself stops at Ctrl+C, gracefully; a limit of the command line's own would cut that short.
            ProcessTerminationTimeout = null,
        };
        try
        {
            var code = await parsed.InvokeAsync(settings).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? PipelineExitCode.Invalid : code;
        }
        catch (CommandException exception)
        {
            await terminal.Error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);
            return exception.ExitCode;
        }
        catch (RunDirectoryException exception)
        {
            await terminal.Error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);
            return PipelineExitCode.Failed;
        }
        catch (IOException) when (IsClosed(terminal.Out))
        {
            // Whoever reads has seen enough: `errors | head`.
            return PipelineExitCode.Completed;
        }
        catch (Exception exception)
        {
            // What services, constructors and the like throw: the cause is shown whole.
            await terminal.Error.WriteLineAsync($"error: {exception}").ConfigureAwait(false);
            return PipelineExitCode.Failed;
        }
    }

    private static bool IsClosed(TextWriter output)
    {
        try
        {
            output.Write(' ');
            output.Flush();
            return false;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return true;
        }
    }
}
