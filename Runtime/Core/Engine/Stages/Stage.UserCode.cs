using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <content>
/// Where a stage stands: in the engine's code, or in code of the user's, which may never end. A stage that the run has left behind does
/// nothing more: its ends of the edges are no longer its own. A stage of which only calls on other tasks are left behind goes on without
/// them, and comes to its end by itself.
/// </content>
internal abstract partial class Stage : IUserCodePositions
{
    private readonly UserCodePosition _position;
    private readonly List<UserCodePosition> _calls = [];

    /// <summary>Whether the run does not wait for this stage any longer.</summary>
    public bool IsLeftBehind => _position.IsLeft;

    /// <summary>Whether the stage, or a call of it, is in user code just now.</summary>
    public bool IsInside => _position.IsInside || _calls.Exists(static call => call.IsInside);

    /// <summary>The steps whose methods still run although the run does not wait for them.</summary>
    public virtual IEnumerable<int> LeftSteps =>
        (_position.IsItselfStillInside ? Body : []).Concat(HasLeftCall ? [Step] : Array.Empty<int>());

    /// <summary>The steps that the stage's own loop calls.</summary>
    protected virtual IEnumerable<int> Body => _output?.BodySteps ?? [Step];

    /// <summary>Whether the stage's own loop is left behind in user code.</summary>
    protected bool IsStillInside => _position.IsStillInside;

    /// <summary>Whether a call on another task is left behind in user code.</summary>
    protected bool HasLeftCall => _calls.Exists(static call => call.IsStillInside);

    /// <summary>The time is over: decides what of this stage is left behind.</summary>
    public void Decide()
    {
        _position.Decide();
        _calls.ForEach(static call => call.Decide());
    }

    /// <summary>What is left behind is known: lets go of calls on other tasks that are.</summary>
    public virtual void LeaveCalls()
    {
        // Most stages have none.
    }

    /// <summary>
    /// In place of a stage that is left behind: sends the rows that its loop has finished, and closes its ends of the edges.
    /// </summary>
    public async Task CloseInPlaceAsync()
    {
        await EndCallsAsync().ConfigureAwait(false);
        if (_output is not null)
        {
            await _output.CloseInPlaceAsync().ConfigureAwait(false);
        }

        Complete();
        CountAtHand();
        await DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Adds what still runs, though the run does not wait for it.</summary>
    public virtual void AddLeft(List<string> left)
    {
        if (IsStillInside)
        {
            left.Add($"'{Name}'");
        }
    }

    /// <summary>Waits until the calls that run on other tasks have ended, those excepted that are left behind. Never throws.</summary>
    protected virtual Task EndCallsAsync() => Task.CompletedTask;

    /// <summary>In place of a stage that is left behind: counts the rows that it has taken and will not send.</summary>
    protected virtual void CountAtHand()
    {
        // Most stages have none.
    }

    /// <summary>Adds a task beside the stage's own loop that calls user code. Called before the run begins.</summary>
    /// <returns>Where that task stands.</returns>
    protected UserCodePosition AddCall()
    {
        var call = new UserCodePosition(Run.Abandonment);
        _calls.Add(call);
        return call;
    }

    /// <summary>Says that code of the user's runs, or is waited for, from here on.</summary>
    /// <exception cref="OperationCanceledException">The run does not wait for such code any longer.</exception>
    protected void EnterUserCode() => _position.Enter();

    /// <summary>Says that code of the user's runs from here on, unless the run does not wait for such code any longer.</summary>
    /// <returns>False: it does not, and no such code may be called.</returns>
    protected bool TryEnterUserCode() => _position.TryEnter();

    /// <summary>Says that the user code has ended.</summary>
    /// <exception cref="OperationCanceledException">The run has left this stage behind: it must do nothing more.</exception>
    protected void LeaveUserCode()
    {
        _position.Leave();
        _position.ThrowIfLeft();
    }

    /// <summary>Says that the user code has ended, and asks whether the stage may go on.</summary>
    /// <returns>False: the run has left this stage behind: it must do nothing more.</returns>
    protected bool TryLeaveUserCode()
    {
        _position.Leave();
        return !_position.IsLeft;
    }

    /// <summary>Says that a call is awaited from here on, until <see cref="LeaveCall"/>.</summary>
    /// <param name="call">Where the task stands that makes the call.</param>
    /// <exception cref="OperationCanceledException">The run does not wait for the call any longer.</exception>
    protected void AwaitCall(UserCodePosition call)
    {
        _position.Await(call);
        if (call.IsLeft)
        {
            LeaveCall();
            throw new OperationCanceledException();
        }
    }

    /// <summary>Says that the call is awaited no longer.</summary>
    /// <exception cref="OperationCanceledException">The run has left this stage behind: it must do nothing more.</exception>
    protected void LeaveCall()
    {
        if (!TryLeaveCall())
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Says that the call is awaited no longer, and asks whether the stage may go on.</summary>
    /// <returns>False: the run has left this stage behind: it must do nothing more.</returns>
    protected bool TryLeaveCall()
    {
        _position.Await(null);
        return !_position.IsLeft;
    }
}
