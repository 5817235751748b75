using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Distil.IO.JsonLines;

namespace Distil;

/// <summary>
/// The rows that reached a leaf, in order. Those of a run without a directory are in memory; those of a run with one are read from
/// its files as they are enumerated, so a data set may be larger than the memory.
/// </summary>
/// <typeparam name="T">The type of a row.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "Data set is the word for it, in the documentation and in the files.")]
public sealed class Dataset<T> : IReadOnlyCollection<T>
{
    private readonly IReadOnlyList<T>? _rows;
    private readonly RowReader<T>? _read;
    private readonly Action? _check;

    internal Dataset(string name, IReadOnlyList<T> rows)
    {
        Name = name;
        LongCount = rows.Count;
        Files = [];
        _rows = rows;
    }

    internal Dataset(string name, IReadOnlyList<string> files, long count, RowReader<T> read, Action? check = null)
    {
        _check = check;
        Name = name;
        LongCount = count;
        Files = files;
        _read = read;
    }

    /// <summary>The name of the leaf.</summary>
    public string Name { get; }

    /// <summary>How many rows there are.</summary>
    /// <exception cref="OverflowException">There are more than an <see cref="int"/> holds: ask <see cref="LongCount"/>.</exception>
    public int Count => checked((int)LongCount);

    /// <summary>How many rows there are.</summary>
    public long LongCount { get; }

    /// <summary>The full paths of the files that hold the rows, in order; empty for a data set in memory.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A later run in the directory has made the data anew: its result has them.</exception>
    public IEnumerator<T> GetEnumerator() => _rows is not null ? _rows.GetEnumerator() : ReadFiles().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The rows, read from the files without blocking a thread.</summary>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">A later run in the directory has made the data anew: its result has them.</exception>
    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        if (_rows is not null)
        {
            foreach (var row in _rows)
            {
                ct.ThrowIfCancellationRequested();
                yield return row;
            }

            yield break;
        }

        _check?.Invoke();
        foreach (var file in Files)
        {
            using var lines = new JsonLinesReader(file);
            while (await lines.MoveNextAsync(ct).ConfigureAwait(false))
            {
                yield return lines.ReadRow(_read!, Name);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {LongCount} rows";

    private IEnumerable<T> ReadFiles()
    {
        _check?.Invoke();
        foreach (var file in Files)
        {
            using var lines = new JsonLinesReader(file);
            while (lines.MoveNext())
            {
                yield return lines.ReadRow(_read!, Name);
            }
        }
    }
}
