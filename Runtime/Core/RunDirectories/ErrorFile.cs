using System.Text.Json;
using Distil.Checkpoints;
using Distil.Engine.State;
using Distil.IO;
using Distil.IO.JsonLines;

namespace Distil.RunDirectories;

/// <summary><c>errors.jsonl</c>: a line for each row that failed. Made with the first.</summary>
/// <remarks>
/// The stack trace takes most of a line and nearly all of its time, and is the same in most lines: so it stands in the first
/// <see cref="MaxDetails"/> lines of each step and type of exception.
/// </remarks>
internal sealed class ErrorFile : IErrorLog, IDisposable
{
    /// <summary>Lines of one step, and of one type of exception and of its cause, that have its whole text.</summary>
    internal const int MaxDetails = 100;

    private readonly Gate _gate = new();
    private readonly string _path;
    private readonly IDisk _disk;
    private readonly Action _begin;
    private readonly JsonLinesWriter _writer = new();
    private readonly Dictionary<(string Step, string Type, Type? Cause), int> _details = [];
    private readonly Dictionary<string, StepErrors> _steps;
    private readonly Dictionary<string, long> _met = new(StringComparer.Ordinal);
    private readonly ErrorPlace _start;
    private bool _isNameSynced;
    private bool _closed;

    /// <param name="path">The path of the file.</param>
    /// <param name="disk">Where it is written.</param>
    /// <param name="begin">Called before it is made or opened.</param>
    /// <param name="start">The lines of an earlier run that stay; null: none do.</param>
    public ErrorFile(string path, IDisk disk, Action begin, ErrorPlace? start = null)
    {
        _path = path;
        _disk = disk;
        _begin = begin;
        _start = start ?? ErrorPlace.Start;
        _steps = new(_start.Steps, StringComparer.Ordinal);
        _isNameSynced = _start.Lines > 0;
    }

    /// <summary>The errors that an earlier run has written, and that stay.</summary>
    public IEnumerable<RunError> Earlier => ErrorLines.Read(_path, _start.Lines);

    /// <inheritdoc/>
    public bool IsNew(string step, long number)
    {
        lock (_gate)
        {
            if (!_start.Steps.TryGetValue(step, out var earlier) || number > earlier.Number)
            {
                return true;
            }

            return number == earlier.Number && (_met[step] = _met.GetValueOrDefault(step) + 1) > earlier.Lines;
        }
    }

    /// <inheritdoc/>
    public bool MayHold(string step, long number) => _start.Steps.TryGetValue(step, out var earlier) && number <= earlier.Number;

    /// <summary>Brings the lines so far to disk.</summary>
    /// <returns>The place behind them.</returns>
    /// <exception cref="RunDirectoryException">They could not be brought there.</exception>
    public ErrorPlace Commit()
    {
        ErrorPlace place;
        DiskFile? file;
        lock (_gate)
        {
            _writer.ThrowIfFailed();
            if (!_writer.IsOpen && _writer.Rows == 0)
            {
                return _start;
            }

            place = new(_writer.Rows, _writer.Length, _writer.Checksum, new Dictionary<string, StepErrors>(_steps, StringComparer.Ordinal));
            file = _writer.File;
        }

        FileCommit.Sync(_disk, file, _path, ref _isNameSynced);
        lock (_gate)
        {
            // It is closed without a flush, too, if a write to it has failed.
            _writer.ThrowIfFailed();
        }

        return place;
    }

    /// <inheritdoc/>
    /// <remarks>The line is in the file when this returns.</remarks>
    public void Write(RunError error, long number, byte[]? inputs = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_writer.IsOpen)
            {
                Open();
            }

            var line = _writer.BeginRow();
            var json = line.BeginValue();
            json.WriteStartObject();
            json.WriteString("step"u8, error.Step);
            if (error.RowId is { } row)
            {
                json.WriteString("row"u8, row.ToString());
            }

            if (inputs is not null)
            {
                json.WritePropertyName("inputs"u8);
                json.WriteRawValue(inputs, skipInputValidation: true);
            }

            json.WriteNumber("attempts"u8, error.Attempts);
            json.WriteString("error"u8, error.ExceptionType);
            json.WriteString("message"u8, ExceptionText.WellFormed(error.Message));
            if (error.Exception is { } exception && HasDetails(error.Step, exception))
            {
                json.WriteString("details"u8, ExceptionText.WellFormed(ExceptionText.Of(exception)));
            }

            json.WriteEndObject();
            line.EndValue();
            _writer.EndRow();
            _writer.Flush();

            // Once it is written: a line that is not is no line of the place.
            var earlier = _steps.GetValueOrDefault(error.Step);
            _steps[error.Step] = new(number, earlier.Number == number ? earlier.Lines + 1 : 1);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                _writer.Close();
                _writer.Dispose();
            }
        }
    }

    private void Open()
    {
        _begin();
        if (_start.Lines > 0)
        {
            _writer.Reopen(_path, _disk, _start.Lines, _start.Bytes, _start.Checksum);
        }
        else
        {
            _writer.Open(_path, _disk);
        }
    }

    private bool HasDetails(string step, Exception exception)
    {
        var kind = (step, ExceptionText.TypeOf(exception), exception.InnerException?.GetType());
        var written = _details.GetValueOrDefault(kind);
        if (written == MaxDetails)
        {
            return false;
        }

        _details[kind] = written + 1;
        return true;
    }
}
