using System.ComponentModel;
using Distil.Columns;

namespace Distil.Engine;

/// <summary>
/// A value as it stands in a file, and where; empty: null. It is good while the row that it belongs to is handled. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RawJson
{
    internal RawJson(RawJsonBlock block, int start, int length)
    {
        Block = block;
        Start = start;
        Length = length;
    }

    /// <summary>Whether there is no value.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes of the value.</summary>
    public ReadOnlySpan<byte> Span => Length == 0 ? default : Block!.Bytes.AsSpan(Start, Length);

    internal RawJsonBlock? Block { get; }

    internal int Start { get; }

    internal int Length { get; }
}
