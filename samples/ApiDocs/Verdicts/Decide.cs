using Distil;

namespace ApiDocs;

/// <summary>Parts good rows from the others.</summary>
[Router]
public sealed class Decide
{
    /// <summary>A row without a flaw is kept.</summary>
    public Verdict Route(Flaw flaw) => flaw == Flaw.None ? Verdict.Keep : Verdict.Reject;
}
