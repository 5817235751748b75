namespace Distil.CodeFixes.Editing;

/// <summary>One way to repair what a diagnostic tells of.</summary>
/// <param name="Title">What the user is offered; names the step or column.</param>
/// <param name="Key">The same for the same repair elsewhere: Fix All takes the fixes of one key.</param>
/// <param name="FindEdits">What it changes.</param>
internal sealed record Fix(string Title, string Key, Func<CancellationToken, Task<IReadOnlyList<Edit>>> FindEdits)
{
    public Fix(string title, string key, params Edit[] edits)
        : this(title, key, _ => Task.FromResult<IReadOnlyList<Edit>>(edits))
    {
    }
}
