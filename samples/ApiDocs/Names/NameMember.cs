using Distil;

namespace ApiDocs;

/// <summary>Turns the compiler's name of a member into its kind and a name that people read.</summary>
/// <param name="types">The documented types.</param>
[Step]
public sealed class NameMember(TypeNames types)
{
    /// <summary>Names one member.</summary>
    public MemberName Process(string memberId, IReadOnlyList<string> typeParameters) =>
        new IdReader(types, typeParameters).Member(memberId);
}
