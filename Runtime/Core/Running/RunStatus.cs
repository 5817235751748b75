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

    /// <summary>
    /// The run was ended by a failure: of a step, of loading one, or of the directory. The call that ran the pipeline throws.
    /// </summary>
    Failed,
}
