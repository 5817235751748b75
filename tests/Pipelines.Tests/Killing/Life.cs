using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>When a process is killed.</summary>
/// <param name="Messages">After that many messages; null: not by their number.</param>
/// <param name="Hanging">After that many calls while one hangs; null: none hangs.</param>
/// <param name="Delay">And that much later. Alone: that long after the process was started.</param>
/// <param name="Interrupts">Not killed but told to end by three Ctrl+C, the last when all calls but the one that hangs were answered.</param>
internal sealed record Kill(int? Messages, int? Hanging, TimeSpan Delay, bool Interrupts = false)
{
    /// <summary>The number of SIGKILL.</summary>
    public const int Signal = 9;

    /// <summary>The number of SIGINT, which Ctrl+C sends.</summary>
    public const int Interrupt = 2;

    /// <summary>With what the process ends.</summary>
    public int ExitCode => Interrupts ? 130 : 128 + Signal;

    public override string ToString() =>
        (Messages, Hanging) switch
        {
            ({ } messages, _) => $"after {messages} messages",
            (_, { } calls) => $"after {calls} calls while one hangs",
            _ => "after its start",
        } + $" and {Delay.TotalMilliseconds:0.0} ms";
}

/// <summary>One process that runs the pipeline, from its start to its end or death; this process is its model.</summary>
internal sealed class Life(Subject subject, CallLog log, IModel model, Kill? kill)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    private readonly Lock _sending = new();
    private readonly Dictionary<long, string> _unanswered = [];
    private readonly StringBuilder _said = new();
    private Process _process = null!;
    private Exception? _failure;

    /// <summary>How many messages came.</summary>
    public int Messages { get; private set; }

    /// <summary>How the run ended; null: it was killed.</summary>
    public string? Status { get; private set; }

    /// <summary>How long the process lived.</summary>
    public TimeSpan Time { get; private set; }

    /// <exception cref="TimeoutException">It neither ended nor was killed.</exception>
    public async Task RunAsync(string directory, string socketPath, ChildSettings settings)
    {
        log.BeginLife();
        File.Delete(socketPath);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen();
        var clock = Stopwatch.StartNew();
        using (_process = Child.Start("killed", [subject.Name, directory, socketPath, settings.ToArgument()]))
        {
            var text = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), ReadErrorsAsync());
            var accept = listener.AcceptAsync();
            var serve = ServeAsync(accept);
            if (kill is { Messages: null, Hanging: null })
            {
                await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(kill.Delay));
                _process.Kill();
            }

            try
            {
                await _process.WaitForExitAsync().WaitAsync(s_limit);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                throw new TimeoutException(
                    $"The process was to be killed {kill}, and did not end within {s_limit}. {this}\n{string.Join('\n', await text)}");
            }

            Time = clock.Elapsed;
            listener.Close();
            await Run.WithLimit(serve);
            var isKilled = kill is not null && (OperatingSystem.IsWindows() || _process.ExitCode == kill.ExitCode);
            if (_failure is not null || !(isKilled || (Status is not null && _process.ExitCode == 0)))
            {
                throw new InvalidOperationException(
                    $"The process ended with {_process.ExitCode}. {this}\n{string.Join('\n', await text)}", _failure);
            }
        }
    }

    public override string ToString()
    {
        lock (_sending)
        {
            return $"{Messages} messages came. Not answered: {string.Join("; ", _unanswered.Values.Order(StringComparer.Ordinal))}";
        }
    }

    /// <summary>Answers, writes down and kills, until the process is gone.</summary>
    private async Task ServeAsync(Task<Socket> accept)
    {
        Socket socket;
        try
        {
            socket = await accept;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The process was killed before it connected.
            return;
        }

        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await Task.Run(() => Message.Read(stream)) is { } message)
            {
                Take(message, stream);
                Messages++;
                if (kill is not null && (Messages == kill.Messages || model.CallsSinceHanging == kill.Hanging))
                {
                    _ = KillLaterAsync(kill.Delay);
                }
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
            _process.Kill();
        }
    }

    private void Take(Message message, NetworkStream stream)
    {
        switch (message)
        {
            case Question question:
                log.Ask(question);
                lock (_sending)
                {
                    _unanswered[question.Call] = string.Join(' ', [question.Step, .. question.Rows]);
                }

                if (model.Reply(question) is { } replies)
                {
                    log.Answer(question, replies);
                    _ = SendLaterAsync(question, replies, model.Delay(), stream);
                }

                break;

            case Report report:
                log.See(report);
                break;

            case Ended ended:
                Status = ended.Status;
                break;
        }
    }

    private async Task SendLaterAsync(Question question, IReadOnlyList<Reply> replies, TimeSpan delay, NetworkStream stream)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay);
        }

        lock (_sending)
        {
            try
            {
                stream.Write(new Answered(question.Call, replies).ToFrame());
                _unanswered.Remove(question.Call);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The process was killed meanwhile.
            }
        }
    }

    private async Task KillLaterAsync(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay);
        }

        try
        {
            if (kill!.Interrupts)
            {
                await InterruptAsync();
            }
            else
            {
                _process.Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile, and its object is disposed of.
        }
    }

    private async Task InterruptAsync()
    {
        Send();
        await Until(() => Said("Stopping: "));
        Send();
        await Until(() => Said("Still stopping."));
        await Until(() =>
        {
            lock (_sending)
            {
                return _unanswered.Count == 1;
            }
        });
        Send();

        void Send()
        {
            if (SendSignal(_process.Id, Kill.Interrupt) != 0)
            {
                throw new InvalidOperationException("The process takes no signal.");
            }
        }

        bool Said(string text)
        {
            lock (_said)
            {
                return _said.ToString().Contains(text, StringComparison.Ordinal);
            }
        }

        // The other process is not told when this one has seen something: asked for often, and ended by the limit of the process.
        async Task Until(Func<bool> isSo)
        {
            while (!isSo() && !_process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    /// <summary>kill(2) of the C library.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private async Task<string> ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        }

        return _said.ToString();
    }
}
