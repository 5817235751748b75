using System.ComponentModel;
using System.Diagnostics;

namespace Distil.Devices;

/// <summary>
/// Finds the devices of the machine where nobody has listed them: those of <c>CUDA_VISIBLE_DEVICES</c>, otherwise those that
/// <c>nvidia-smi</c> lists, otherwise none.
/// </summary>
/// <param name="environment">Gives the value of an environment variable; null: it is not set.</param>
/// <param name="command">The program that lists devices.</param>
/// <param name="timeout">How long it may take.</param>
internal sealed class DeviceSearch(Func<string, string?> environment, string command, TimeSpan timeout)
{
    /// <summary>The variable by which CUDA is told which devices it sees.</summary>
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    /// <summary>Looks at this process and this machine.</summary>
    public static DeviceSearch Machine { get; } =
        new(System.Environment.GetEnvironmentVariable, "nvidia-smi", TimeSpan.FromSeconds(10));

    /// <summary>Finds them.</summary>
    /// <param name="time">The clock of the timeout.</param>
    /// <param name="token">Ends the search.</param>
    /// <exception cref="InvalidOperationException">The variable lists a device twice.</exception>
    public async Task<FoundDevices> FindAsync(TimeProvider time, CancellationToken token)
    {
        if (environment(Variable) is not { } listed)
        {
            return await AskAsync(time, token).ConfigureAwait(false) is { } found
                ? new(found, $"as {command} lists them")
                : new([], $"{Variable} is not set, and {command} lists none");
        }

        var devices = Visible(listed);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Array.Find(devices, device => !seen.Add(device)) is { } twice
            ? throw new InvalidOperationException($"{Variable} lists the device '{twice}' twice; list each once.")
            : new(devices, $"as {Variable} lists them");
    }

    /// <summary>Those before the first that is no device, as CUDA reads it: <c>0,1,-1,2</c> are two.</summary>
    private static string[] Visible(string listed) =>
    [
        .. listed.Split(',', StringSplitOptions.TrimEntries)
            .TakeWhile(static device => device.Length > 0 && device[0] != '-' && device != "NoDevFiles"),
    ];

    /// <summary>Asks the program; null: it is not there, fails, or takes too long.</summary>
    private async Task<string[]?> AskAsync(TimeProvider time, CancellationToken token)
    {
        using var process = new Process
        {
            StartInfo = new(command, ["--query-gpu=index", "--format=csv,noheader"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            },
        };
        using var late = new CancellationTokenSource(timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        try
        {
            var errors = process.StandardError.ReadToEndAsync(ending.Token);
            var output = await process.StandardOutput.ReadToEndAsync(ending.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(ending.Token).ConfigureAwait(false);
            var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return process.ExitCode == 0 && lines.Length > 0 ? [.. lines.Distinct(StringComparer.Ordinal)] : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            token.ThrowIfCancellationRequested();
            return null;
        }
    }
}
