using Distil;

namespace ApiDocs;

/// <summary>Ranks all rows by score; of equal ones, the earlier is the better. A global step: it sees every row at once.</summary>
[Step]
public sealed class Rank
{
    /// <summary>Gives each row its place, from 1.</summary>
    [return: Column("rank")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<double> score)
    {
        int[] rank = new int[score.Count];
        int place = 0;
        foreach (int row in Enumerable.Range(0, score.Count).OrderByDescending(i => score[i]))
        {
            rank[row] = ++place;
        }

        return rank;
    }
}
