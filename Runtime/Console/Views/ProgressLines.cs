using System.Globalization;

namespace Distil.CommandLine.Views;

/// <summary>A snapshot of a run as one line.</summary>
internal sealed class ProgressLines
{
    private readonly StepRates _rates = new();

    /// <summary>The line: the time, then of each step what went out.</summary>
    public string Next(RunProgress progress)
    {
        var rates = _rates.Next(progress);
        var steps = progress.Steps.Select((step, place) =>
            string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.RowsOut:N0}{Failed(step)}{Rate(rates[place])}"));
        return $"{Time(progress.Elapsed)}: {string.Join(", ", steps)}";
    }

    /// <summary>A time as people say it: <c>12 s</c>, <c>3 min 5 s</c>, <c>2 h 3 min</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalSeconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    private static string Failed(StepProgress step) =>
        step.Failed > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({step.Failed:N0} failed)") : "";

    private static string Rate(double rate) => rate >= 1 ? string.Create(CultureInfo.InvariantCulture, $" at {rate:N0}/s") : "";
}
