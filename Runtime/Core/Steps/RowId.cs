using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using Distil.Steps;

namespace Distil;

/// <summary>
/// The number of a row: its source, its place there, for rows below an expand step the numbers of the children on the way, and for rows
/// that came by several branches the branch. It is the same in every run over the same input, so a sink can use it as a key.
/// </summary>
public readonly struct RowId : IEquatable<RowId>
{
    private readonly string? _source;
    private readonly long[]? _children;

    /// <summary>Makes the number of a row.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="ordinal">The row's place in the source, from 0.</param>
    /// <param name="children">The child's number at each expand step that the row went through, from 0, the first step first.</param>
    public RowId(string source, long ordinal, params long[] children)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(children);
        _source = source;
        Ordinal = ordinal;
        _children = children.Length == 0 ? null : [.. children];
    }

    /// <summary>The name of the source, or of the global step that made the row new.</summary>
    public string Source => _source ?? "";

    /// <summary>The row's place in the source, from 0.</summary>
    public long Ordinal { get; }

    /// <summary>
    /// The child's number at each expand step that the row went through, the first step first; empty where there was none.
    /// </summary>
    public IReadOnlyList<long> Children => _children is null ? ReadOnlyCollection<long>.Empty : Array.AsReadOnly(_children);

    /// <summary>
    /// Tells rows with the same source, place and children apart. Where one row can reach a merge by several branches, it is the number of
    /// its branch there, from 0; below several such merges, the numbers together as one. 0 where there was none. Whether the other branches
    /// gave the row changes nothing about it.
    /// </summary>
    public long Repeat { get; init; }

    /// <summary>Whether two numbers are the same.</summary>
    public static bool operator ==(RowId left, RowId right) => left.Equals(right);

    /// <summary>Whether two numbers differ.</summary>
    public static bool operator !=(RowId left, RowId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RowId other)
        => Ordinal == other.Ordinal
            && Repeat == other.Repeat
            && string.Equals(Source, other.Source, StringComparison.Ordinal)
            && _children.AsSpan().SequenceEqual(other._children);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Source, StringComparer.Ordinal);
        hash.Add(Ordinal);
        hash.Add(Repeat);
        foreach (var child in _children.AsSpan())
        {
            hash.Add(child);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// The number as text, such as <c>Prompts#17</c>, below two expand steps <c>Prompts#17.0.3</c>, and with the repeat 1
    /// <c>Prompts#17~1</c>.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Source).Append('#').Append(CultureInfo.InvariantCulture, $"{Ordinal}");
        foreach (var child in _children.AsSpan())
        {
            text.Append('.').Append(CultureInfo.InvariantCulture, $"{child}");
        }

        if (Repeat != 0)
        {
            text.Append('~').Append(CultureInfo.InvariantCulture, $"{Repeat}");
        }

        return text.ToString();
    }

    /// <summary>A hash that is the same in every process and on every machine.</summary>
    internal ulong StableHash(ulong hash)
    {
        hash = StableHashing.Add(hash, Source);
        hash = StableHashing.Add(hash, Ordinal);
        foreach (var child in _children.AsSpan())
        {
            hash = StableHashing.Add(hash, child);
        }

        return Repeat == 0 ? hash : StableHashing.Add(StableHashing.Add(hash, "~"), Repeat);
    }
}
