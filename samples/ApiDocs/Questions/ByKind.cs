using Distil;

namespace ApiDocs;

/// <summary>Sends each row to the step that knows how to ask about its kind of member.</summary>
[Router]
public sealed class ByKind
{
    /// <summary>The route is the kind.</summary>
    public MemberKind Route(MemberKind kind) => kind;
}
