using System.Runtime.ExceptionServices;

namespace Distil.Engine;

/// <summary>Reads a source.</summary>
internal sealed class SourceStage(PipelineRun run, string name, SourceKernel kernel, ForkGate[] forks, ForkGate? sourceGate)
    : Stage(run, name, kernel.Step, forks)
{
    private readonly long[] _head = [PipelineRun.Pack(kernel.SourceIndex, 0)];
    private long _place;

    protected override async Task ExecuteAsync()
    {
        try
        {
            kernel.Start(0, Run.SourceToken);
        }
        catch (Exception exception)
        {
            throw new StepException(kernel.Step, 0, null, exception);
        }

        var ended = false;
        ExceptionDispatchInfo? failure = null;
        try
        {
            // Says where its numbers begin, so that a merge of several sources need not wait for its first row.
            await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
            ended = kernel.IsParsed ? await ReadParsedAsync().ConfigureAwait(false)
                : kernel.IsAsync ? await ReadAsync().ConfigureAwait(false)
                : await ReadBlocksAsync().ConfigureAwait(false);
        }
        catch (StepException stopped) when (stopped.Step == kernel.Step && stopped.InnerException is OperationCanceledException && Run.IsStopping)
        {
            // The source was told to stop, and says that it did.
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
            await FlushFailedAsync(kernel).ConfigureAwait(false);
        }

        await CloseAsync(hasFailed: failure is not null).ConfigureAwait(false);
        failure?.Throw();
        if (ended)
        {
            Run.SetSourceLength(kernel.SourceIndex, _place);
            _head[0] = long.MaxValue;
        }
        else
        {
            Run.NoteIncomplete();
        }

        await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
    }

    protected override void Complete() => Complete(kernel);

    protected override ValueTask DrainAsync() => default;

    /// <summary>Synchronous sources: blocks of rows, larger while they come fast, so that a slow source's rows do not wait for company.</summary>
    private async ValueTask<bool> ReadBlocksAsync()
    {
        var block = Math.Min(Run.Settings(kernel.Step).BatchSize, Run.TransportSize);
        while (!Run.IsStopping)
        {
            var max = (int)Math.Min(block, Run.Limit - _place);
            if (max == 0)
            {
                return true;
            }

            await PassAsync().ConfigureAwait(false);
            var started = Run.TimeProvider.GetTimestamp();
            await Run.EnterAsync().ConfigureAwait(false);
            var read = ReadBlock(max);
            var elapsed = Run.TimeProvider.GetElapsedTime(started);
            Run.Counters[kernel.Step].AddTime(elapsed);
            Advance(read);
            if (read < max)
            {
                return true;
            }

            var isSlow = elapsed > SlowBlock;
            block = isSlow ? Math.Max(1, block / 2) : Math.Min(block * 2, Run.TransportSize);
            await FlushAsync(kernel, _head, all: isSlow).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Sources whose rows are parsed ahead: as many as are at hand.</summary>
    private async ValueTask<bool> ReadParsedAsync()
    {
        while (!Run.IsStopping)
        {
            var max = (int)Math.Min(Run.TransportSize, Run.Limit - _place);
            if (max == 0)
            {
                return true;
            }

            try
            {
                var more = kernel.WaitAsync();
                if (!more.IsCompleted)
                {
                    await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
                }

                if (!await more.ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is not StepException)
            {
                throw new StepException(kernel.Step, 0, Run.RowId(_head[0]), exception);
            }

            await PassAsync().ConfigureAwait(false);
            var started = Run.TimeProvider.GetTimestamp();
            await Run.EnterAsync().ConfigureAwait(false);
            var read = ReadBlock(max);
            Run.Counters[kernel.Step].AddTime(Run.TimeProvider.GetElapsedTime(started));
            Advance(read);
            await FlushAsync(kernel, _head, all: false).ConfigureAwait(false);
        }

        return false;
    }

    private async ValueTask<bool> ReadAsync()
    {
        var collected = 0;
        while (!Run.IsStopping)
        {
            if (_place >= Run.Limit)
            {
                return true;
            }

            ValueTask<bool> next;
            try
            {
                next = kernel.MoveNextAsync();
                if (!next.IsCompleted && collected > 0)
                {
                    collected = 0;
                    await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is not StepException)
            {
                throw new StepException(kernel.Step, 0, Run.RowId(_head[0]), exception);
            }

            if (Run.IsStopping)
            {
                return false;
            }

            await PassAsync().ConfigureAwait(false);
            await Run.EnterAsync().ConfigureAwait(false);
            Take();
            Advance(1);
            if (++collected == Run.TransportSize)
            {
                collected = 0;
                await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
            }
        }

        return false;
    }

    /// <summary>Reads a block; the turn, which the caller has waited for, ends with it.</summary>
    private int ReadBlock(int max)
    {
        try
        {
            return kernel.Read(_head[0], max);
        }
        catch (Exception exception)
        {
            throw kernel.Failed(kernel.Step, Run.RowId(_head[0] + kernel.Row - kernel.From), exception);
        }
        finally
        {
            Run.Leave();
        }
    }

    /// <summary>Takes one row; the turn ends with it.</summary>
    private void Take()
    {
        try
        {
            kernel.Take(_head[0]);
        }
        catch (Exception exception)
        {
            throw kernel.Failed(kernel.Step, Run.RowId(_head[0]), exception);
        }
        finally
        {
            Run.Leave();
        }
    }

    private ValueTask PassAsync() => sourceGate is null || sourceGate.IsOpen(_place) ? PassForksAsync(kernel, _head) : PassSourceGateAsync(sourceGate);

    private async ValueTask PassSourceGateAsync(ForkGate gate)
    {
        await PassForksAsync(kernel, _head).ConfigureAwait(false);
        await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
        await gate.WaitAsync(_place).ConfigureAwait(false);
    }

    private void Advance(int rows)
    {
        _place += rows;
        _head[0] = PipelineRun.Pack(kernel.SourceIndex, _place);
    }

    /// <summary>Closes the source. Where it, or what is fused to it, has failed, that is what is thrown, and what closing throws is kept beside it.</summary>
    private async ValueTask CloseAsync(bool hasFailed)
    {
        try
        {
            await kernel.StopAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Run.IsStopping)
        {
            // Closing was cut short by the stop itself.
        }
        catch (Exception exception) when (hasFailed)
        {
            Run.UserCode.Failed(Run.StepName(kernel.Step), null, exception);
        }
        catch (Exception exception)
        {
            throw new StepException(kernel.Step, 0, null, exception);
        }
    }

    private static readonly TimeSpan SlowBlock = TimeSpan.FromMilliseconds(5);
}
