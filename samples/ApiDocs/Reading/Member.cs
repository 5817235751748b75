using Distil;

namespace ApiDocs;

/// <summary>One documented member, as it stands in the file.</summary>
/// <param name="Assembly">The assembly that the file documents.</param>
/// <param name="MemberId">The compiler's name of the member, such as <c>M:System.String.Trim</c>.</param>
/// <param name="Xml">What is inside of the <c>member</c> element.</param>
[Row]
public sealed record Member(string Assembly, string MemberId, string Xml);
