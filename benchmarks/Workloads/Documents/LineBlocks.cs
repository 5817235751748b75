namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>Some whole lines of a file.</summary>
internal sealed class LineBlock
{
    public const int Size = 1 << 20;

    public byte[] Bytes { get; } = new byte[Size];

    public int Length { get; set; }

    public ReadOnlySpan<byte> Lines => Bytes.AsSpan(0, Length);
}

/// <summary>Reads a file in blocks that end where a line ends.</summary>
internal sealed class LineBlocks(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    private byte[] _rest = [];

    /// <summary>Reads whole lines; what comes after the last of them is the rest, with which the next block begins.</summary>
    public bool Fill(LineBlock block)
    {
        _rest.CopyTo(block.Bytes, 0);
        var free = block.Bytes.AsSpan(_rest.Length);
        var length = _rest.Length + _file.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
        block.Length = block.Bytes.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        _rest = block.Bytes[block.Length..length];
        return block.Length > 0;
    }

    public void Dispose() => _file.Dispose();
}
