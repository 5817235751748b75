namespace Distil.Benchmarks.Peers;

/// <summary>
/// The loop by hand on two threads, in order: each takes the next block, works on it into a buffer of its own, and waits for its turn to
/// hand the results on.
/// </summary>
internal static class TwoThreads
{
    private const int LargestBlock = 8192;

    /// <summary>Works through a source that can be read from any place on.</summary>
    /// <param name="rows">How many rows the source has.</param>
    /// <param name="work">Works on the rows from a place on, as many as said; puts the results into the array and says how many they are.</param>
    /// <param name="emit">Takes the results of one block; called in order, never twice at a time.</param>
    public static void Run<TResult>(long rows, Func<long, int, TResult[], int> work, Action<TResult[], int> emit)
    {
        // Small enough that both threads have work to the end.
        var size = (int)Math.Clamp(rows / 64, 1, LargestBlock);
        var next = 0L;
        Run(
            () => new Block<TResult>(new TResult[size]),
            block =>
            {
                block.Offset = next;
                next += size;
                return block.Offset < rows;
            },
            block => block.Count = work(block.Offset, (int)Math.Min(size, rows - block.Offset), block.Results),
            block => emit(block.Results, block.Count));
    }

    /// <summary>Works through anything that comes in blocks.</summary>
    /// <param name="open">Makes a thread's block.</param>
    /// <param name="take">Fills a block with what comes next, or says that nothing does; never called twice at a time.</param>
    /// <param name="work">Works on a block.</param>
    /// <param name="emit">Takes the results of a block; called in the order of taking, never twice at a time.</param>
    public static void Run<TBlock>(Func<TBlock> open, Func<TBlock, bool> take, Action<TBlock> work, Action<TBlock> emit)
    {
        var source = new Lock();
        var turns = new object();
        var taken = 0L;
        var turn = 0L;
        var other = new Thread(Work);
        other.Start();
        Work();
        other.Join();

        void Work()
        {
            var block = open();
            while (true)
            {
                long own;
                lock (source)
                {
                    if (!take(block))
                    {
                        return;
                    }

                    own = taken++;
                }

                work(block);
                lock (turns)
                {
                    while (turn != own)
                    {
                        Monitor.Wait(turns);
                    }
                }

                emit(block);
                lock (turns)
                {
                    turn++;
                    Monitor.PulseAll(turns);
                }
            }
        }
    }

    private sealed class Block<TResult>(TResult[] results)
    {
        public TResult[] Results { get; } = results;

        public long Offset { get; set; }

        public int Count { get; set; }
    }
}
