using System.Text.Json;
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
    private readonly Dictionary<(string Step, Type Type, Type? Cause), int> _details = [];
    private bool _closed;

    public ErrorFile(string path, IDisk disk, Action begin)
    {
        _path = path;
        _disk = disk;
        _begin = begin;
    }

    /// <inheritdoc/>
    /// <remarks>The line is in the file when this returns.</remarks>
    public void Write(RunError error, byte[]? inputs = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_writer.IsOpen)
            {
                _begin();
                _writer.Open(_path, _disk);
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
            json.WriteString("message"u8, WellFormed(error.Message));
            if (error.Exception is { } exception && HasDetails(error.Step, exception))
            {
                json.WriteString("details"u8, WellFormed(ExceptionText.Of(exception)));
            }

            json.WriteEndObject();
            line.EndValue();
            _writer.EndRow();
            _writer.Flush();
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

    private bool HasDetails(string step, Exception exception)
    {
        var kind = (step, exception.GetType(), exception.InnerException?.GetType());
        var written = _details.GetValueOrDefault(kind);
        if (written == MaxDetails)
        {
            return false;
        }

        _details[kind] = written + 1;
        return true;
    }

    // A message may quote the very text that is no valid UTF-16.
    private static string WellFormed(string text)
        => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
