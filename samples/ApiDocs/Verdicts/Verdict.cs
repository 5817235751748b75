namespace ApiDocs;

/// <summary>Where a row goes.</summary>
public enum Verdict
{
    /// <summary>Into the data set.</summary>
    Keep,

    /// <summary>To the rejected rows, with the reason.</summary>
    Reject,
}
