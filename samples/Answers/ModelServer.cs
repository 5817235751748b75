using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Answers;

/// <summary>
/// Stands for a model: an HTTP server on this machine that takes its time, is busy now and then, and refuses one question. It notes each
/// request in a file, so that one can see what was asked for twice.
/// </summary>
internal sealed class ModelServer : IDisposable
{
    private const string Refused = "What is 666 times";

    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly string _log;
    private readonly StreamWriter _requests;
    private int _count;

    public ModelServer(string log)
    {
        _log = log;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(log))!);
        _requests = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it can be reached.</summary>
    public Uri Address { get; }

    /// <summary>All requests of all runs, the questions in them, and the requests for a question that was answered before.</summary>
    public (int Requests, int Questions, int Repeated) Count()
    {
        lock (_lock)
        {
            using var file = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var (requests, repeated, asked, answered) = (0, 0, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
            while (file.ReadLine() is { } line)
            {
                var (what, question) = (line[0], line[2..]);
                requests += what == '?' ? 1 : 0;
                repeated += what == '?' && answered.Contains(question) ? 1 : 0;
                asked.Add(question);
                if (what == '=')
                {
                    answered.Add(question);
                }
            }

            return (requests, asked.Count, repeated);
        }
    }

    public void Dispose()
    {
        _listener.Close();
        lock (_lock)
        {
            _requests.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The program ends.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var question = Uri.UnescapeDataString(context.Request.Url!.Query[1..]);
        Note('?', question);
        var request = Interlocked.Increment(ref _count);
        await Task.Delay(40 + (request * 7_919 % 160));
        using var response = context.Response;
        if (question.StartsWith(Refused, StringComparison.Ordinal))
        {
            response.StatusCode = (int)HttpStatusCode.BadRequest;
        }
        else if (request % 40 == 0)
        {
            response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
        }
        else
        {
            await using var writer = new StreamWriter(response.OutputStream);
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"I think that it is {question.Length * request}."));
            Note('=', question);
        }
    }

    private void Note(char what, string question)
    {
        lock (_lock)
        {
            _requests.WriteLine($"{what} {question}");
        }
    }
}
