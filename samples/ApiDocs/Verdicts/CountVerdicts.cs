using Distil;

namespace ApiDocs;

/// <summary>The sink: counts verdicts. A row ends here; the same rows go on elsewhere, to the leaves.</summary>
/// <param name="tally">Where it counts.</param>
[Sink]
public sealed class CountVerdicts(Tally tally)
{
    /// <summary>Counts one row.</summary>
    public void Write(MemberKind kind, Flaw flaw) => tally.Add(kind, flaw);
}
