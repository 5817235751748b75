using Distil.Checkpoints;
using Distil.Engine.State;
using Distil.Journal.Records;

namespace Distil.Engine.Calls;

/// <summary>A batch on its way through a method: its rows, its results, and what is accounted for behind it.</summary>
internal sealed class BatchCall<TIn, TResults>(long[] watermarks)
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Null: no rows, only watermarks.</summary>
    public TIn? Rows { get; set; }

    public long[] Watermarks => watermarks;

    /// <summary>The place behind its rows: there a batch begins.</summary>
    public Position Behind { get; set; }

    /// <summary>Where the journal ended before the call began.</summary>
    public JournalLocation Location { get; set; }

    public TResults? Results { get; set; }

    /// <summary>Whether the call is left to the next run; known when <see cref="Work"/> has ended.</summary>
    public bool IsLeft { get; set; }

    /// <summary>The rows that have no result; null: none. Known when <see cref="Work"/> has ended.</summary>
    public IReadOnlyDictionary<int, CallOutcome>? Failures { get; set; }

    /// <summary>Whether an attempt may still use rows and results when <see cref="Work"/> has ended: they are not reused.</summary>
    public bool MayBeUsed { get; set; }

    /// <summary>Where the call stands; null: there is none.</summary>
    public UserCodePosition? Position { get; set; }

    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Waits until the call has ended, however it ends, or is left behind.</summary>
    /// <returns>False: it is left behind.</returns>
    public async ValueTask<bool> EndsAsync(Abandonment abandonment)
    {
        if (!Work.IsCompleted)
        {
            await Task.WhenAny(Work, abandonment.WhenDue).ConfigureAwait(false);
        }

        if (Position is { IsLeft: true })
        {
            return false;
        }

        await Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    /// <summary>Forgets everything but the room for watermarks.</summary>
    public void Reset() =>
        (Rows, Results, Work, IsLeft, MayBeUsed, Position, Failures) = (null, null, Task.CompletedTask, false, false, null, null);
}
