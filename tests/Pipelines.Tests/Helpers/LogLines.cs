using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Distil.Pipelines.Tests.Helpers;

/// <summary>Keeps what is logged, with the exception that it was logged with.</summary>
public sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<Line> _lines = new();

    public sealed record Line(LogLevel Level, string Text, Exception? Exception);

    public IReadOnlyList<Line> All => [.. _lines];

    public IReadOnlyList<Line> Warnings => [.. _lines.Where(line => line.Level == LogLevel.Warning)];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new(logLevel, formatter(state, exception), exception));

    public void Dispose()
    {
        // Nothing is held.
    }
}
