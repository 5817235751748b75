using Distil.Running;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>
/// Holds the threads of the engine up where one can overtake another. How long depends on the seed, the place, and how often the place was
/// reached, so the same seed makes the same delays.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="at">At the so-many-th place that is reached, something else is done; 0: nothing.</param>
/// <param name="then">What that is.</param>
internal sealed class SeededDelays(int seed, int at = 0, Action? then = null)
{
    private readonly int[] _counts = new int[Enum.GetValues<RacePoint>().Length];
    private int _reached;

    /// <summary>How often each place was reached.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>How often a place was reached.</summary>
    public int Reached => Volatile.Read(ref _reached);

    public void Reach(RacePoint point)
    {
        var count = Interlocked.Increment(ref _counts[(int)point]);
        if (Interlocked.Increment(ref _reached) == at)
        {
            then!();
        }

        var hash = (((ulong)(uint)seed << 32) | ((ulong)(uint)point << 24) | (uint)count) * 0x9E37_79B9_7F4A_7C15;
        hash = (hash ^ (hash >> 29)) * 0xBF58_476D_1CE4_E5B9;
        switch (hash >> 56)
        {
            case < 48:
                Thread.SpinWait((int)((hash >> 40) & 1023));
                break;
            case < 88:
                for (var turns = (hash >> 40) & 31; turns > 0; turns--)
                {
                    Thread.Yield();
                }

                break;
            case 88:
                // Long enough for all others to come to a stand.
                Thread.Sleep(1);
                break;
        }
    }
}
