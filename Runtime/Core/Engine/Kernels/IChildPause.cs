namespace Distil.Engine.Kernels;

/// <summary>How an attempt at an expand waits for room: outside of user code, and not within its time.</summary>
internal interface IChildPause
{
    /// <summary>Waits until there is room for another child of the row.</summary>
    /// <param name="children">The row's children.</param>
    /// <returns>False: nothing that the attempt makes is taken any longer.</returns>
    /// <exception cref="ExpansionLeftException">The run stops, and the row is left to the next run.</exception>
    /// <exception cref="OperationCanceledException">The run waits for user code no longer, and none may be called.</exception>
    ValueTask<bool> WaitForRoomAsync(ChildBuffer children);
}
