using Distil.Pipelines.Tests.Helpers;
using Xunit.MicrosoftTestingPlatform;

namespace Distil.Pipelines.Tests;

internal static class Program
{
    /// <summary>The tests; or, called with <see cref="Child.Mark"/>, what a test wants done in a process of its own.</summary>
    public static async Task<int> Main(string[] args) => args switch
    {
        [Child.Mark, ..] => await Child.RunAsync(args[1], args[2..]),
        _ when args.Contains("-automated") || args.Contains("@@") => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
