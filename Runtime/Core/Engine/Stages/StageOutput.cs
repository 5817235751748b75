using System.Runtime.CompilerServices;
using Distil.Checkpoints;
using Distil.Engine.Kernels;
using Distil.Engine.State;
using Distil.Running;

namespace Distil.Engine.Stages;

/// <summary>
/// How the rows of a stage leave it: its outlets, its forks, its low watermark, the turn and the clock of its loop. A driver runs each
/// block of rows between <see cref="BeginAsync"/> and <see cref="End"/>, says with <see cref="Pass(RowBatch, int)"/> how far it has come,
/// and sends with <see cref="FlushAsync"/>. While the loop stands in user code, what it has finished is sent for it.
/// </summary>
/// <remarks>
/// <para>
/// Threads. The driver: one task calls all members in turn, but for <see cref="AddTime"/>, which is safe for several. The loop: the thread
/// that runs the kernel; the driver's, or that of the replica whose rows go on first. The run's timer calls <see cref="SendStanding"/>.
/// Where the run has left the stage behind, the task that closes it in its place calls <see cref="CloseInPlaceAsync"/> and
/// <see cref="Complete"/>, and the driver does nothing more.
/// </para>
/// <para>
/// States. Between blocks the outlets are the driver's. While a block is open the loop appends to the batches of the outlets, the driver
/// touches none, and the timer may send copies of rows that the loop has finished. <see cref="Complete"/> and
/// <see cref="CloseInPlaceAsync"/> end this for good. A block holds the turn of a sequential run and stands in user code; it is begun only
/// when no fork of the stage is too far ahead, and nothing waits while it holds the turn.
/// </para>
/// <para>
/// The watermark says that the stage sends no further row with a smaller key. It is the event "the stage has passed this position": it
/// never goes back, and after a failure it stays at what was last sent.
/// </para>
/// <para>Lock order: the turn, then the lock of this output, then those of gates and channels.</para>
/// </remarks>
internal sealed partial class StageOutput : IRowPause
{
    private readonly PipelineRun _run;
    private readonly int _step;
    private readonly UserCodePosition _loop;
    private readonly ForkGate[] _gates;

    /// <summary>Per fork: the rows that have reached it. Of replicas: those of the batches that were sent.</summary>
    private readonly long[] _forks;

    private readonly bool _isReplicated;
    private readonly WaitClock? _wait;
    private Kernel _kernel;
    private long[]? _watermark;
    private long? _begun;

    /// <summary>Prepares the output.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step at the head, to whose time that of the loop is added.</param>
    /// <param name="loop">Where the driver's task stands.</param>
    /// <param name="kernel">The kernel that writes; of replicas, any of them.</param>
    /// <param name="forks">The forks that are counted in the stage.</param>
    /// <param name="isReplicated">Whether several kernels write, each of which counts forks from zero for each batch.</param>
    public StageOutput(PipelineRun run, int step, UserCodePosition loop, Kernel kernel, ForkGate[] forks, bool isReplicated)
    {
        _run = run;
        _step = step;
        _loop = loop;
        _kernel = kernel;
        _gates = forks;
        _isReplicated = isReplicated;
        _forks = isReplicated ? new long[kernel.Forks.Length] : kernel.Forks;
        Answers = kernel.CallsFirst ? run.Answers?.Of(step) : null;
        var start = RestartPoint.Start(_forks.Length) with { Answers = Answers?.Start.Packed ?? RestartPoint.NoAnswers };
        Progress = run.KeepsOrder ? new(start) : null;
        KeepsPoints = _forks.Length > 0 || Answers is not null;
        _wait = kernel.CallsFirst || kernel.BodySteps.Contains(step) ? run.Counters[step].OutputWait : null;
        kernel.Pause = this;
    }

    /// <summary>Whether the step at the head is called in this stage, and not in one behind it that begins with the rows of this.</summary>
    public bool HoldsStep => _wait is not null;

    /// <summary>The steps that the loop calls.</summary>
    public int[] BodySteps => _kernel.BodySteps;

    /// <summary>The least key that can still be sent, by the head's levels; empty: nothing is known yet.</summary>
    public ReadOnlySpan<long> Watermark => _watermark;

