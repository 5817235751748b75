namespace Distil.Columns;

/// <summary>Bytes in which values stand.</summary>
internal class RawJsonBlock(byte[] bytes)
{
    public byte[] Bytes { get; protected set; } = bytes;

    /// <summary>Counts one more user, until <see cref="Release"/>.</summary>
    /// <returns>False: its owner writes over the bytes whenever it likes, so they must be copied.</returns>
    public virtual bool TryRetain() => false;

    /// <summary>One user less.</summary>
    public virtual void Release()
    {
    }
}
