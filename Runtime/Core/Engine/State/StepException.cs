using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A user's exception on its way from a stage to the run: which step, which row.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepException : Exception
{
    internal StepException(int step, int row, RowId? rowId, Exception cause)
        : base("A step failed.", cause)
    {
        Step = step;
        Row = row;
        RowId = rowId;
    }

    /// <summary>The step's index.</summary>
    internal int Step { get; }

    /// <summary>The row's index in the batch at hand.</summary>
    internal int Row { get; }

    /// <summary>The row's number, where one row is at fault.</summary>
    internal RowId? RowId { get; }

    /// <summary>How many attempts were made.</summary>
    internal int Attempts { get; init; } = 1;

    /// <summary>Why the failure ends the run, where it alone does not say so; a sentence without its full stop.</summary>
    internal string? Reason { get; init; }

    /// <summary>How many rows have failed: those of the call.</summary>
    internal int Rows { get; init; } = 1;
}
