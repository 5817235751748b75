namespace Distil.Runtime.Tests;

/// <summary>What code allocates.</summary>
internal static class Allocated
{
    private const int Rounds = 4;

    /// <summary>
    /// The bytes that an action allocates in its thread: the least of several rounds, since in one of them other tests may have emptied the
    /// pool of arrays.
    /// </summary>
    public static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
