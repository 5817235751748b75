using System.Globalization;
using System.Text;

namespace Distil.Engine;

/// <summary>
/// <c>run.log</c>: a line for what happens in a run, written as it happens. It is an aid: where it cannot be written the run goes on
/// without, and <see cref="Failure"/> says so.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly Gate _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private StreamWriter? _writer;
    private bool _replace;
    private bool _closed;

    public RunLog(string path, bool replace, TimeProvider time)
    {
        _path = path;
        _replace = replace;
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
                _writer ??= new StreamWriter(
                    new FileStream(_path, _replace ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.Read),
                    new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                _replace = false;
                var time = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                _writer.Write(time + " " + text.ReplaceLineEndings("\n    ").TrimEnd() + "\n");
                _writer.Flush();
            }
            catch (Exception exception) when (FileTrouble.Is(exception))
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
                _writer?.Dispose();
            }
            catch (Exception exception) when (FileTrouble.Is(exception))
            {
                Failure ??= exception;
            }

            _writer = null;
        }
    }
}
