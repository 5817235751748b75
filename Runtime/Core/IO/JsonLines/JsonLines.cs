using System.ComponentModel;
using Distil.Engine;
using Distil.IO;
using Distil.IO.JsonLines;

namespace Distil;

/// <summary>Makes sources of rows that stand in files of JSON lines: one object a line.</summary>
public static class JsonLines
{
    /// <summary>
    /// A source that reads files of JSON lines, one row a line. A member of a line feeds the column of its name, compared without
    /// case or underscores; members that are no column are passed over. Blank lines are no rows. Files may be compressed with gzip:
    /// it is told by their first bytes, or by a name that ends in <c>.gz</c>.
    /// </summary>
    /// <typeparam name="T">A <c>[Row]</c> type, whose properties become columns.</typeparam>
    /// <param name="path">
    /// A file; a folder, of which all <c>*.jsonl</c> and <c>*.jsonl.gz</c> are read, those of folders within it not; or a pattern
    /// with <c>*</c> and <c>?</c> in its last part, such as <c>data/part-*.jsonl</c>. Several files are read one after the other, in
    /// the ordinal order of their names. Relative paths begin at the current directory.
    /// </param>
    public static JsonLines<T> Read<T>(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new JsonLines<T>(path);
    }
}

/// <summary>A source of rows that stand in files of JSON lines; made by <see cref="JsonLines.Read{T}"/>.</summary>
/// <typeparam name="T">The type of one row.</typeparam>
[Source]
public sealed class JsonLines<T> : IStepLifecycle, IFingerprint, IFileSource
{
    private IReadOnlyList<string>? _files;

    internal JsonLines(string path) => Path = path;

    /// <summary>The file, folder or pattern.</summary>
    public string Path { get; }

    /// <summary>
    /// The files by name, with their lengths, times and the checksum of 64 blocks of 4 KB spread evenly over each. A file that these blocks
    /// hold whole, of up to 256 KB, has no time in it. A change that keeps length, time and these blocks is not seen.
    /// </summary>
    public string Fingerprint => string.Join('\n', JsonFiles.Find(Path).Select(static file => FileStamp.Of(file).Text));

    IReadOnlyList<string>? IFileSource.Files => _files;

    /// <summary>The rows from a place on. For generated code, which alone knows how one is read.</summary>
    /// <param name="offset">The place of the first row to give, from 0.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public JsonRows<T> Read(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new JsonRows<T>(_files ?? JsonFiles.Find(Path), offset);
    }

    IReadOnlyList<FileStamp> IFileSource.TakeStamps() => [.. JsonFiles.Find(Path).Select(FileStamp.Of)];

    /// <summary>Finds the files.</summary>
    /// <param name="ct">Not used: it takes no time.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public ValueTask LoadAsync(CancellationToken ct)
    {
        _files = JsonFiles.Find(Path);
        return default;
    }

    /// <summary>Forgets them: the next run looks again.</summary>
    /// <param name="ct">Not used.</param>
    public ValueTask UnloadAsync(CancellationToken ct)
    {
        _files = null;
        return default;
    }
}
