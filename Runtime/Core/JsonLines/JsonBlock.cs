namespace Distil.Engine;

/// <summary>Bytes in which values stand.</summary>
internal class JsonBlock(byte[] bytes)
{
    public byte[] Bytes { get; protected set; } = bytes;
}
