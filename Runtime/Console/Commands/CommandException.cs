namespace Distil.CommandLine.Commands;

/// <summary>A command cannot be done as it was given. The message is for the user, whole.</summary>
internal sealed class CommandException(string message, int exitCode = PipelineExitCode.Invalid) : Exception(message)
{
    /// <summary>With what the program ends.</summary>
    public int ExitCode { get; } = exitCode;
}
