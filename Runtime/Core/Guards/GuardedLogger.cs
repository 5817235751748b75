using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distil.Guards;

/// <summary>A logger of the user's that never throws.</summary>
internal sealed class GuardedLogger : ILogger
{
    private readonly ILogger _inner;
    private readonly Action<Exception> _failed;

    private GuardedLogger(ILogger inner, Action<Exception> failed) => (_inner, _failed) = (inner, failed);

    /// <summary>Makes a logger of a category.</summary>
    /// <param name="factory">Null: nothing is logged. The same where the factory throws or has no logger.</param>
    /// <param name="category">The category.</param>
    /// <param name="failed">Told what the factory or the logger threw.</param>
    public static ILogger Create(ILoggerFactory? factory, string category, Action<Exception> failed)
    {
        try
        {
            return factory?.CreateLogger(category) is { } logger && logger != NullLogger.Instance ? new GuardedLogger(logger, failed)
                : NullLogger.Instance;
        }
        catch (Exception exception)
        {
            failed(exception);
            return NullLogger.Instance;
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return _inner.BeginScope(state) is { } scope ? new Scope(this, scope) : null;
        }
        catch (Exception exception)
        {
            _failed(exception);
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception exception)
        {
            _failed(exception);
            return false;
        }
    }

    /// <summary>Logs; what cannot be logged with its exception is logged once more with the exception as text.</summary>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }
        catch (Exception failure)
        {
            _failed(failure);
        }

        if (exception is null)
        {
            return;
        }

        try
        {
            var told = $"{formatter(state, exception)}: {ExceptionText.Of(exception)}";
            _inner.Log(logLevel, eventId, told, null, static (text, _) => text);
        }
        catch (Exception failure)
        {
            _failed(failure);
        }
    }

    private sealed class Scope(GuardedLogger logger, IDisposable scope) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                scope.Dispose();
            }
            catch (Exception exception)
            {
                logger._failed(exception);
            }
        }
    }
}
