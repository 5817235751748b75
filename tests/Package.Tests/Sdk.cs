using System.Collections;
using System.Diagnostics;
using System.Text;

namespace Distil.Package.Tests;

/// <summary>What a process said.</summary>
internal sealed record Said(string Command, int ExitCode, string Text)
{
    /// <summary>The lines of its output, without empty ones.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Said Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Text}");
        return this;
    }
}

/// <summary>Calls of the SDK, each with a limit of time. What is restored goes to a folder of the test.</summary>
internal static class Sdk
{
    /// <summary>Generous: a build of a few projects takes seconds, and minutes on a machine that is busy with other things.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <summary>Starts <c>dotnet</c> and waits for its end.</summary>
    /// <param name="folder">Where it is started.</param>
    /// <param name="packages">Where packages are restored to; null: the machine's own folder.</param>
    public static async Task<Said> RunAsync(string folder, string? packages, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // A test that dotnet itself has started inherits settings of that call.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase))
            {
                start.Environment.Remove(name);
            }
        }

        // A build server that outlives the call would hold on to the pipes.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (packages is not null)
        {
            start.Environment["NUGET_PACKAGES"] = packages;
        }

        var command = "dotnet " + string.Join(' ', arguments);
        var text = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end within {s_limit}. It had written:\n{Written()}");
        }

        return new Said(command, process.ExitCode, Written());

        void Add(string? line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }

        string Written()
        {
            lock (text)
            {
                return text.ToString();
            }
        }
    }
}
