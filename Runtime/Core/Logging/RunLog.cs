using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.IO;

namespace Distil.Logging;

/// <summary>
/// <c>run.log</c>: a JSON object a line for what happens in a run, handed to the operating system as it happens. It is an aid: where it
/// cannot be written the run goes on without, and <see cref="Failure"/> says so.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Gate _gate = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly string _path;
    private readonly IDisk _disk;
    private readonly TimeProvider _time;
    private DiskFile? _file;
    private bool _replace;
    private bool _closed;

    public RunLog(string path, bool replace, IDisk disk, TimeProvider time)
    {
        _path = path;
        _replace = replace;
        _disk = disk;
        _time = time;
    }

    /// <summary>Why lines are missing; null: none are.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Adds a line; from any thread.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="state">Given to <paramref name="write"/>.</param>
    /// <param name="write">Writes the further members of the line's object.</param>
    public void Write<TState>(string name, TState state, Action<Utf8JsonWriter, TState> write)
    {
        lock (_gate)
        {
            if (_closed || Failure is not null)
            {
                return;
            }

            _line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_line, s_options))
            {
                json.WriteStartObject();
                json.WriteString("time"u8, _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("event"u8, name);
                write(json, state);
                json.WriteEndObject();
            }

            _line.Write("\n"u8);
            try
            {
                Open();
                _file!.Write(_line.WrittenSpan);
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                Failure = exception;
            }
        }
    }

    /// <summary>Opens the file. A line that an earlier run has not finished, on a full disk or at a power cut, is ended first.</summary>
    private void Open()
    {
        if (_file is not null)
        {
            return;
        }

        var isWithinLine = !_replace && EndsWithinLine();
        _file = _disk.Open(_path, _replace ? DiskFileMode.Replace : DiskFileMode.Append);
        _replace = false;
        if (isWithinLine)
        {
            _file.Write("\n"u8);
        }
    }

    private bool EndsWithinLine()
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            try
            {
                _file?.Dispose();
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                Failure ??= exception;
            }

            _file = null;
        }
    }
}
