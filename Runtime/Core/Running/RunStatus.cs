namespace Distil;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Every row went all its way.</summary>
    Completed,

    /// <summary>The run came to its end, but some rows failed and were left out.</summary>
    CompletedWithErrors,

    /// <summary>The run was stopped before its end: some rows are left.</summary>
    Stopped,
}
