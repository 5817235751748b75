using System.Globalization;
using Distil.Checkpoints;
using Distil.Engine;
using Distil.IO;
using Distil.IO.JsonLines;

namespace Distil.Leaves;

/// <summary>What is the same for files of rows of any type.</summary>
internal interface IFileLeaf
{
    /// <summary>The leaf's name.</summary>
    string Name { get; }

    /// <summary>The full paths of the files made so far.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>The last place that was noted.</summary>
    LeafPlace Last { get; }

    /// <summary>Brings the rows before the last place that is not above a number to disk.</summary>
    /// <param name="below">The number.</param>
    /// <returns>That place.</returns>
    /// <exception cref="RunDirectoryException">They could not be brought to disk.</exception>
    LeafPlace Commit(long below);

    /// <summary>Its files stand in another folder now; nothing is written to them any more.</summary>
    /// <param name="folder">The folder.</param>
    void MovedTo(string folder);
}

/// <summary>
/// Keeps the rows of a leaf in files of JSON lines: <c>000001.jsonl</c> and on, a fixed number of rows in each. It is a log: it begins at a
/// place, rows are appended with the places between them, and what stands before a place can be committed.
/// </summary>
/// <remarks>One stage appends and notes; the committer may commit meanwhile.</remarks>
internal sealed class FileLeaf<TRow> : LeafStore<TRow>, IFileLeaf
{
    private readonly Gate _gate = new();
    private readonly string _folder;
    private readonly int _rowsPerFile;
    private readonly IDisk _disk;
    private readonly Action? _begin;
    private readonly Action? _check;
    private readonly List<string> _files = [];
    private readonly LeafPlaces _places;
    private readonly JsonLinesWriter _writer = new();
    private long _rowsInClosedFiles;
    private int _syncedNames;
    private bool _mustReopen;
    private bool _closed;

    /// <param name="name">The leaf's name.</param>
    /// <param name="folder">Where its files go; made when the first is.</param>
    /// <param name="disk">Where they are written.</param>
    /// <param name="rowsPerFile">How many rows a file holds.</param>
    /// <param name="begin">Called before the first file is made or opened.</param>
    /// <param name="start">The place to go on from: what stands behind it is gone when <paramref name="begin"/> has returned.</param>
    public FileLeaf(
        string name, string folder, IDisk disk, int rowsPerFile, Action? begin = null, LeafPlace start = default, Action? check = null)
        : base(name)
    {
        _folder = folder;
        _rowsPerFile = rowsPerFile;
        _begin = begin;
        _check = check;
        _disk = disk;
        _places = new(start);
        _files.AddRange(Enumerable.Range(1, start.Files).Select(PathOf));
        _syncedNames = start.Files;
        _rowsInClosedFiles = start.Rows;
        _mustReopen = start.Files > 0;
    }

    public override long Count => _rowsInClosedFiles + _writer.Rows;

    public override long Below => _places.Last.Below;

    public IReadOnlyList<string> Files => _files;

    public LeafPlace Last
    {
        get
        {
            lock (_gate)
            {
                return _places.Last;
            }
        }
    }

    public override void Append<TIn>(LeafKernel<TIn, TRow> kernel, TIn rows, int from, int to)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _writer.ThrowIfFailed();
            for (var row = from; row < to; row++)
            {
                OpenForRow();
                var line = _writer.BeginRow();
                try
                {
                    kernel.Write(line, rows, row);
                }
                catch
                {
                    _writer.DropRow();
                    throw;
                }

                _writer.EndRow();
            }
        }
    }

    public override void Note(long below)
    {
        lock (_gate)
        {
            if (below <= _places.Last.Below)
            {
                return;
            }

            _places.Add(_mustReopen
                ? _places.Last with { Below = below }
                : new(below, Count, _files.Count, _writer.Rows, _writer.Length, _writer.Checksum));
        }
    }

    public LeafPlace Commit(long below)
    {
        LeafPlace place;
        DiskFile? file;
        string path;
        lock (_gate)
        {
            place = _places.Take(below);
            _writer.Flush();
            if (_files.Count == 0)
            {
                return place;
            }

            (file, path) = (_writer.File, _files[^1]);
        }

        var areNamesSynced = _syncedNames >= place.Files;
        FileCommit.Sync(_disk, file, path, ref areNamesSynced);
        _syncedNames = Math.Max(_syncedNames, place.Files);
        lock (_gate)
        {
            // A file is closed without a flush, too, if a write to it has failed.
            _writer.ThrowIfFailed();
        }

        return place;
    }

    /// <summary>Writes what is still buffered; the store stays open.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _writer.Flush();
        }
    }

    public void MovedTo(string folder)
    {
        for (var file = 0; file < _files.Count; file++)
        {
            _files[file] = Path.Combine(folder, Path.GetFileName(_files[file]));
        }
    }

    public override Dataset<TRow> ToDataset<TIn>(LeafKernel<TIn, TRow> kernel) => new(Name, [.. _files], Count, kernel.Read, _check);

    public override void Complete()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            // A leaf without a row has one empty file, so that whoever reads the data set finds it.
            if (_files.Count == 0 && !_writer.HasFailed)
            {
                NextFile();
                _places.Last = _places.Last with { Files = 1 };
            }

            _closed = true;
            _writer.Close();
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }

    /// <summary>Opens the file that the next row goes to.</summary>
    private void OpenForRow()
    {
        if (_mustReopen)
        {
            _begin?.Invoke();
            var start = _places.First;
            _mustReopen = false;
            _rowsInClosedFiles -= start.RowsOfFile;
            _writer.Reopen(_files[^1], _disk, start.RowsOfFile, start.Bytes, start.Checksum);
        }

        if (!_writer.IsOpen || _writer.Rows == _rowsPerFile)
        {
            NextFile();
        }
    }

    private void NextFile()
    {
        var rows = _writer.Rows;
        _writer.Close();
        _rowsInClosedFiles += rows;
        if (_files.Count == 0)
        {
            _begin?.Invoke();
        }

        var path = PathOf(_files.Count + 1);
        _writer.Open(path, _disk);
        _files.Add(path);
    }

    private string PathOf(int file) => Path.Combine(_folder, file.ToString("D6", CultureInfo.InvariantCulture) + ".jsonl");
}
