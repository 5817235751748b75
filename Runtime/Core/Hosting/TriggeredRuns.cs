using System.Threading.Channels;

namespace Distil.Hosting;

/// <summary>Runs once for each item of a trigger; items that come during a run are one further run.</summary>
internal static class TriggeredRuns
{
    /// <param name="trigger">Gives the items.</param>
    /// <param name="run">Runs once; never throws.</param>
    /// <param name="stop">Ends the items. The run that goes on is waited for.</param>
    public static async Task RunAsync(IPipelineTrigger trigger, Func<RunOptions?, Task> run, CancellationToken stop)
    {
        // No token goes into the channel: the reader waits until the writer completes it.
        var items = Channel.CreateBounded<RunOptions?>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
        var reading = Task.Run(() => ReadAsync(trigger, items.Writer, stop), CancellationToken.None);
        await foreach (var item in items.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (!stop.IsCancellationRequested)
            {
                await run(item).ConfigureAwait(false);
            }
        }

        await reading.ConfigureAwait(false);
    }

    private static async Task ReadAsync(IPipelineTrigger trigger, ChannelWriter<RunOptions?> items, CancellationToken stop)
    {
        try
        {
            await foreach (var item in trigger.WaitAsync(stop).WithCancellation(stop).ConfigureAwait(false))
            {
                items.TryWrite(item);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            items.TryComplete();
        }
    }
}
