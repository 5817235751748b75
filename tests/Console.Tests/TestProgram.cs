using ConsoleSamples;
using Distil.CommandLine.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Distil.CommandLine.Tests;

/// <summary>A program whose command line is <c>PipelineConsole</c>'s, in a directory of its own.</summary>
internal sealed class TestProgram : IDisposable
{
    /// <summary>The tests that set what is the process's: its environment, its culture.</summary>
    public const string OneAtATime = "one at a time";

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("distil-console-");

    /// <summary>The directory that <c>--directory</c> of <see cref="RunAsync"/> names.</summary>
    public string Directory => Path.Combine(_directory.FullName, "run");

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Runs a command with the directory.</summary>
    public Task<int> RunAsync(params string[] args) => RunAloneAsync([.. args, "--directory", Directory]);

    /// <summary>Runs a command as it is given.</summary>
    public async Task<int> RunAloneAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await PipelineCommands.RunAsync<EveningGreetings>(
            args, services => services.AddSingleton<IVoice, PlainVoice>(), new Terminal(output, error, IsLive: false, HasColors: false, Width: null));
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
