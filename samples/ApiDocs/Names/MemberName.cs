using Distil;

namespace ApiDocs;

/// <summary>What a member's compiler name says.</summary>
/// <param name="Kind">What the member is.</param>
/// <param name="Name">Its name as a C# programmer writes it, such as <c>System.String.Join(string, string[])</c>.</param>
[Row]
public readonly record struct MemberName(MemberKind Kind, string Name);
