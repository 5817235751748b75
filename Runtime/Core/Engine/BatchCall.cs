namespace Distil.Engine;

/// <summary>A batch on its way through a method: its rows, its answers, and what is accounted for behind it.</summary>
internal sealed class BatchCall<TIn, TAnswers>(long[] marks)
    where TIn : RowBatch
    where TAnswers : Answers
{
    /// <summary>Null: no rows, only marks.</summary>
    public TIn? Rows { get; set; }

    public long[] Marks => marks;

    public TAnswers? Answers { get; set; }

    /// <summary>Whether the call is left to the next run; known when <see cref="Work"/> has ended.</summary>
    public bool IsLeft { get; set; }

    /// <summary>Whether an attempt may still use rows and answers when <see cref="Work"/> has ended: they are not reused.</summary>
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

    /// <summary>Forgets everything but the room for marks.</summary>
    public void Reset() =>
        (Rows, Answers, Work, IsLeft, MayBeUsed, Position) = (null, null, Task.CompletedTask, false, false, null);
}
