using System.Runtime.InteropServices;
using Distil.Steps;

namespace Distil.Engine.Calls;

/// <summary>
/// Gives each row that comes to a step a tag of its own: a hash of the step's name, of the row's number, and of how many rows had that
/// number before. Below a merge, rows of two branches can share a number.
/// </summary>
/// <remarks>Of one stage, which asks for the tags in the order in which the rows come, each once.</remarks>
internal sealed class RowTags<TIn, TResults>(CalledKernel<TIn, TResults> kernel, string step)
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>What has held more entries is not cleared for each number, but made anew.</summary>
    private const int LargestCleared = 256;

    private readonly ulong _seed = StableHashing.Add(StableHashing.Start, step);
    private Dictionary<ulong, long> _repeats = [];
    private long _number = -1;

    /// <summary>The tags of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    public ulong[] Of(TIn rows, int from, int count)
    {
        var tags = new ulong[count];
        var numbers = rows.Keys[0];
        for (var index = 0; index < count; index++)
        {
            var row = from + index;
            if (numbers[row] != _number)
            {
                _number = numbers[row];
                Forget();
            }

            var tag = kernel.RowIdOf(rows, row).StableHash(_seed);
            ref var repeat = ref CollectionsMarshal.GetValueRefOrAddDefault(_repeats, tag, out _);
            tags[index] = repeat == 0 ? tag : StableHashing.Add(tag, repeat);
            repeat++;
        }

        return tags;
    }

    private void Forget()
    {
        if (_repeats.Count > LargestCleared)
        {
            _repeats = [];
        }
        else
        {
            _repeats.Clear();
        }
    }
}
