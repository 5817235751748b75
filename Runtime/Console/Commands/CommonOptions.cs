using System.CommandLine;
using System.Text.Json;

namespace Distil.CommandLine.Commands;

/// <summary>What several commands take.</summary>
internal static class CommonOptions
{
    /// <summary>The option that names the directory of the run.</summary>
    public static Option<string?> Directory(string pipeline) => new("--directory")
    {
        Description = $"The directory of the run. Default: {DefaultDirectory(pipeline)}.",
        HelpName = "path",
    };

    /// <summary>The directory of a pipeline's run where none is named.</summary>
    public static string DefaultDirectory(string pipeline) => Path.Combine("runs", JsonNamingPolicy.KebabCaseLower.ConvertName(pipeline));

    /// <summary>The directory that the command line names, with a run in it.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static string ExistingDirectory(string? named, string pipeline)
    {
        var directory = named ?? DefaultDirectory(pipeline);
        return System.IO.Directory.Exists(directory)
            ? directory
            : throw new CommandException(
                $"There is no directory '{Path.GetFullPath(directory)}', so no run has been there. Run the pipeline first, or name its "
                    + "directory with --directory.");
    }

    /// <summary>The command that runs the pipeline again, as a user can type it.</summary>
    public static string RunAgain(string directory, string pipeline)
    {
        var program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) is { } name and not "dotnet" ? name : "dotnet run --";
        return directory == DefaultDirectory(pipeline) ? $"{program} run" : $"{program} run --directory {Quoted(directory)}";
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
