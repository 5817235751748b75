using System.Threading.Tasks.Dataflow;

namespace Distil.Benchmarks.Peers;

/// <summary>A block for each step, linked: TPL Dataflow with bounded capacities, in order.</summary>
/// <param name="capacity">How many items a block holds.</param>
internal sealed class DataflowGraph(int capacity)
{
    private static readonly DataflowLinkOptions s_link = new() { PropagateCompletion = true };

    public ExecutionDataflowBlockOptions Options(int parallel = 1, bool severalProducers = false) => new()
    {
        BoundedCapacity = Math.Max(capacity, parallel),
        MaxDegreeOfParallelism = parallel,
        SingleProducerConstrained = !severalProducers,
    };

    public TransformBlock<TIn, TOut> Transform<TIn, TOut>(Func<TIn, TOut> process, int parallel = 1) => new(process, Options(parallel));

    public ActionBlock<T> Action<T>(Action<T> action, bool severalProducers = false) => new(action, Options(1, severalProducers));

    public static void Link<T>(ISourceBlock<T> from, ITargetBlock<T> to) => from.LinkTo(to, s_link);

    /// <summary>What is not kept needs a link with the inverse predicate: it would otherwise block, or be lost, under back-pressure.</summary>
    public static void Filter<T>(ISourceBlock<T> from, ITargetBlock<T> to, Predicate<T> keep)
    {
        from.LinkTo(to, s_link, keep);
        from.LinkTo(DataflowBlock.NullTarget<T>(), item => !keep(item));
    }

    public static void Route<T>(ISourceBlock<T> from, ITargetBlock<T> to, Predicate<T> when) => from.LinkTo(to, s_link, when);

    /// <summary>Several blocks into one, which completes when all have.</summary>
    public static void Merge<T>(ITargetBlock<T> to, params ISourceBlock<T>[] from)
    {
        foreach (var block in from)
        {
            block.LinkTo(to);
        }

        Complete(Task.WhenAll(from.Select(block => block.Completion)), to);
    }

    /// <summary>Completes blocks that another one feeds without a link.</summary>
    public static void Complete(IDataflowBlock from, params IDataflowBlock[] to) => Complete(from.Completion, to);

    public static async Task FeedAsync<T>(IEnumerable<T> source, ITargetBlock<T> first, IDataflowBlock last)
    {
        foreach (var item in source)
        {
            if (!await first.SendAsync(item))
            {
                break;
            }
        }

        first.Complete();
        await last.Completion;
    }

    private static void Complete(Task first, params IDataflowBlock[] then) => _ = first.ContinueWith(
        ended =>
        {
            foreach (var block in then)
            {
                if (ended.Exception is { } exception)
                {
                    block.Fault(exception);
                }
                else
                {
                    block.Complete();
                }
            }
        },
        TaskScheduler.Default);
}
