using Distil.Engine.Kernels;
using Distil.Engine.State;

namespace Distil.Engine.Calls;

/// <summary>
/// One attempt at an expand whose children go on as they are made. While it waits for room it stands outside of user code, its time does
/// not run, and in a sequential run another call has the turn.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="position">Where the attempt stands.</param>
/// <param name="limit">Its time limit; null: it has none.</param>
internal sealed class ExpandAttempt(PipelineRun run, UserCodePosition position, AttemptTimeout? limit) : IChildPause
{
    public async ValueTask<bool> WaitForRoomAsync(ChildBuffer children)
    {
        if (children.IsClosed || limit?.TryPause() == false)
        {
            // The call has its outcome, or will have it at once: the time is over.
            return false;
        }

        var begun = run.TimeProvider.GetTimestamp();
        position.Leave();
        run.Leave();
        var hasRoom = await children.Room.WaitAsync(children).ConfigureAwait(false);
        await run.EnterAsync().ConfigureAwait(false);
        children.Waited += run.TimeProvider.GetElapsedTime(begun);
        if (!position.TryEnter())
        {
            children.MayNotClose = true;
            throw new OperationCanceledException();
        }

        limit?.Resume();
        return hasRoom ? !children.IsClosed : throw new ExpansionLeftException();
    }
}
