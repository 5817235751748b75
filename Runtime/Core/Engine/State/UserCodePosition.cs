namespace Distil.Engine.State;

/// <summary>
/// Where one task that calls code of the user's stands: in such code, or outside of it. When the run's <see cref="Abandonment"/> is
/// due, each position is decided once: what stands in user code then is left behind.
/// </summary>
/// <remarks>
/// The task writes, and <see cref="Abandonment"/> reads. Writes are plain, since a loop enters and leaves for each block of rows; the
/// process-wide barrier of <see cref="Abandonment"/> orders them. A task that is about to enter says so first. So a task was either
/// decided to be in user code when it really was, or sees that the time is over, and does not enter any.
/// </remarks>
internal sealed class UserCodePosition(Abandonment abandonment)
{
    private const int Outside = 0;
    private const int Entering = 1;
    private const int Inside = 2;

    private int _state;
    private UserCodePosition? _awaited;
    private UserCodePosition? _leftIn;
    private bool _isDecided;

    /// <summary>Whether the task stood in user code when the time was over: the run does not wait for it any longer.</summary>
    public bool IsLeft => abandonment.IsDue && abandonment.WaitUntilDecided() && _leftIn is not null;

    /// <summary>Whether the task is left behind and its user code still runs.</summary>
    public bool IsStillInside => IsLeft && Volatile.Read(ref _leftIn!._state) == Inside;

    /// <summary>The same, and it is the task's own user code: no call that it awaits.</summary>
    public bool IsItselfStillInside => IsStillInside && _leftIn == this;

    /// <summary>Whether the task is in user code just now, or awaits a call that is.</summary>
    public bool IsInside => Volatile.Read(ref _awaited) is { } call ? call.IsInside : Volatile.Read(ref _state) != Outside;

    /// <summary>Says that user code runs from here on.</summary>
    /// <returns>False: the time is over, and no such code may be called.</returns>
    public bool TryEnter()
    {
        Volatile.Write(ref _state, Entering);
        if (abandonment.IsDue)
        {
            Volatile.Write(ref _state, Outside);
            return false;
        }

        Volatile.Write(ref _state, Inside);
        return true;
    }

    /// <summary>Says that user code runs from here on.</summary>
    /// <exception cref="OperationCanceledException">The time is over, and no such code may be called.</exception>
    public void Enter()
    {
        if (!TryEnter())
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Asks whether the task may go on.</summary>
    /// <exception cref="OperationCanceledException">The run has left it behind: it must do nothing more.</exception>
    public void ThrowIfLeft()
    {
        if (IsLeft)
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Says that the user code has ended.</summary>
    public void Leave() => Volatile.Write(ref _state, Outside);

    /// <summary>Says that a call is awaited from here on: where it is left behind, so is this task.</summary>
    /// <param name="call">Where the task stands that makes the call; null: the call is awaited no longer.</param>
    public void Await(UserCodePosition? call) => Volatile.Write(ref _awaited, call);

    /// <summary>The time is over: decides whether the task is left behind. Called by <see cref="Abandonment"/> alone.</summary>
    public void Decide()
    {
        if (_isDecided)
        {
            return;
        }

        _isDecided = true;
        if (Volatile.Read(ref _awaited) is { } call)
        {
            call.Decide();
            _leftIn = call._leftIn;
            return;
        }

        // Short: between the two states there is only a look at the clock's verdict.
        var spin = default(SpinWait);
        int state;
        while ((state = Volatile.Read(ref _state)) == Entering)
        {
            spin.SpinOnce();
        }

        _leftIn = state == Inside ? this : null;
    }
}
