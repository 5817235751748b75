namespace Distil;

/// <summary>What a process that runs pipelines returns.</summary>
public static class PipelineExitCode
{
    /// <summary>Everything was made.</summary>
    public const int Completed = 0;

    /// <summary>The run failed.</summary>
    public const int Failed = 1;

    /// <summary>A command, a parameter or the configuration is wrong: nothing ran.</summary>
    public const int Invalid = 2;

    /// <summary>The run came to its end, and rows failed.</summary>
    public const int CompletedWithErrors = 3;

    /// <summary>The run was stopped, and can be resumed.</summary>
    public const int Stopped = 4;

    /// <summary>The process was made to exit by a third Ctrl+C.</summary>
    public const int Forced = 130;

    /// <summary>The code of a run that ended.</summary>
    /// <param name="status">How it ended.</param>
    public static int Of(RunStatus status) => status switch
    {
        RunStatus.Completed => Completed,
        RunStatus.CompletedWithErrors => CompletedWithErrors,
        RunStatus.Stopped => Stopped,
        _ => Failed,
    };

    /// <summary>
    /// The code of a run that threw: <see cref="Invalid"/> for an <see cref="ArgumentException"/>, which is thrown before anything runs,
    /// and <see cref="Failed"/> for everything else.
    /// </summary>
    /// <param name="exception">What was thrown where the configuration was read, or the pipeline made or run.</param>
    public static int Of(Exception exception) => exception is ArgumentException ? Invalid : Failed;
}
