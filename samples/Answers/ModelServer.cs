using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Answers;

/// <summary>
/// Stands for a model: an HTTP server on this machine that takes its time, is busy now and then, and refuses one question. It notes each
/// request in a file, so that one can see what was asked for twice.
/// </summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private const string Refused = "What is 666 times";

    private readonly WebApplication _server;
    private readonly Lock _lock = new();
    private readonly string _log;
    private readonly StreamWriter _requests;
    private int _count;

    private ModelServer(string log)
    {
        _log = log;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(log))!);
        _requests = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/ask", AnswerAsync);
    }

    /// <summary>Where it can be reached.</summary>
    public Uri Address => new(_server.Urls.First());

    /// <summary>Starts a server.</summary>
    /// <param name="log">The file in which requests are noted, those of earlier runs before.</param>
    public static async Task<ModelServer> StartAsync(string log)
    {
        var server = new ModelServer(log);
        await server._server.StartAsync();
        return server;
    }

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

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _requests.DisposeAsync();
    }

    private async Task<IResult> AnswerAsync(string question)
    {
        Note('?', question);
        var request = Interlocked.Increment(ref _count);
        await Task.Delay(40 + (request * 7_919 % 160));
        if (question.StartsWith(Refused, StringComparison.Ordinal))
        {
            return Results.BadRequest();
        }

        if (request % 40 == 0)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Note('=', question);
        return Results.Text(string.Create(CultureInfo.InvariantCulture, $"I think that it is {question.Length * request}."));
    }

    private void Note(char what, string question)
    {
        lock (_lock)
        {
            _requests.WriteLine($"{what} {question}");
        }
    }
}
