using Distil;

namespace ApiDocs;

/// <summary>
/// Scores how much an answer says, from 0 to 1: it grows with the number of its words, with less and less for each one more, and
/// sinks again where an answer is so long that it is no longer to the point.
/// </summary>
[Step]
public sealed class Substance
{
    // So many words are worth 0.63, twice as many 0.86.
    private const double Scale = 14;
    private const double TooLong = 80;

    /// <summary>Counts and scores; tells sentences from signatures in another language, as in the documentation of intrinsics.</summary>
    public (int Words, bool Sentence, double Substance) Process(string answer)
    {
        int count = 0;
        var words = new Words(answer);
        while (words.MoveNext())
        {
            count++;
        }

        double substance = (1 - Math.Exp(-count / Scale)) * Math.Min(1, Math.Sqrt(TooLong / Math.Max(1, count)));
        bool sentence = answer[^1] is '.' or '!' or '?' or ':' or '`' || !answer.Contains('_', StringComparison.Ordinal);
        return (count, sentence, Math.Round(substance, 3));
    }
}