    /// <summary>Whether every fork of the stage lets further rows pass.</summary>
    public bool AreForksOpen
    {
        get
        {
            for (var fork = 0; fork < _gates.Length; fork++)
            {
                if (!_gates[fork].IsOpen(_forks[fork]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Whether the outlets have room for so many rows besides those that they hold, and none of these are asked for.</summary>
    public bool CanCollect(int rows)
    {
        if (Volatile.Read(ref _isDue))
        {
            return false;
        }

        // By index: this is asked for each call of a batch method, and an enumerator would be allocated.
        var outlets = _kernel.Outlets;
        for (var outlet = 0; outlet < outlets.Count; outlet++)
        {
            var batch = outlets[outlet].Rows;
            if (batch.Count + rows > batch.Capacity)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a block can begin at once.</summary>
    public bool CanBegin => !_run.IsSequential && AreForksOpen;

    /// <summary>The stage has passed every row before a row of a batch.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="next">The row; their number: all of them, and what the batch accounts for besides.</param>
    public void Pass(RowBatch rows, int next)
    {
        var watermark = _watermark ??= new long[rows.Watermarks.Length];
        for (var level = 0; level < watermark.Length; level++)
        {
            watermark[level] = rows.WatermarkAt(level, next);
        }

        Progress?.Reach(watermark[0]);
    }

    /// <summary>The stage has passed every row with smaller keys.</summary>
    /// <param name="watermark">The keys, by the head's levels.</param>
    public void Pass(ReadOnlySpan<long> watermark)
    {
        _watermark ??= new long[watermark.Length];
        watermark.CopyTo(_watermark);
        Progress?.Reach(watermark[0]);
    }

    /// <summary>The stage has passed every row with a smaller number; what further levels the head has stay as they are.</summary>
    public void PassNumber(long number)
    {
        _watermark ??= new long[1];
        _watermark[0] = number;
        Progress?.Reach(number);
    }

    /// <summary>The stage has passed every row that there is.</summary>
    public void PassAll()
    {
        Array.Fill(_watermark!, long.MaxValue);
        Progress?.Reach(long.MaxValue);
    }

    /// <summary>
    /// Begins a block: waits until every fork lets rows pass and, in a sequential run, for the turn, and enters user code.
    /// </summary>
    /// <param name="block">Its rows.</param>
    /// <param name="isTimed">
    /// Whether the time until <see cref="End"/> is that of the step at the head: its calls are not measured by themselves.
    /// </param>
    /// <exception cref="OperationCanceledException">The run waits for user code no longer.</exception>
    public ValueTask BeginAsync(BlockRows block, bool isTimed)
    {
        if (!CanBegin)
        {
            return WaitAndBeginAsync(block, isTimed);
        }

        Begin(block, isTimed);
        return default;
    }

    /// <summary>Begins a block, where <see cref="CanBegin"/> says that none need wait.</summary>
    /// <param name="block">Its rows.</param>
    /// <param name="isTimed">As of <see cref="BeginAsync"/>.</param>
    /// <exception cref="OperationCanceledException">The run waits for user code no longer.</exception>
    public void Begin(BlockRows block, bool isTimed)
    {
        _loop.Enter();
        Start(block, isTimed);
    }

    /// <summary>Ends the block.</summary>
    /// <returns>How long it took, where it was timed.</returns>
    /// <exception cref="OperationCanceledException">The run has left this stage behind: the driver must do nothing more.</exception>
    public TimeSpan End()
    {
        _run.Reach(RacePoint.EndBlock);
        Close();
        var elapsed = _begun is { } begun ? AddTime(begun) : TimeSpan.Zero;
        _run.Leave();
        _loop.Leave();
        _loop.ThrowIfLeft();
        return elapsed;
    }

    /// <summary>
    /// Adds the time since <paramref name="begun"/> to the step at the head: the steps of a loop are not timed one by one.
    /// </summary>
    /// <returns>That time.</returns>
    public TimeSpan AddTime(long begun)
    {
        var elapsed = _run.TimeProvider.GetElapsedTime(begun);
        _run.Counters[_step].AddTime(elapsed);
        return elapsed;
    }

    /// <summary>Adds the time since <paramref name="begun"/> to the step at the head, as that of one call.</summary>
    public void AddCallTime(long begun) => _run.Counters[_step].AddCallTime(_run.TimeProvider.GetElapsedTime(begun), 1);

    /// <summary>Waits until the rows are taken that were sent before, and measures how long.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask AwaitRoomAsync(ValueTask room)
    {
        _wait?.Begin(_run.TimeProvider);
        try
        {
            await room.ConfigureAwait(false);
        }
        finally
        {
            _wait?.End(_run.TimeProvider);
        }
    }

    /// <summary>Replicas: what this one has written is sent next. Numbers of forks go on where the batch before it ended.</summary>
    public void Adopt(Kernel replica)
    {
        _kernel = replica;
        foreach (var outlet in replica.Outlets)
        {
            outlet.Rebase(_forks);
        }

        for (var fork = 0; fork < _forks.Length; fork++)
        {
            _forks[fork] += replica.Forks[fork];
            replica.Forks[fork] = 0;
        }
    }

    /// <summary>Waits until every fork of the stage lets rows pass; sends first what is collected, for others wait for it.</summary>
    public async ValueTask PassForksAsync()
    {
        if (!AreForksOpen)
        {
            await FlushAsync(all: true).ConfigureAwait(false);
            for (var fork = 0; fork < _gates.Length; fork++)
            {
                await AwaitRoomAsync(_gates[fork].WaitAsync(_forks[fork])).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends what the kernel has written, or lets it collect more.</summary>
    /// <param name="all">Nothing more is at hand: sends also what is less than half full.</param>
    public ValueTask FlushAsync(bool all)
    {
        if (_watermark is null)
        {
            return default;
        }

        if (Volatile.Read(ref _isDue))
        {
            Volatile.Write(ref _isDue, false);
            all = true;
        }

        _run.Reach(RacePoint.Flush);
        return FlushFromAsync(0, all);
    }

    /// <summary>Sends what a failed kernel had written before, and accounts for nothing more.</summary>
    public async ValueTask FlushFailedAsync()
    {
        if (_loop.IsLeft)
        {
            return;
        }

        foreach (var outlet in _kernel.Outlets)
        {
            if (outlet.Unsent > 0)
            {
                outlet.Freeze();
                await outlet.SendAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says to those that read the outlets that nothing more comes.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        foreach (var outlet in _kernel.Outlets)
        {
            outlet.Edge.Complete();
        }
    }

    private async ValueTask WaitAndBeginAsync(BlockRows block, bool isTimed)
    {
        await PassForksAsync().ConfigureAwait(false);
        await _run.EnterAsync().ConfigureAwait(false);
        try
        {
            _loop.Enter();
        }
        catch
        {
            _run.Leave();
            throw;
        }

        Start(block, isTimed);
    }

    private void Start(BlockRows block, bool isTimed)
    {
        _run.Reach(RacePoint.BeginBlock);
        _begun = isTimed ? _run.TimeProvider.GetTimestamp() : null;
        _kernel.StartAt(block.First);
        Open(block);
    }

    private ValueTask FlushFromAsync(int outlet, bool all)
    {
        for (; outlet < _kernel.Outlets.Count; outlet++)
        {
            var sent = SendIfDue(_kernel.Outlets[outlet], all);
            if (!sent.IsCompletedSuccessfully)
            {
                return FlushBehindAsync(sent, outlet, all);
            }
        }

        return default;
    }

    /// <summary>A channel is full: the outlets behind it wait until it is not.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushBehindAsync(ValueTask sent, int outlet, bool all)
    {
        await AwaitRoomAsync(sent).ConfigureAwait(false);
        await FlushFromAsync(outlet + 1, all).ConfigureAwait(false);
    }

    private ValueTask SendIfDue(Outlet outlet, bool all)
    {
        var advanced = outlet.SetWatermarks(_watermark, _forks);
        var unsent = outlet.Unsent;
        var isDue = outlet.Edge.FeedsFanIn || _watermark![0] == long.MaxValue
            ? advanced || unsent > 0
            : unsent > 0 ? all || outlet.Sent > 0 || unsent >= _run.TransportSize / 2
            : advanced && TellsProgress(outlet, all);
        if (isDue)
        {
            return outlet.SendAsync();
        }

        outlet.ForgetSent();
        return default;
    }
}
