namespace Distil.Columns;

/// <summary>A buffer of bytes that holds values of raw JSON, with a count of its users.</summary>
internal class RawJsonBlock(byte[] bytes)
{
    public byte[] Bytes { get; protected set; } = bytes;

    /// <summary>Counts one more user, until <see cref="Release"/>.</summary>
    /// <returns>False: its owner writes over the bytes whenever it likes, so they must be copied.</returns>
    public virtual bool TryRetain() => false;

    /// <summary>Counts one user less, after <see cref="TryRetain"/> has counted one more.</summary>
    public virtual void Release()
    {
    }
}
