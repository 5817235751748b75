using Distil.Engine.Calls;

namespace Distil.Engine.Stages;

/// <content>What becomes of answered batches.</content>
internal sealed partial class ConcurrentBatchStage<TIn, TResults>
{
    /// <summary>Rows of the oldest batch that have gone on.</summary>
    private int _emitted;

    /// <summary>Sends what the oldest batch became; where order does not matter below, the first that is done.</summary>
    private async ValueTask EmitAsync()
    {
        if (!_isOrdered)
        {
            BringDoneForward();
        }

        var call = _atWork.Peek();
        if (call.Rows is null)
        {
            _lastAccount = null;
        }

        try
        {
            if (!_hasLeft || !_isOrdered)
            {
                if (!call.Work.IsCompleted)
                {
                    // What was answered before does not wait for this call.
                    await Output.FlushAsync(all: true).ConfigureAwait(false);
                }

                if (await call.EndsAsync(Run.Abandonment).ConfigureAwait(false))
                {
                    await call.Work.ConfigureAwait(false);
                }
                else
                {
                    call.IsLeft = true;
                }
            }

            if (call.IsLeft || (_hasLeft && (_isOrdered || call.Rows is null)))
            {
                // What comes behind rows that are left to the next run is left with them.
                (_stopped, _hasLeft) = (true, true);
                await LeaveAsync(call).ConfigureAwait(false);
            }
            else
            {
                await ProcessAsync(call).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            if (IsLeftBehind)
            {
                throw;
            }

            _atWork.Dequeue();
            if (call.Work.IsCompletedSuccessfully)
            {
                CountLeftBehind(failure, call.Rows?.Count ?? 0);
            }

            await Output.FlushFailedAsync().ConfigureAwait(false);
            throw;
        }

        _atWork.Dequeue();
        if (call.Position is { } position)
        {
            _spare.Push(position);
        }

        call.Reset();
        _ended.Push(call);
    }

    private void BringDoneForward()
    {
        for (var turn = 0; turn < _atWork.Count && !_atWork.Peek().Work.IsCompleted; turn++)
        {
            _atWork.Enqueue(_atWork.Dequeue());
        }
    }

    private async ValueTask ProcessAsync(BatchCall<TIn, TResults> call)
    {
        var from = 0;
        var to = call.Rows?.Count ?? 0;
        var end = 0;
        _failed.Add(call.Failures);
        do
        {
            if (call.Rows is not null && from == end)
            {
                end = _failed.Next(call.Rows, call.Results!, ref from, to);
            }

            if (call.Rows is not null && from < end)
            {
                await Output.BeginAsync(BlockRows.Of(call.Rows, from), isTimed: false).ConfigureAwait(false);
                try
                {
                    from = _kernel.Process(call.Rows, call.Results!, from, end);
                }
                finally
                {
                    Output.End();
                }
            }

            _emitted = from;

            if (!_hasLeft)
            {
                Account(call, from);
            }

            await Output.FlushAsync(all: _atWork.Count == 1).ConfigureAwait(false);
        }
        while (from < to);

        if (!_hasLeft)
        {
            Output.Note(call.Behind, _failed.Passed, call.Location);
        }

        _emitted = 0;
        if (call.Rows is { } rows && !call.MayBeUsed)
        {
            call.Results!.Clear(rows.Count);
            _spareResults.Push(call.Results);
            rows.Clear();
            _spareRows.Push(rows);
        }
    }

    /// <summary>
    /// Passes the rows of a call before a row; with all of them, what the input accounted for where the call was cut off.
    /// </summary>
    private void Account(BatchCall<TIn, TResults> call, int next)
    {
        if (next < (call.Rows?.Count ?? 0))
        {
            Output.Pass(call.Rows!, next);
        }
        else
        {
            Output.Pass(call.Watermarks);
        }
    }
}
