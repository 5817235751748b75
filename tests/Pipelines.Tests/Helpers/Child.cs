using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Distil.Pipelines.Tests.JsonLines;
using Distil.Pipelines.Tests.Killing;
using Distil.Pipelines.Tests.Running;

namespace Distil.Pipelines.Tests.Helpers;

/// <summary>Runs a part of a test in a process of its own: this executable, called with an argument.</summary>
internal static class Child
{
    public const string Mark = "--child";

    /// <summary>What <see cref="Program"/> does when it is called with <see cref="Mark"/>.</summary>
    public static async Task<int> RunAsync(string task, string[] args)
    {
        switch (task)
        {
            case "memory":
                await Memory.MeasureAsync(int.Parse(args[0], CultureInfo.InvariantCulture));
                return 0;

            case "call-allocation":
                await CallAllocation.MeasureAsync(args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
                return 0;

            case "allocation":
                await Allocation.MeasureAsync(args[0]);
                return 0;

            case "time-zone":
                await TimeZones.CopyAsync(args[0], args[1]);
                return 0;

            case "killed":
                return await KilledChild.RunAsync(args);

            case "program":
                // The file is a compiled program beside which its references need not lie: they are this executable's.
                var main = Assembly.LoadFrom(args[0]).EntryPoint ?? throw new ArgumentException($"{args[0]} has no entry point.");
                return main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]) is int code ? code : 0;

            default:
                throw new ArgumentException($"There is no task {task}.", nameof(task));
        }
    }

    public sealed record Output(int ExitCode, string Text, string Errors);

    /// <summary>Starts this executable with a task and waits for its end.</summary>
    public static async Task<Output> StartAsync(
        string task, string[] args, string? directory = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        using var process = Start(task, args, directory, environment);
        var text = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(limit ?? TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The child process for '{task}' did not end. It had written:\n{await text}\n{await errors}");
        }

        return new Output(process.ExitCode, await text, await errors);
    }

    /// <summary>Starts this executable with a task. Its output must be read.</summary>
    public static Process Start(
        string task, string[] args, string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };

        // Started as `dotnet Some.dll`, the process is the host.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        }

        foreach (var argument in (string[])[Mark, task, .. args])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
