using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distil.Logging;

/// <summary>Hands each event to the user's logger and to <c>run.log</c>: what both say is written once.</summary>
internal sealed class EventLogger(ILogger logger, RunLog? log) : ILogger
{
    /// <summary>The user's logger alone.</summary>
    public ILogger User => logger;

    /// <summary><c>run.log</c> alone.</summary>
    public ILogger File => new EventLogger(NullLogger.Instance, log);

    public bool IsEnabled(LogLevel logLevel) => log is not null || logger.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logger.IsEnabled(logLevel))
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }

        log?.Write(
            NameOf(eventId),
            (logLevel, State: (object?)state, exception, Message: formatter(state, exception)),
            static (json, entry) =>
            {
                json.WriteString("level"u8, entry.logLevel.ToString());
                json.WriteString("message"u8, ExceptionText.WellFormed(entry.Message));
                foreach (var (name, value) in entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
                {
                    Write(json, name, value);
                }

                if (entry.exception is { } thrown)
                {
                    json.WriteString("exception"u8, ExceptionText.WellFormed(ExceptionText.Of(thrown)));
                }
            });
    }

    private static string NameOf(EventId id) => id.Name?.StartsWith("Log", StringComparison.Ordinal) == true ? id.Name[3..] : id.Name ?? "";

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        if (name == "{OriginalFormat}")
        {
            return;
        }

        json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(Math.Round(number, 6));
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            default:
                json.WriteStringValue(ExceptionText.WellFormed(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }
}
