namespace Distil.Engine.State;

/// <summary>The calls of a run that have not ended although their time is over.</summary>
/// <remarks>Safe for several threads at once.</remarks>
internal sealed class LateCalls(PipelineRun run)
{
    private readonly Gate _lock = new();
    private readonly List<LateCall> _calls = [];

    /// <summary>Those that still run, as they came.</summary>
    public LateCall[] All
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Adds a call and observes its end; what it gives is discarded.</summary>
    /// <param name="step">The step that is called.</param>
    /// <param name="row">The row that it is called with, or the first of several.</param>
    /// <param name="work">The attempt.</param>
    /// <param name="ended">Called once it has ended.</param>
    public LateCall Add(int step, RowId row, Task work, Action ended)
    {
        var call = new LateCall(run, step, row, work);
        lock (_lock)
        {
            _calls.Add(call);
        }

        call.Ended = ObserveAsync(call, ended);
        return call;
    }

    private async Task ObserveAsync(LateCall call, Action ended)
    {
        await call.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _calls.Remove(call);
        }

        run.Events.LateCallEnded(run.StepName(call.Step), call.Row, call.Work.Exception?.InnerException);
        ended();
    }
}

/// <summary>A call that has not ended although its time is over.</summary>
internal sealed class LateCall(PipelineRun run, int step, RowId row, Task work)
{
    /// <summary>How long after its time is over a call keeps its slot in <c>Concurrency</c>.</summary>
    private static readonly TimeSpan s_slotTime = TimeSpan.FromSeconds(10);

    /// <summary>The step that is called.</summary>
    public int Step => step;

    /// <summary>The row that it is called with, or the first of several.</summary>
    public RowId Row => row;

    /// <summary>The call.</summary>
    public Task Work => work;

    /// <summary>Completes when the call has ended, however it ends, and what it was given is free; never fails.</summary>
    public Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>Waits until the call has ended, has lost its slot in <c>Concurrency</c>, or the run stops.</summary>
    public async Task KeepSlotAsync()
    {
        await work.WaitAsync(s_slotTime, run.TimeProvider, run.StopToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted && !run.IsStopping)
        {
            run.Events.LateCallLostSlot(run.StepName(step), row, s_slotTime);
        }
    }
}
