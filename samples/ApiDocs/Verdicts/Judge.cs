using Distil;

namespace ApiDocs;

/// <summary>Decides what is wrong with a row, if anything is. How strict it is can be set for a run.</summary>
[Step]
public sealed class Judge
{
    /// <summary>An answer has at least so many words.</summary>
    [RuntimeParameter]
    public int MinimumWords { get; set; } = 5;

    /// <summary>So much of an answer is not in its question.</summary>
    [RuntimeParameter]
    public double MinimumNovelty { get; set; } = 0.3;

    /// <summary>The least score of a row that is kept.</summary>
    [RuntimeParameter]
    public double MinimumScore { get; set; } = 0.5;

    /// <summary>Judges one row.</summary>
    [return: Column("flaw")]
    public Flaw Process(string? duplicateOf, int words, bool sentence, double novelty, double score) =>
        duplicateOf is not null ? Flaw.NearDuplicate
        : words < MinimumWords ? Flaw.TooShort
        : !sentence ? Flaw.NoSentence
        : novelty < MinimumNovelty ? Flaw.SaysNothingNew
        : score < MinimumScore ? Flaw.LowScore
        : Flaw.None;
}
