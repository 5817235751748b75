using Distil;

namespace ApiDocs;

/// <summary>
/// MinHash: a sketch of each answer's shingles, 60 numbers whatever its length. The share of equal numbers in two sketches estimates
/// how alike the texts are (A. Broder, 1997, as in <see cref="Shingles"/>). Batch by batch, two batches at a time.
/// </summary>
[Step(BatchSize = 512, Concurrency = 2)]
public sealed class Sketch
{
    /// <summary>How many numbers a sketch has.</summary>
    public const int Size = MarkDuplicates.Bands * MarkDuplicates.RowsPerBand;

    // One hash function a number, all made from one by multiplying with different odd numbers.
    private static readonly ulong[] Functions = [.. Enumerable.Range(1, Size).Select(i => Shingles.Mix((ulong)i) | 1)];

    /// <summary>Sketches a batch of answers.</summary>
    [return: Column("sketch")]
    public IReadOnlyList<uint[]> ProcessBatch(ReadOnlySpan<string> answer)
    {
        uint[][] sketches = new uint[answer.Length][];
        for (int row = 0; row < answer.Length; row++)
        {
            uint[] least = new uint[Size];
            Array.Fill(least, uint.MaxValue);
            foreach (ulong shingle in Shingles.Of(answer[row]))
            {
                for (int i = 0; i < least.Length; i++)
                {
                    least[i] = Math.Min(least[i], (uint)((shingle * Functions[i]) >> 32));
                }
            }

            sketches[row] = least;
        }

        return sketches;
    }
}
