using Distil;

namespace ApiDocs;

/// <summary>Keeps members that something is said about. Others, whose documentation is empty, have no answer to give.</summary>
[Filter]
public sealed class Documented
{
    /// <summary>Whether there is a text, about what can be asked for: not about a namespace, or a broken reference.</summary>
    public bool Keep(string memberId, IReadOnlyList<Passage> passages) =>
        passages.Count > 0 && memberId.Length > 2 && memberId[1] == ':' && memberId[0] is 'T' or 'M' or 'P' or 'F' or 'E';
}
