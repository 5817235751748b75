namespace ApiDocs;

/// <summary>A row to show to a reader.</summary>
/// <param name="Title">What it is an example of.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Reason">Why it was rejected, if it was.</param>
public sealed record SampleRow(string Title, string Question, string Answer, string? Reason = null);
