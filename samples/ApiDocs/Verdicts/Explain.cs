using System.Globalization;
using Distil;

namespace ApiDocs;

/// <summary>Says in a sentence why a row was rejected.</summary>
[Step]
public sealed class Explain
{
    /// <summary>The reason, for a reader.</summary>
    [return: Column("reason")]
    public string Process(Flaw flaw, string? duplicateOf, double likeness, int words, double novelty, double score) => flaw switch
    {
        Flaw.NearDuplicate when likeness == 1 => $"The answer is the same as that to: {duplicateOf}",
        Flaw.NearDuplicate => Text($"The answer is {likeness:P0} the same as that to: {duplicateOf}"),
        Flaw.TooShort => Text($"The answer is too short ({words} {(words == 1 ? "word" : "words")})."),
        Flaw.NoSentence => "The answer is no sentence.",
        Flaw.SaysNothingNew => Text($"The answer repeats its question: only {novelty:P0} of it is new."),
        Flaw.LowScore => Text($"The score is {score:0.00}: the answer says too little."),
        _ => "Nothing is wrong with it.",
    };

    // In every culture the same: the data set must not depend on whose machine made it.
    private static string Text(FormattableString text) => text.ToString(Invariant);

    private static readonly CultureInfo Invariant = Make();

    private static CultureInfo Make()
    {
        // The invariant culture writes "80 %", people write "80%".
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.PercentPositivePattern = 1;
        return culture;
    }
}
