namespace Distil.Engine;

/// <content>
/// Where a stage stands: in the engine's code, or in code of the user's, which may never end. A stage that the run has left behind does
/// nothing more: its ends of the edges are no longer its own. A stage of which only calls on other tasks are left behind goes on without
/// them, and comes to its end by itself.
/// </content>
internal abstract partial class Stage
{
    private readonly UserCodePosition _position = new(run.Abandonment);

    /// <summary>Whether the run does not wait for this stage any longer.</summary>
    public bool IsLeftBehind => _position.IsLeft;

    /// <summary>Whether the stage, or a call of it, is in user code just now.</summary>
    public virtual bool IsInside => _position.IsInside;

    /// <summary>The steps whose methods still run although the run does not wait for them.</summary>
    public virtual IEnumerable<int> LeftSteps => IsStillInside ? Body : [];

    /// <summary>The steps that the stage's own loop calls.</summary>
    protected virtual IEnumerable<int> Body => [step];

    /// <summary>Whether the stage's own loop is left behind in user code.</summary>
    protected bool IsStillInside => _position.IsStillInside;

    /// <summary>The time is over: decides what of this stage is left behind.</summary>
    public virtual void Decide() => _position.Decide();

    /// <summary>What is left behind is known: lets go of calls on other tasks that are.</summary>
    public virtual void LeaveCalls()
    {
        // Most stages have none.
    }

    /// <summary>In place of a stage that is left behind: closes its ends of the edges.</summary>
    public async Task CloseInPlaceAsync()
    {
        await EndCallsAsync().ConfigureAwait(false);
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

    /// <summary>Says that code of the user's runs, or is waited for, from here on.</summary>
    /// <exception cref="OperationCanceledException">The run does not wait for such code any longer.</exception>
    protected void EnterUserCode()
    {
        if (!TryEnterUserCode())
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>The same.</summary>
    /// <returns>False: the run does not wait for such code any longer.</returns>
    protected bool TryEnterUserCode() => _position.TryEnter();

    /// <summary>Says that it has ended.</summary>
    /// <exception cref="OperationCanceledException">The run has left this stage behind: it must do nothing more.</exception>
    protected void LeaveUserCode()
    {
        if (!TryLeaveUserCode())
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>The same.</summary>
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

    /// <summary>The same.</summary>
    /// <returns>False: the run has left this stage behind: it must do nothing more.</returns>
    protected bool TryLeaveCall()
    {
        _position.Await(null);
        return !_position.IsLeft;
    }

    /// <summary>The same as <see cref="EnterUserCode"/>; in a sequential run waits for the turn before.</summary>
    protected ValueTask EnterAsync()
    {
        if (run.IsSequential)
        {
            return EnterTurnAsync();
        }

        EnterUserCode();
        return default;
    }

    /// <summary>Ends what <see cref="EnterAsync"/> began.</summary>
    protected void Leave()
    {
        run.Leave();
        LeaveUserCode();
    }

    private async ValueTask EnterTurnAsync()
    {
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            EnterUserCode();
        }
        catch
        {
            run.Leave();
            throw;
        }
    }
}
