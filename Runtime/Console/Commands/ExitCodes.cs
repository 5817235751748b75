namespace Distil.CommandLine.Commands;

/// <summary>With what the program ends.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Completed = 0;

    /// <summary>The run failed.</summary>
    public const int Failed = 1;

    /// <summary>The command, a parameter or the configuration is wrong. Nothing ran.</summary>
    public const int Wrong = 2;

    /// <summary>The run came to its end, and some rows failed.</summary>
    public const int WithErrors = 3;

    /// <summary>The run was stopped.</summary>
    public const int Stopped = 4;

    /// <summary>The code for a run that ended.</summary>
    public static int Of(RunStatus status) => status switch
    {
        RunStatus.Completed => Completed,
        RunStatus.CompletedWithErrors => WithErrors,
        RunStatus.Stopped => Stopped,
        _ => Failed,
    };
}
