using Distil.Engine.Kernels;
using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <content>A row that becomes many is interrupted when its children fill a batch: memory is bounded whatever the size of an
/// expansion.</content>
/// <remarks>
/// Called by the loop, on its thread, in an open block. The block is closed meanwhile, so the outlets are the caller's, and the loop's
/// thread stands outside of user code while it waits for readers. In a sequential run it gives the turn away and takes it again. The
/// watermark is that of the row at hand for this sending alone: the driver, which does not run meanwhile, goes on from its own. After a
/// stop nothing is sent here: an expansion that fills a batch, or that is asked to pause twice, is left in the middle.
/// </remarks>
internal sealed partial class StageOutput
{
    /// <summary>Where the loop was when it was last asked to pause.</summary>
    private (int Turn, int Row) _paused;

    /// <inheritdoc/>
    public void SendWithinRow() => SendWithinRow(_loop);

    /// <summary>Sends what the loop has written, and blocks until there is room for more.</summary>
    /// <param name="position">Where the loop's thread stands.</param>
    public void SendWithinRow(UserCodePosition position)
    {
        if (_run.IsStopping)
        {
            ThrowIfLeft();
            return;
        }

        Close();
        position.Leave();
        position.ThrowIfLeft();
        _run.WaitWithoutTurn(SendRowSoFarAsync());
        position.Enter();
        Open(_block);
    }

    /// <summary>The run stops: asks whether the row at hand is left.</summary>
    /// <exception cref="ExpansionLeftException">It is.</exception>
    private void ThrowIfLeft()
    {
        var position = (_turn, _kernel.Row);
        if (position == _paused || _kernel.Outlets.Any(outlet => outlet.Rows.Count >= _run.TransportSize))
        {
            throw new ExpansionLeftException();
        }

        _paused = position;
        _kernel.AskToPause(false);
    }

    private async ValueTask SendRowSoFarAsync()
    {
        if (!TryReadWatermark(_kernel.Row))
        {
            return;
        }

        var passed = _watermark;
        AddForks(1);
        try
        {
            _watermark = [.. _standingWatermark];
            await FlushAsync(all: true).ConfigureAwait(false);
            for (var fork = 0; fork < _gates.Length; fork++)
            {
                await _gates[fork].WaitAsync(_forks[fork]).ConfigureAwait(false);
            }
        }
        finally
        {
            _watermark = passed;
            AddForks(-1);
        }
    }

    /// <summary>Replicas: for the time of the sending the forks count what this one has counted since its batch began.</summary>
    private void AddForks(int sign)
    {
        if (!_isReplicated)
        {
            return;
        }

        if (sign > 0)
        {
            foreach (var outlet in _kernel.Outlets)
            {
                outlet.Rebase(_forks);
            }
        }

        for (var fork = 0; fork < _forks.Length; fork++)
        {
            _forks[fork] += sign * _kernel.Forks[fork];
        }
    }
}
