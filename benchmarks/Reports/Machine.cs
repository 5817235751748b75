using System.Globalization;
using System.Runtime.InteropServices;

namespace Distil.Benchmarks.Reports;

/// <summary>What the figures were measured on.</summary>
public static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var collector = System.Runtime.GCSettings.IsServerGC ? "server" : "workstation";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Processor()}, {Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}, {memory:0} GB of memory; "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}; "
            + $"{RuntimeInformation.FrameworkDescription}, {collector} garbage collection");
    }

    /// <summary>What stands above figures: where they were measured, when, and by which command.</summary>
    public static string Describe(string command, DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"""
        {Describe()}. Measured on {time:yyyy-MM-dd} by

        ```bash
        {command}
        ```
        """);

    private static string Processor()
    {
        const string Information = "/proc/cpuinfo";
        var name = File.Exists(Information)
            ? File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return name is { Length: > 0 } ? name : "processor unknown";
    }
}
