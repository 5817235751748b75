namespace Distil.Benchmarks.Peers;

/// <summary>
/// The loop by hand on two threads, in order: each takes the next block of rows, works on it into an array of its own, and waits for its
/// turn to hand the results on.
/// </summary>
public static class TwoThreads
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
        var next = -1L;
        var turn = 0L;
        var turns = new object();
        var other = new Thread(Work);
        other.Start();
        Work();
        other.Join();

        void Work()
        {
            var results = new TResult[size];
            while (true)
            {
                var block = Interlocked.Increment(ref next);
                if (block * size >= rows)
                {
                    return;
                }

                var count = work(block * size, (int)Math.Min(size, rows - block * size), results);
                lock (turns)
                {
                    while (turn != block)
                    {
                        Monitor.Wait(turns);
                    }
                }

                emit(results, count);
                lock (turns)
                {
                    turn++;
                    Monitor.PulseAll(turns);
                }
            }
        }
    }
}
