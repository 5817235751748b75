using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>What the model says of a row.</summary>
public readonly record struct Reply(long Answer, bool IsFailure);

/// <summary>
/// The child's end of the connection to the test's process. Steps ask and report here, on any thread; what was sent when the process is
/// killed comes there all the same.
/// </summary>
public sealed class ModelLink : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<IReadOnlyList<Reply>>> _asked = new();
    private readonly Lock _sending = new();
    private long _calls;

    /// <summary>Connects to the test's process.</summary>
    public ModelLink(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        new Thread(Receive) { IsBackground = true, Name = "replies" }.Start();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Asks for answers to rows, and waits for them.</summary>
    public Task<IReadOnlyList<Reply>> AskAsync(string step, IReadOnlyList<string> rows)
    {
        var call = Interlocked.Increment(ref _calls);
        var asked = new TaskCompletionSource<IReadOnlyList<Reply>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[call] = asked;
        Send(new Question(call, step, rows));
        return asked.Task;
    }

    /// <summary>Tells which answer of a row is seen below the step.</summary>
    /// <param name="step">The step that was answered.</param>
    /// <param name="row">The row, as it was asked for.</param>
    /// <param name="copy">Which of the rows that are asked for with the same words.</param>
    /// <param name="answer">The answer.</param>
    public void Report(string step, string row, int copy, long answer) => Send(new Report(step, row, copy, answer));

    /// <summary>Tells how the run ended.</summary>
    internal void End(RunStatus status) => Send(new Ended(status.ToString()));

    private void Send(Message message)
    {
        var frame = message.ToFrame();
        lock (_sending)
        {
            _socket.Send(frame);
        }
    }

    private void Receive()
    {
        using var stream = new NetworkStream(_socket);
        while (Message.Read(stream) is { } message)
        {
            var answered = (Answered)message;
            _asked.TryRemove(answered.Call, out var asked);
            asked!.SetResult(answered.Replies);
        }
    }
}
