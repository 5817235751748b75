namespace Distil;

/// <summary>Says when a pipeline runs that was added to a host: at a time, when a file has come, at a message.</summary>
public interface IPipelineTrigger
{
    /// <summary>
    /// Gives an item for each run. Items that come while a run goes on become one further run, that of the last item. Where the items end,
    /// the pipeline runs no more.
    /// </summary>
    /// <param name="ct">Is cancelled when the host stops.</param>
    /// <returns>How the pipeline runs; null: as it was added.</returns>
    IAsyncEnumerable<RunOptions?> WaitAsync(CancellationToken ct);
}
