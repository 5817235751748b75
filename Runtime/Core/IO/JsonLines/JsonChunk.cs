using Distil.Columns;

namespace Distil.IO.JsonLines;

/// <summary>
/// Some lines of a file. Columns refer to the bytes of a piece, so it is filled anew only when the last that refers to it has let go.
/// </summary>
internal sealed class JsonChunk(byte[] bytes, Action<JsonChunk>? giveBack = null) : RawJsonBlock(bytes)
{
    private int _users = 1;

    /// <summary>The index at which the lines begin. All of them are whole, except perhaps the last of a file.</summary>
    public int Start { get; private set; }

    public int Length { get; private set; }

    public string File { get; private set; } = "";

    /// <summary>Whether the piece holds the first lines of the file.</summary>
    public bool BeginsFile { get; private set; }

    /// <summary>Where the piece begins, if the reader says so: file, byte and checksum.</summary>
    public SourceLocation From { get; private set; }

    /// <summary>Where it ends, likewise.</summary>
    public SourceLocation To { get; private set; }

    /// <summary>The file could not be read any further than these lines.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What was read of the line at which reading failed.</summary>
    public byte[] FailedLine { get; private set; } = [];

    public ReadOnlySpan<byte> Lines => Bytes.AsSpan(Start, Length);

    /// <summary>Prepares the piece for lines of a file.</summary>
    public void SetFile(string file, bool beginsFile)
    {
        Volatile.Write(ref _users, 1);
        (File, BeginsFile) = (file, beginsFile);
        (Start, Length) = (0, 0);
        (Failure, FailedLine) = (null, []);
    }

    public void Grow(int size)
    {
        var larger = new byte[size];
        Bytes.CopyTo(larger, 0);
        Bytes = larger;
    }

    public void Cut(int start, int end) => (Start, Length) = (start, Math.Max(end - start, 0));

    public void Locate(SourceLocation from, SourceLocation to) => (From, To) = (from, to);

    public void Fail(Exception failure, byte[] line) => (Failure, FailedLine) = (failure, line);

    /// <summary>Counts one more user of the piece.</summary>
    public void Retain() => Interlocked.Increment(ref _users);

    public override bool TryRetain()
    {
        Retain();
        return true;
    }

    /// <summary>Counts one user less; the last one gives the piece back.</summary>
    public override void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            giveBack?.Invoke(this);
        }
    }
}
