using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Peers;

/// <summary>The chain through distilabel's transport: a Python program of its own, with its own clock.</summary>
internal static class Transport
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly string? s_python = Find("python3") ?? Find("python3.exe");

    public static IEnumerable<Variant> All => [Of(Ways.Transport50, 50), Of(Ways.Transport1000, 1000)];

    private static Variant Of(string name, int batch) => new(name, rows => RunAsync(rows, batch))
    {
        IsForeign = true,
        Missing = s_python is null ? "there is no python3 on this machine" : null,
    };

    private static async Task<Outcome> RunAsync(long rows, int batch)
    {
        var start = new ProcessStartInfo(s_python!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peers", "transport.py"));
        start.ArgumentList.Add(rows.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(batch.ToString(CultureInfo.InvariantCulture));
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_limit);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"transport.py (process {process.Id}) had not ended after {s_limit}.\n{await output}\n{await errors}");
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"transport.py ended with exit code {process.ExitCode}.\n{await output}\n{await errors}");
        }

        using var result = JsonDocument.Parse(await output);
        return new(result.RootElement.GetProperty("in_order").GetUInt64(), result.RootElement.GetProperty("any_order").GetUInt64())
        {
            Steady = TimeSpan.FromSeconds(result.RootElement.GetProperty("seconds").GetDouble()),
        };
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
