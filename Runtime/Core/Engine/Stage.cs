using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Distil.Engine;

/// <summary>One loop of a run: takes rows from its head, lets a kernel handle them, sends what the kernel wrote.</summary>
internal abstract partial class Stage(PipelineRun run, string name, int step, ForkGate[] forks)
{
    private bool _hasFailed;

    public string Name => name;

    protected PipelineRun Run => run;

    /// <summary>The forks that are counted in it.</summary>
    protected ForkGate[] Forks => forks;

    /// <summary>The step at the head: failures without a better place, and waiting rows, are its.</summary>
    protected int Step => step;

    /// <summary>Runs until the input ends; never throws. What it reads is read to the end and what it writes is completed, whatever happens.</summary>
    public async Task RunAsync()
    {
        try
        {
            await ExecuteAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        if (IsLeftBehind)
        {
            return;
        }

        await EndCallsAsync().ConfigureAwait(false);

        // Completed first, so that what is below can finish while this stage still drains.
        Complete();
        await DrainAsync().ConfigureAwait(false);
    }

    /// <summary>The stage has failed: stops the run. Of several failures the first is said; what a hard stop ends, the run itself says.</summary>
    protected void Fail(Exception exception)
    {
        if (!_hasFailed && !IsLeftBehind && !IsHardStop(exception))
        {
            _hasFailed = true;
            run.Fail(step, exception);
        }
    }

    /// <summary>Whether something ended because the run was cancelled, and not by a failure of its own.</summary>
    protected bool IsHardStop(Exception? exception) =>
        run.Token.IsCancellationRequested && exception is (OperationCanceledException or StepException { InnerException: OperationCanceledException });

    protected abstract Task ExecuteAsync();

    /// <summary>Completes the edges that it writes.</summary>
    protected abstract void Complete();

    /// <summary>Reads and discards what is left on the edges that it reads.</summary>
    protected abstract ValueTask DrainAsync();

    protected async ValueTask DrainAsync(IRowReader reader)
    {
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var rows))
            {
                run.Counters[step].AddWaiting(rows.Count);
                rows.Release();
            }
        }
    }

    /// <summary>Counts the rows of a block behind the one that failed: they wait.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="to">Behind the last row of the block.</param>
    /// <param name="atHand">How many rows wait where no row failed: the run ends before they are handled.</param>
    protected void CountBehind(Exception failure, int to, int atHand = 0) =>
        Run.Counters[Step].AddWaiting(failure is StepException step ? Math.Max(0, to - step.Row - 1) : atHand);

    /// <summary>Counts rows behind the one that failed that were counted as rows in: their answers do not go on, and so they wait.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="to">Behind the last row that was counted.</param>
    protected void CountLeftBehind(Exception failure, int to)
    {
        if (failure is StepException step)
        {
            Run.Counters[Step].Add(Math.Min(0, step.Row + 1 - to), 0);
            CountBehind(failure, to);
        }
    }

    /// <summary>Adds the time since <paramref name="begun"/> to the step at the head: the steps of a loop are not timed one by one.</summary>
    protected void AddTime(long begun) => run.Counters[step].AddTime(run.TimeProvider.GetElapsedTime(begun));

    protected static void Complete(Kernel kernel)
    {
        foreach (var port in kernel.Ports)
        {
            port.Link.Complete();
        }
    }

    /// <summary>Sends what the kernel has written, or lets it collect more.</summary>
    /// <param name="kernel">Whose ports.</param>
    /// <param name="head">The head's marks.</param>
    /// <param name="all">Nothing more is at hand: send also what is less than half full.</param>
    protected ValueTask FlushAsync(Kernel kernel, long[] head, bool all) => FlushFromAsync(0, kernel, head, all);

    /// <summary>Sends what a failed kernel had written before, without accounting for anything more.</summary>
    protected async ValueTask FlushFailedAsync(Kernel kernel)
    {
        if (IsLeftBehind)
        {
            return;
        }

        foreach (var port in kernel.Ports)
        {
            if (port.Rows.Count > 0)
            {
                port.Freeze();
                await port.SendAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until every fork of this stage may let rows pass; sends first what is collected, for others wait for it.</summary>
    protected ValueTask PassForksAsync(Kernel kernel, long[] head)
    {
        for (var fork = 0; fork < Forks.Length; fork++)
        {
            if (!Forks[fork].IsOpen(kernel.Forks[fork]))
            {
                return WaitForForksAsync(kernel, head);
            }
        }

        return default;
    }

    protected static void MarksAt(RowBatch rows, int next, [NotNull] ref long[]? head)
    {
        head ??= new long[rows.Marks.Length];
        for (var level = 0; level < head.Length; level++)
        {
            head[level] = rows.MarkAt(level, next);
        }
    }

    private ValueTask FlushFromAsync(int port, Kernel kernel, long[] head, bool all)
    {
        for (; port < kernel.Ports.Count; port++)
        {
            var sent = SendIfDue(kernel, port, head, all);
            if (!sent.IsCompletedSuccessfully)
            {
                return FlushBehindAsync(sent, port, kernel, head, all);
            }
        }

        return default;
    }

    /// <summary>A channel is full: the ports behind it wait until it is not.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushBehindAsync(ValueTask sent, int port, Kernel kernel, long[] head, bool all)
    {
        await sent.ConfigureAwait(false);
        await FlushFromAsync(port + 1, kernel, head, all).ConfigureAwait(false);
    }

    private ValueTask SendIfDue(Kernel kernel, int index, long[] head, bool all)
    {
        var port = kernel.Ports[index];
        var advanced = port.Mark(head, kernel.Forks);
        var isDue = port.Link.IsAligned || head[0] == long.MaxValue
            ? advanced || port.Rows.Count > 0
            : port.Rows.Count > 0 && (all || port.Rows.Count >= run.TransportSize / 2);
        return isDue ? port.SendAsync() : default;
    }

    private async ValueTask WaitForForksAsync(Kernel kernel, long[] head)
    {
        await FlushAsync(kernel, head, all: true).ConfigureAwait(false);
        for (var fork = 0; fork < Forks.Length; fork++)
        {
            await Forks[fork].WaitAsync(kernel.Forks[fork]).ConfigureAwait(false);
        }
    }
}
