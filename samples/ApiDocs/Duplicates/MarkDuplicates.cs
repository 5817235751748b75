using System.Runtime.InteropServices;
using Distil;

namespace ApiDocs;

/// <summary>
/// Finds answers that are nearly the same, over all rows: a global step. Of those alike, the row with the best score stays, the
/// others are marked.
/// </summary>
/// <remarks>
/// Sketches are cut into bands, and only rows that share a whole band are compared (locality-sensitive hashing; P. Indyk and
/// R. Motwani, 1998; J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", chapter 3). With 12 bands of 5, of pairs
/// that are 80 % alike 99 in 100 meet, of pairs that are 30 % alike 3 in 100. Only rows that stay are looked up, so that a sentence
/// that occurs a thousand times is compared with one row a thousand times: the time grows with the rows, not with their pairs.
/// </remarks>
[Step]
public sealed class MarkDuplicates
{
    internal const int Bands = 12;
    internal const int RowsPerBand = 5;

    /// <summary>How alike two answers must be to count as the same, from 0 to 1.</summary>
    [RuntimeParameter]
    public double Threshold { get; set; } = 0.8;

    /// <summary>Marks every row.</summary>
    public IReadOnlyList<Duplicate> ProcessAll(
        IReadOnlyList<uint[]> sketch, IReadOnlyList<double> score, IReadOnlyList<string> question, IReadOnlyList<string> answer)
    {
        var result = new Duplicate[sketch.Count];
        var bands = new Dictionary<ulong, List<int>>[Bands];
        for (int band = 0; band < Bands; band++)
        {
            bands[band] = new Dictionary<ulong, List<int>>(sketch.Count / 4);
        }

        // Made when first compared, and kept only of rows that stay.
        var shingles = new ulong[sketch.Count][];
        var compared = new HashSet<int>();

        // Best first: whatever is alike to a row that stays is worse than it. The sort is stable, so equal rows stay in their order.
        foreach (int row in Enumerable.Range(0, sketch.Count).OrderByDescending(i => score[i]))
        {
            compared.Clear();
            int best = -1;
            double likeness = 0;
            for (int band = 0; band < Bands && likeness < 1; band++)
            {
                if (!bands[band].TryGetValue(Key(sketch[row], band), out List<int>? others))
                {
                    continue;
                }

                foreach (int other in others)
                {
                    if (!compared.Add(other))
                    {
                        continue;
                    }

                    double alike = Shingles.Likeness(
                        shingles[row] ??= Shingles.Of(answer[row]), shingles[other] ??= Shingles.Of(answer[other]));
                    if (alike > likeness)
                    {
                        (best, likeness) = (other, alike);
                    }
                }
            }

            if (likeness >= Threshold)
            {
                result[row] = new Duplicate(question[best], Math.Round(likeness, 3));
                shingles[row] = null!;
                continue;
            }

            result[row] = new Duplicate(null, Math.Round(likeness, 3));
            for (int band = 0; band < Bands; band++)
            {
                ref List<int>? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(bands[band], Key(sketch[row], band), out _);
                (rows ??= []).Add(row);
            }
        }

        return result;
    }

    private static ulong Key(uint[] sketch, int band)
    {
        ulong key = 0;
        for (int i = band * RowsPerBand; i < (band + 1) * RowsPerBand; i++)
        {
            key = Shingles.Mix(key + sketch[i] + 0x9E3779B97F4A7C15);
        }

        return key;
    }
}
