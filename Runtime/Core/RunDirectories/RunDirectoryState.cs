namespace Distil.RunDirectories;

/// <summary>The state of the run in a directory.</summary>
internal enum RunDirectoryState
{
    /// <summary>Its steps are loading; nothing is written yet. A process that ended here leaves a directory that holds no run.</summary>
    Loading,

    /// <summary>It ended before its steps were loaded. The directory holds its card, and no run.</summary>
    Unbegun,
    Running,
    Completed,
    CompletedWithErrors,
    Stopped,
    Failed,
}

internal static class RunDirectoryStates
{
    /// <summary>The state as text, in files and in messages.</summary>
    public static string Describe(this RunDirectoryState state) => state switch
    {
        RunDirectoryState.Loading => "loading",
        RunDirectoryState.Unbegun => "not begun",
        RunDirectoryState.Running => "running",
        RunDirectoryState.Completed => "completed",
        RunDirectoryState.CompletedWithErrors => "completed with errors",
        RunDirectoryState.Stopped => "stopped",
        _ => "failed",
    };

    public static RunDirectoryState? Parse(string? text)
    {
        foreach (var state in Enum.GetValues<RunDirectoryState>())
        {
            if (state.Describe() == text)
            {
                return state;
            }
        }

        return null;
    }
}
