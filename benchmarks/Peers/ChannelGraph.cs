using System.Threading.Channels;

namespace Distil.Benchmarks.Peers;

/// <summary>A task for each step, a bounded channel between two: what most people write by hand.</summary>
/// <param name="capacity">How many items a channel holds.</param>
internal sealed class ChannelGraph(int capacity)
{
    private readonly List<Task> _tasks = [];

    public Task Completion => Task.WhenAll(_tasks);

    public ChannelReader<T> From<T>(IEnumerable<T> source)
    {
        var output = Open<T>();
        Run(output, async () =>
        {
            foreach (var item in source)
            {
                await output.Writer.WriteAsync(item);
            }
        });
        return output.Reader;
    }

    public ChannelReader<TOut> Select<TIn, TOut>(ChannelReader<TIn> input, Func<TIn, TOut> process)
    {
        var output = Open<TOut>();
        Run(output, async () =>
        {
            while (await input.WaitToReadAsync())
            {
                while (input.TryRead(out var item))
                {
                    await output.Writer.WriteAsync(process(item));
                }
            }
        });
        return output.Reader;
    }

    /// <summary>Several tasks that share the work, and give the results in any order.</summary>
    public ChannelReader<TOut> Select<TIn, TOut>(ChannelReader<TIn> input, Func<TIn, TOut> process, int workers)
    {
        var output = Open<TOut>(singleWriter: false);
        Run(output, () => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            await foreach (var item in input.ReadAllAsync())
            {
                await output.Writer.WriteAsync(process(item));
            }
        }))));
        return output.Reader;
    }

    /// <summary>Several loops that share the awaited work, and give the results in any order.</summary>
    public ChannelReader<TOut> SelectAwait<TIn, TOut>(ChannelReader<TIn> input, Func<TIn, ValueTask<TOut>> process, int workers)
    {
        var output = Open<TOut>(singleWriter: false);
        Run(output, () => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            await foreach (var item in input.ReadAllAsync())
            {
                await output.Writer.WriteAsync(await process(item));
            }
        }))));
        return output.Reader;
    }

    public ChannelReader<T> Where<T>(ChannelReader<T> input, Func<T, bool> keep)
    {
        var output = Open<T>();
        Run(output, async () =>
        {
            while (await input.WaitToReadAsync())
            {
                while (input.TryRead(out var item))
                {
                    if (keep(item))
                    {
                        await output.Writer.WriteAsync(item);
                    }
                }
            }
        });
        return output.Reader;
    }

    /// <summary>The same items in arrays of another size.</summary>
    public ChannelReader<T[]> Rebatch<T>(ChannelReader<T[]> input, int size)
    {
        var output = Open<T[]>();
        Run(output, async () =>
        {
            var open = new List<T>(size);
            await foreach (var items in input.ReadAllAsync())
            {
                for (var taken = 0; taken < items.Length;)
                {
                    var part = Math.Min(size - open.Count, items.Length - taken);
                    open.AddRange(items.AsSpan(taken, part));
                    taken += part;
                    if (open.Count == size)
                    {
                        await output.Writer.WriteAsync([.. open]);
                        open.Clear();
                    }
                }
            }

            if (open.Count > 0)
            {
                await output.Writer.WriteAsync([.. open]);
            }
        });
        return output.Reader;
    }

    /// <summary>Each item goes to all outputs.</summary>
    public ChannelReader<T>[] Broadcast<T>(ChannelReader<T> input, int outputs, Func<T, T>? copy = null) =>
        Distribute(input, outputs, async (item, to) =>
        {
            // The item itself goes last: whoever takes it may change it.
            for (var index = outputs - 1; index >= 0; index--)
            {
                await to[index].WriteAsync(index == 0 || copy is null ? item : copy(item));
            }
        });

    /// <summary>Each item goes to one output.</summary>
    public ChannelReader<T>[] Route<T>(ChannelReader<T> input, int outputs, Func<T, int> route) =>
        Distribute(input, outputs, (item, to) => to[route(item)].WriteAsync(item));

    /// <summary>One item of each input is one of the output.</summary>
    public ChannelReader<TOut> Zip<TLeft, TRight, TOut>(ChannelReader<TLeft> left, ChannelReader<TRight> right, Func<TLeft, TRight, TOut> combine)
    {
        var output = Open<TOut>();
        Run(output, async () =>
        {
            await foreach (var item in left.ReadAllAsync())
            {
                await output.Writer.WriteAsync(combine(item, await right.ReadAsync()));
            }
        });
        return output.Reader;
    }

    /// <summary>The items of all inputs, in any order.</summary>
    public ChannelReader<T> Merge<T>(params ChannelReader<T>[] inputs)
    {
        var output = Open<T>(singleWriter: false);
        Run(output, () => Task.WhenAll(inputs.Select(input => Task.Run(async () =>
        {
            await foreach (var item in input.ReadAllAsync())
            {
                await output.Writer.WriteAsync(item);
            }
        }))));
        return output.Reader;
    }

    public void ForEach<T>(ChannelReader<T> input, Action<T> action) => _tasks.Add(Task.Run(async () =>
    {
        while (await input.WaitToReadAsync())
        {
            while (input.TryRead(out var item))
            {
                action(item);
            }
        }
    }));

    private ChannelReader<T>[] Distribute<T>(ChannelReader<T> input, int outputs, Func<T, ChannelWriter<T>[], ValueTask> hand)
    {
        var channels = Enumerable.Range(0, outputs).Select(_ => Open<T>()).ToArray();
        var writers = channels.Select(channel => channel.Writer).ToArray();
        _tasks.Add(Task.Run(async () =>
        {
            while (await input.WaitToReadAsync())
            {
                while (input.TryRead(out var item))
                {
                    await hand(item, writers);
                }
            }

            foreach (var writer in writers)
            {
                writer.Complete();
            }
        }));
        return [.. channels.Select(channel => channel.Reader)];
    }

    private void Run<T>(Channel<T> output, Func<Task> body) => _tasks.Add(Task.Run(async () =>
    {
        try
        {
            await body();
            output.Writer.Complete();
        }
        catch (Exception exception)
        {
            output.Writer.Complete(exception);
            throw;
        }
    }));

    private Channel<T> Open<T>(bool singleWriter = true) =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleWriter = singleWriter });
}
