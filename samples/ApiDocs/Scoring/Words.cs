namespace ApiDocs;

/// <summary>Cuts text into words. A name in camel case is several: <c>CancellationToken</c> is "Cancellation" and "Token".</summary>
/// <param name="text">The text.</param>
internal ref struct Words(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>The word found last.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Finds the next word.</summary>
    public bool MoveNext()
    {
        while (_at < _text.Length && !char.IsLetterOrDigit(_text[_at]))
        {
            _at++;
        }

        int start = _at;
        while (_at < _text.Length && char.IsLetterOrDigit(_text[_at]) && (_at == start || !BeginsWord(_at)))
        {
            _at++;
        }

        Current = _text[start.._at];
        return _at > start;
    }

    private readonly bool BeginsWord(int i) =>
        char.IsUpper(_text[i])
        && (char.IsLower(_text[i - 1]) || (char.IsUpper(_text[i - 1]) && i + 1 < _text.Length && char.IsLower(_text[i + 1])));
}
