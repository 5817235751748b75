using Distil;

namespace ApiDocs;

/// <summary>One score out of two: their geometric mean, so that neither can make up for the lack of the other.</summary>
[Step]
public sealed class Score
{
    /// <summary>Combines the scores of one row.</summary>
    [return: Column("score")]
    public double Process(double substance, double novelty) => Math.Round(Math.Sqrt(substance * novelty), 3);
}
