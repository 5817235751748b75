using Distil;

namespace ApiDocs;

/// <summary>One part of a member's documentation as plain text: the answer to a question that is still to be asked.</summary>
/// <param name="Section">Which part it is.</param>
/// <param name="Subject">What it is about, where that is not the member itself: the parameter's name, or the exception's type.</param>
/// <param name="Answer">The text, with code in Markdown's backticks.</param>
[Row]
public sealed record Passage(Section Section, string? Subject, string Answer);
