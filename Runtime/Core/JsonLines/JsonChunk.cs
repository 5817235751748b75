namespace Distil.Engine;

/// <summary>Some lines of a file.</summary>
internal sealed class JsonChunk
{
    public required byte[] Buffer { get; init; }

    /// <summary>Where the lines stand in the buffer. All of them are whole, but for the last of a file.</summary>
    public required ReadOnlyMemory<byte> Lines { get; init; }

    public required string File { get; init; }

    /// <summary>These are the first lines of the file.</summary>
    public required bool BeginsFile { get; init; }

    /// <summary>The file could not be read any further than these lines.</summary>
    public Exception? Failure { get; init; }

    /// <summary>What was read of the line at which reading failed.</summary>
    public byte[] FailedLine { get; init; } = [];

    public int Start => Lines.IsEmpty ? 0 : System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Lines, out var segment) ? segment.Offset : 0;
}
