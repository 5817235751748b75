using Distil;

namespace ApiDocs;

/// <summary>Makes each passage of a member a row: its summary, what it returns, each parameter and each exception.</summary>
[Expand]
public sealed class SplitPassages
{
    /// <summary>The passages of one member.</summary>
    public IEnumerable<Passage> Expand(IReadOnlyList<Passage> passages) => passages;
}
