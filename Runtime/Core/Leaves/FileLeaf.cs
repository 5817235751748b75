using System.Globalization;
using Distil.Engine;
using Distil.IO;
using Distil.IO.JsonLines;

namespace Distil.Leaves;

/// <summary>What is the same for files of rows of any type.</summary>
internal interface IFileLeaf
{
    /// <summary>The full paths of the files made so far.</summary>
    IReadOnlyList<string> Files { get; }
}

/// <summary>Keeps the rows of a leaf in files of JSON lines: <c>000001.jsonl</c> and on, a fixed number of rows in each.</summary>
internal sealed class FileLeaf<TRow> : LeafStore<TRow>, IFileLeaf
{
    /// <summary>How many rows a file holds.</summary>
    public const int DefaultRowsPerFile = 100_000;

    private readonly string _folder;
    private readonly int _rowsPerFile;
    private readonly IDisk _disk;
    private readonly Action? _begin;
    private readonly List<string> _files = [];
    private readonly JsonLinesWriter _writer = new();
    private long _rowsInClosedFiles;
    private bool _closed;

    /// <param name="name">The leaf's name.</param>
    /// <param name="folder">Where its files go; made when the first is.</param>
    /// <param name="begin">Called before the first file is made.</param>
    /// <param name="disk">Where they are written.</param>
    public FileLeaf(string name, string folder, IDisk disk, int rowsPerFile = DefaultRowsPerFile, Action? begin = null)
        : base(name)
    {
        _folder = folder;
        _rowsPerFile = rowsPerFile;
        _begin = begin;
        _disk = disk;
    }

    public override long Count => _rowsInClosedFiles + _writer.Rows;

    public IReadOnlyList<string> Files => _files;

    public override void Append<TIn>(LeafKernel<TIn, TRow> kernel, TIn rows, int from, int to)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _writer.ThrowIfFailed();
        for (var row = from; row < to; row++)
        {
            if (!_writer.IsOpen || _writer.Rows == _rowsPerFile)
            {
                NextFile();
            }

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

    /// <summary>Writes what is still buffered; the store stays open.</summary>
    public void Flush() => _writer.Flush();

    public override Dataset<TRow> ToDataset<TIn>(LeafKernel<TIn, TRow> kernel) => new(Name, [.. _files], Count, kernel.Read);

    public override void Complete()
    {
        if (_closed)
        {
            return;
        }

        // A leaf without a row has one empty file, so that whoever reads the data set finds it.
        if (!_writer.IsOpen && !_writer.HasFailed)
        {
            NextFile();
        }

        _closed = true;
        _writer.Close();
    }

    public override void Dispose()
    {
        _closed = true;
        _writer.Dispose();
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

        var path = Path.Combine(_folder, (_files.Count + 1).ToString("D6", CultureInfo.InvariantCulture) + ".jsonl");
        _writer.Open(path, _disk);
        _files.Add(path);
    }
}
