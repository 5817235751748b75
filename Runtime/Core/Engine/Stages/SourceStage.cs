using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Distil.Checkpoints;
using Distil.IO.JsonLines;

namespace Distil.Engine.Stages;

/// <summary>Reads a source.</summary>
internal sealed class SourceStage(PipelineRun run, string name, SourceKernel kernel, ForkGate[] forks, ForkGate? sourceGate)
    : Stage(run, name, kernel.Step, kernel, forks)
{
    private long _ordinal;
    private bool _isComplete;

    /// <summary>What the run waited for no longer while it went on: the source's next row.</summary>
    private Task? _leftRead;
    private Task _closing = Task.CompletedTask;
    private bool _isClosed;

    /// <summary>The number of the next row.</summary>
    private long Next => RowNumber.Pack(kernel.SourceIndex, _ordinal);

    public override int SourceIndex => kernel.SourceIndex;

    public override SourceLocations? Locations => kernel.Locations;

    public override void StartAt(RestartPoint start)
    {
        base.StartAt(start);
        _isComplete = start.Position == Position.End;
        _ordinal = _isComplete ? 0 : RowNumber.OrdinalFrom(start.Position.Number, SourceIndex);
        sourceGate?.StartAt(_ordinal);
    }

    protected override async Task ExecuteAsync()
    {
        if (_isComplete)
        {
            // All of its rows are committed everywhere.
            Output.PassNumber(Next);
            Output.PassAll();
            await Output.FlushAsync(all: true).ConfigureAwait(false);
            return;
        }

        EnterUserCode();
        try
        {
            kernel.Skip = kernel.SupportsOffset ? 0 : _ordinal;
            kernel.Start(_ordinal - kernel.Skip, Run.SourceToken);
        }
        catch (Exception exception)
        {
            throw new StepException(kernel.Step, 0, null, exception);
        }
        finally
        {
            LeaveUserCode();
        }

        var ended = false;
        ExceptionDispatchInfo? failure = null;
        try
        {
            // Says where its numbers begin, so that a merge of several sources need not wait for its first row.
            Advance(0);
            await Output.FlushAsync(all: true).ConfigureAwait(false);
            ended = kernel.IsParsed ? await ReadParsedAsync().ConfigureAwait(false)
                : kernel.IsAsync ? await ReadAsync().ConfigureAwait(false)
                : await ReadBlocksAsync().ConfigureAwait(false);
        }
        catch (StepException stopped) when (stopped.Step == kernel.Step && stopped.InnerException is OperationCanceledException
            && Run.IsStopping)
        {
            // The source was told to stop, and says that it did.
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
            await Output.FlushFailedAsync().ConfigureAwait(false);
        }

        if (failure is null && !IsLeftBehind)
        {
            // What has come does not wait until the source is closed.
            await Output.FlushAsync(all: true).ConfigureAwait(false);
        }

        await CloseAsync(hasFailed: failure is not null).ConfigureAwait(false);
        failure?.Throw();
        if (IsLeftBehind)
        {
            return;
        }

        if (ended)
        {
            Run.Sources.SetLength(kernel.SourceIndex, _ordinal);
            Output.PassAll();
        }
        else
        {
            Run.NoteIncomplete();
        }

        await Output.FlushAsync(all: true).ConfigureAwait(false);
    }

    public override IEnumerable<int> LeftSteps => IsStillInside ? Body : IsLeft ? [kernel.Step] : [];

    protected override IEnumerable<int> Body => [kernel.Step, .. Output.BodySteps];

    /// <summary>The source is not closed, or asked for a row, though the run does not wait for it.</summary>
    private bool IsLeft => (IsLeftBehind && !_isClosed) || !_closing.IsCompleted || _leftRead is { IsCompleted: false };

    public override void AddLeft(List<string> left)
    {
        if (IsStillInside || IsLeft)
        {
            left.Add($"'{Name}'");
        }
    }

    protected override ValueTask DrainAsync() => default;

    /// <summary>
    /// Synchronous sources: blocks of rows, larger while they come fast, so that a slow source's rows do not wait for company.
    /// </summary>
    private async ValueTask<bool> ReadBlocksAsync()
    {
        var block = Math.Min(Run.Settings(kernel.Step).BatchSize, Run.TransportSize);
        while (!Run.IsStopping)
        {
            var max = (int)Math.Min(block, Run.Limit - _ordinal);
            if (max == 0)
            {
                return true;
            }

            await PassAsync().ConfigureAwait(false);
            await Output.BeginAsync(BlockRows.Numbered(), isTimed: true).ConfigureAwait(false);
            var (read, elapsed) = ReadBlock(max);
            Advance(read);
            if (kernel.HasEnded)
            {
                return true;
            }

            var isSlow = elapsed > SlowBlock;
            block = isSlow ? Math.Max(1, block / 2) : Math.Min(block * 2, Run.TransportSize);
            await Output.FlushAsync(all: isSlow).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Sources whose rows are parsed ahead: as many as are at hand.</summary>
    private async ValueTask<bool> ReadParsedAsync()
    {
        while (!Run.IsStopping)
        {
            var max = (int)Math.Min(Run.TransportSize, Run.Limit - _ordinal);
            if (max == 0)
            {
                return true;
            }

            try
            {
                EnterUserCode();
                var more = AskForMore();
                if (!more.IsCompleted)
                {
                    if (!await TryFlushBesideAsync().ConfigureAwait(false))
                    {
                        throw LeaveRead(more.AsTask());
                    }
                }

                if (!await AwaitSourceAsync(more).ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is not StepException)
            {
                throw new StepException(kernel.Step, 0, Run.RowId(Next), exception);
            }
            finally
            {
                LeaveUserCode();
            }

            await PassAsync().ConfigureAwait(false);
            await Output.BeginAsync(BlockRows.Numbered(), isTimed: true).ConfigureAwait(false);
            Advance(ReadBlock(max).Rows);
            await Output.FlushAsync(all: false).ConfigureAwait(false);
        }

        return false;
    }

    private async ValueTask<bool> ReadAsync()
    {
        var collected = 0;
        while (!Run.IsStopping)
        {
            if (_ordinal >= Run.Limit)
            {
                return true;
            }

            bool has;
            try
            {
                EnterUserCode();
                var next = AskForMore();
                if (!next.IsCompleted && collected > 0)
                {
                    collected = 0;
                    if (!await TryFlushBesideAsync().ConfigureAwait(false))
                    {
                        throw LeaveRead(next.AsTask());
                    }
                }

                has = await AwaitSourceAsync(next).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not StepException)
            {
                throw new StepException(kernel.Step, 0, Run.RowId(Next), exception);
            }
            finally
            {
                LeaveUserCode();
            }

            if (!has)
            {
                return true;
            }

            if (Run.IsStopping)
            {
                return false;
            }

            await PassAsync().ConfigureAwait(false);
            await Output.BeginAsync(BlockRows.None, isTimed: false).ConfigureAwait(false);
            Take();
            Advance(1);
            if (++collected == Run.TransportSize)
            {
                collected = 0;
                await Output.FlushAsync(all: true).ConfigureAwait(false);
            }
        }

        return false;
    }

    /// <summary>Asks the source for more. If it blocks its thread, the rows that it gave before are not held up.</summary>
    private ValueTask<bool> AskForMore()
    {
        Output.BeginCall();
        try
        {
            return kernel.IsParsed ? kernel.WaitAsync() : kernel.MoveNextAsync();
        }
        finally
        {
            Output.EndCall();
        }
    }

    /// <summary>Waits for what the source was asked for: the time is that of its calls.</summary>
    private ValueTask<bool> AwaitSourceAsync(ValueTask<bool> more)
    {
        return more.IsCompleted ? more : TimeAsync();

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        async ValueTask<bool> TimeAsync()
        {
            var begun = Run.TimeProvider.GetTimestamp();
            try
            {
                return await more.ConfigureAwait(false);
            }
            finally
            {
                Output.AddTime(begun);
            }
        }
    }

    /// <summary>Sends what is collected while the source is asked for more.</summary>
    /// <returns>False: the run does not wait for the source any longer.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TryFlushBesideAsync()
    {
        if (!TryLeaveUserCode())
        {
            return false;
        }

        await Output.FlushAsync(all: true).ConfigureAwait(false);
        return TryEnterUserCode();
    }

    /// <summary>The source may not have answered, and is not waited for any longer.</summary>
    private OperationCanceledException LeaveRead(Task read)
    {
        _leftRead = read;
        PipelineRun.Observe(read);
        return new();
    }

    /// <summary>Reads the block that the caller has begun, and ends it.</summary>
    private (int Rows, TimeSpan Elapsed) ReadBlock(int max)
    {
        int read;
        TimeSpan elapsed;
        try
        {
            read = kernel.Read(Next, max);
        }
        catch (Exception exception)
        {
            throw kernel.Failed(kernel.Step, Run.RowId(Next + kernel.Row - kernel.From), exception);
        }
        finally
        {
            elapsed = Output.End();
        }

        return (read, elapsed);
    }

    /// <summary>Takes one row in the block that the caller has begun, and ends it.</summary>
    private void Take()
    {
        try
        {
            kernel.Take(Next);
        }
        catch (Exception exception)
        {
            throw kernel.Failed(kernel.Step, Run.RowId(Next), exception);
        }
        finally
        {
            Output.End();
        }
    }

    private ValueTask PassAsync() => sourceGate is null || sourceGate.IsOpen(_ordinal) ? default : PassSourceGateAsync(sourceGate);

    private async ValueTask PassSourceGateAsync(ForkGate gate)
    {
        await Output.PassForksAsync().ConfigureAwait(false);
        await Output.FlushAsync(all: true).ConfigureAwait(false);
        await Output.AwaitRoomAsync(gate.WaitAsync(_ordinal)).ConfigureAwait(false);
    }

    private void Advance(int rows)
    {
        _ordinal += rows;
        Output.PassNumber(Next);

        // Lines that are no rows are counted by their number in the source, as all its rows are.
        Output.Note(new Position(Next, 0), headRows: _ordinal);
    }

    /// <summary>
    /// Closes the source. Where it, or what is fused to it, has failed, that is what is thrown, and what closing throws is kept beside it.
    /// </summary>
    private async ValueTask CloseAsync(bool hasFailed)
    {
        try
        {
            if (TryEnterUserCode())
            {
                await kernel.StopAsync().ConfigureAwait(false);
            }
            else
            {
                await CloseLateAsync().ConfigureAwait(false);
            }
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
        finally
        {
            _isClosed = _closing.IsCompleted;
            LeaveUserCode();
        }
    }

    /// <summary>
    /// Closes the source after the time for code of the user's is over: it held on to nothing, but what it waited for did. It has as much
    /// time again; where its next row is not waited for, it is closed behind that, and not waited for either.
    /// </summary>
    private async ValueTask CloseLateAsync()
    {
        _closing = Task.Run(async () =>
        {
            if (_leftRead is { } read)
            {
                await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await kernel.StopAsync().ConfigureAwait(false);
        });
        if (_leftRead is null or { IsCompleted: true } && !IsLeftBehind && await Run.EndsInTimeAsync(_closing).ConfigureAwait(false))
        {
            await _closing.ConfigureAwait(false);
        }
        else
        {
            PipelineRun.Observe(_closing);
        }
    }

    private static readonly TimeSpan SlowBlock = TimeSpan.FromMilliseconds(5);
}
