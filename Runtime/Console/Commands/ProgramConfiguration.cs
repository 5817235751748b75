using Microsoft.Extensions.Configuration;

namespace Distil.CommandLine.Commands;

/// <summary>The configuration of the program: <c>appsettings.json</c> of the current folder, and nearer the environment.</summary>
internal static class ProgramConfiguration
{
    /// <summary>Reads it.</summary>
    /// <exception cref="CommandException">The file is no JSON.</exception>
    public static IConfiguration Read()
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Environment.CurrentDirectory)
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException($"{exception.Message} {exception.InnerException?.Message}".TrimEnd());
        }
    }
}
