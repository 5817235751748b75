using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Processor;

/// <summary>SHA-256 of 1 KB a row.</summary>
[Step]
public sealed class Digest
{
    [return: Column("result")]
    public int Process(long id)
    {
        Span<byte> text = stackalloc byte[1024];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        MemoryMarshal.Cast<byte, long>(text).Fill(id);
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadInt32LittleEndian(hash);
    }
}

[Pipeline]
public sealed partial class Digests(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] Digest Digested { get; } = new();
    [From(nameof(Digested))] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class DigestsOnTwo(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Step(Concurrency = 2)] Digest Digested { get; } = new();
    [From(nameof(Digested))] Checksum Summed { get; } = checksum;
}
