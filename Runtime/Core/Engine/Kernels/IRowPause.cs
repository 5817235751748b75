namespace Distil.Engine.Kernels;

/// <summary>What interrupts a loop in the middle of a row that becomes many.</summary>
internal interface IRowPause
{
    /// <summary>On the loop's thread: sends what it has written, and blocks until there is room for more.</summary>
    /// <exception cref="ExpansionLeftException">The run stops, and the row is left to the next run.</exception>
    /// <exception cref="OperationCanceledException">The run waits for user code no longer.</exception>
    void SendWithinRow();
}
