using System.Globalization;
using System.Text;
using Distil.IO;

namespace Distil.Logging;

/// <summary>
/// <c>run.log</c>: a line for what happens in a run, written as it happens. It is an aid: where it cannot be written the run goes on
/// without, and <see cref="Failure"/> says so.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly Gate _gate = new();
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

    /// <summary>Adds a line; from any thread. Lines of the text after the first are indented.</summary>
    public void Write(string text)
    {
        lock (_gate)
        {
            if (_closed || Failure is not null)
            {
                return;
            }

            try
            {
                _file ??= _disk.Open(_path, _replace ? DiskFileMode.Replace : DiskFileMode.Append);
                _replace = false;
                var time = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                _file.Write(Encoding.UTF8.GetBytes(time + " " + text.ReplaceLineEndings("\n    ").TrimEnd() + "\n"));
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                Failure = exception;
            }
        }
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
