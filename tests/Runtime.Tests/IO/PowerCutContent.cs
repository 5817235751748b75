namespace Distil.Runtime.Tests.IO;

/// <summary>The bytes of a file: those on the storage device, and the changes since the last flush.</summary>
internal sealed class PowerCutContent
{
    private const int Block = 512;

    private readonly List<(long Offset, byte[]? Bytes)> _changes = [];
    private byte[] _bytes;
    private int _length;

    public PowerCutContent(byte[] bytes) => (_bytes, _length) = (bytes, bytes.Length);

    /// <summary>Whether anything is not flushed.</summary>
    public bool IsDirty => _changes.Count > 0;

    public PowerCutContent Copy() => new(_bytes[.._length]);

    public void Write(long offset, byte[] bytes) => _changes.Add((offset, bytes));

    public void SetLength(long length) => _changes.Add((length, null));

    public void Sync()
    {
        foreach (var change in _changes)
        {
            Apply(change.Offset, change.Bytes);
        }

        _changes.Clear();
    }

    /// <summary>What a power cut leaves: some changes in order, the last perhaps in part, and blocks that were not flushed perhaps zero.</summary>
    public byte[] AfterPowerCut(Random random)
    {
        if (!IsDirty)
        {
            return _bytes[.._length];
        }

        var left = Copy();
        var kept = random.Next(4) switch { 0 => 0, 1 => _changes.Count, _ => random.Next(_changes.Count + 1) };
        var dirty = (long)left._length;
        for (var change = 0; change < kept; change++)
        {
            var (offset, bytes) = _changes[change];
            if (bytes is not null && change == kept - 1 && random.Next(2) == 0)
            {
                // The length can end anywhere, but most often at a block.
                var end = random.Next(bytes.Length + 1);
                bytes = bytes[..(random.Next(3) == 0 ? end : (int)Math.Min(bytes.Length, (((offset + end) / Block) + 1) * Block - offset))];
            }

            left.Apply(offset, bytes);
            dirty = Math.Min(dirty, offset);
        }

        // No block, some blocks, or all but the last: a hole.
        var zeros = random.Next(3);
        for (var at = dirty; zeros != 0 && at < left._length; at = ((at / Block) + 1) * Block)
        {
            var end = Math.Min(((at / Block) + 1) * Block, left._length);
            if (zeros == 1 ? random.Next(4) == 0 : end < left._length)
            {
                left._bytes.AsSpan((int)at, (int)(end - at)).Clear();
            }
        }

        return left._bytes[..left._length];
    }

    private void Apply(long offset, byte[]? bytes)
    {
        var length = (int)offset + (bytes?.Length ?? 0);
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
        }

        if (length > _length)
        {
            _bytes.AsSpan(_length, length - _length).Clear();
        }

        bytes?.CopyTo(_bytes, offset);
        _length = bytes is null ? length : Math.Max(length, _length);
    }
}
