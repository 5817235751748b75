namespace Distil;

/// <summary>What a run did with an earlier one in its directory.</summary>
public enum ResumeKind
{
    /// <summary>There was none, or it is replaced (<see cref="RunOptions.Resume"/>).</summary>
    New,

    /// <summary>The run went on where the earlier one stood.</summary>
    Resumed,

    /// <summary>There was nothing to do: the earlier run had completed, and nothing had changed.</summary>
    UpToDate,

    /// <summary>The data were made anew, from the answers that were kept.</summary>
    MadeAnew,
}

/// <summary>What a run did with an earlier one in its directory, and why.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Reason">
/// Why the data were made anew: the first thing that was not as before, such as "the parameter 'Asked.Heat' was '1' and is '2'". Null: they
/// were not.
/// </param>
public sealed record ResumeReport(ResumeKind Kind, string? Reason);
