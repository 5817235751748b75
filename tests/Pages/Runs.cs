using System.Text.Json;

namespace Distil.Pages;

/// <summary>Makes runs whose pages a browser looks at, and writes down what their results say.</summary>
internal static class Runs
{
    private const int Rows = 700;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>A run that ends, one that is stopped, and one that fails.</summary>
    public static async Task MakeAsync(string folder)
    {
        var expected = new List<object>();
        var ended = await new Reviews(Rows, 0).RunAsync(Options("ended"));
        expected.Add(Expected("ended", ended));

        using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2.5)))
        {
            expected.Add(Expected("stopped", await new Reviews(Rows, 20).RunAsync(Options("stopped") with { StopToken = stop.Token })));
        }

        try
        {
            await new Reviews(Rows, 0).RunAsync(Options("failed") with { MaxConsecutiveErrors = 1 });
        }
        catch (PipelineFailedException failure)
        {
            expected.Add(Expected("failed", failure.PartialResult!));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "expected.json"), JsonSerializer.Serialize(expected, s_options));

        RunOptions Options(string name) => new() { Directory = Path.Combine(folder, name), HandleSignals = false };
    }

    /// <summary>Runs until the process is killed.</summary>
    public static Task CrashAsync(string folder) =>
        new Reviews(int.MaxValue, 5).RunAsync(new RunOptions { Directory = Path.Combine(folder, "crashed"), HandleSignals = false });

    private static object Expected(string name, PipelineResult result) => new
    {
        Name = name,
        Status = result.Status.ToString(),
        result.ErrorCount,
        Steps = result.Steps.Select(static step => new
        {
            step.Name,
            step.RowsIn,
            step.RowsOut,
            step.Waiting,
            step.Failed,
            step.Attempts,
            step.Retries,
            step.Reused,
            Median = step.Durations?.Percentile(50).TotalMilliseconds,
            Longest = step.Durations?.Longest.TotalMilliseconds,
        }),
    };
}
