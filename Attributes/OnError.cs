namespace Distil;

/// <summary>What happens to a row whose call failed after its last retry.</summary>
public enum OnError
{
    /// <summary>
    /// The row goes no further from that step and is written to <c>errors.jsonl</c>; the run goes on and ends as completed with
    /// errors. The default of row and batch methods.
    /// </summary>
    DeadLetter,

    /// <summary>The run stops gracefully and throws; the exception holds the partial result.</summary>
    Stop,

    /// <summary>
    /// The step's columns become null for that row, and nullable in the types below. On a <see cref="StepAttribute"/> only.
    /// </summary>
    Null,

    /// <summary>A global step that is a leaf leaves out its data set, and the run goes on. On such a step only.</summary>
    Skip,
}
