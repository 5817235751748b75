using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>
/// The body of the record with which a generation begins: 16 bytes, a hash of what the sources depend on; empty: it is not known.
/// </summary>
internal static class GenerationBody
{
    /// <summary>The length of a hash.</summary>
    public const int Length = 16;

    /// <summary>Reads the body.</summary>
    public static UInt128? Read(ReadOnlySpan<byte> body) => body.IsEmpty ? null : BinaryPrimitives.ReadUInt128LittleEndian(body);

    /// <summary>Writes the body.</summary>
    /// <param name="to">16 bytes.</param>
    /// <param name="sources">The hash.</param>
    /// <returns>What is the body of these bytes.</returns>
    public static ReadOnlySpan<byte> Write(Span<byte> to, UInt128? sources)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(to, sources ?? default);
        return sources is null ? [] : to;
    }
}
