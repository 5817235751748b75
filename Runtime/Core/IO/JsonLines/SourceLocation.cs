namespace Distil.IO.JsonLines;

/// <summary>A location in the files of a source, where a line begins.</summary>
/// <param name="Row">The ordinal of the first row behind it.</param>
/// <param name="File">The index of the file.</param>
/// <param name="Byte">Bytes of the file before it; of a compressed file, of its contents.</param>
/// <param name="Line">Lines of the file before it.</param>
/// <param name="Checksum">
/// The state of the CRC-32C of all bytes before it, from the first file on; of compressed files, of their contents.
/// </param>
internal readonly record struct SourceLocation(long Row, int File, long Byte, long Line, uint Checksum)
{
    /// <summary>Before the first line.</summary>
    public static SourceLocation Start { get; } = new(0, 0, 0, 0, Crc32C.Start);

    /// <summary>Whether the location lies behind another.</summary>
    public bool IsBehind(SourceLocation other) => File != other.File ? File > other.File : Byte > other.Byte;
}

/// <summary>What a cut says of the files of a source.</summary>
/// <param name="Start">Where the next run begins to read.</param>
/// <param name="Read">How far they have been read: every row that is committed stands before it.</param>
internal sealed record SourceRange(SourceLocation Start, SourceLocation Read);
