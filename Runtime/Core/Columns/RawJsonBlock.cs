namespace Distil.Columns;

/// <summary>Bytes in which values stand.</summary>
internal class RawJsonBlock(byte[] bytes)
{
    public byte[] Bytes { get; protected set; } = bytes;
}
