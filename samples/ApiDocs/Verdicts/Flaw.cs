namespace ApiDocs;

/// <summary>What is wrong with a row; the first that applies.</summary>
public enum Flaw
{
    /// <summary>Nothing: the row is good.</summary>
    None,

    /// <summary>Another row says nearly the same, and better.</summary>
    NearDuplicate,

    /// <summary>The answer has hardly any words.</summary>
    TooShort,

    /// <summary>The answer is a signature or the like, nothing that one would say.</summary>
    NoSentence,

    /// <summary>The answer repeats its question.</summary>
    SaysNothingNew,

    /// <summary>All in all, too little.</summary>
    LowScore,
}
