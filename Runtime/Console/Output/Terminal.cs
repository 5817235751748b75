namespace Distil.CommandLine.Output;

/// <summary>Where the program writes to.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Everything else: how far a run is, and what went wrong.</param>
/// <param name="IsLive">Whether lines of <paramref name="Error"/> can be written over.</param>
/// <param name="HasColors">Whether <paramref name="Error"/> shows colors.</param>
/// <param name="Width">Its columns; null: as wide as a line is.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsLive, bool HasColors, int? Width)
{
    private const int Narrowest = 20;

    private const int Widest = 200;

    /// <summary>The terminal of this process, if it has one.</summary>
    public static Terminal OfProcess()
    {
        var isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        var hasColors = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(Console.Out, Console.Error, isTerminal, hasColors, isTerminal ? WidthOfProcess() : null);
    }

    private static int WidthOfProcess()
    {
        try
        {
            return Console.WindowWidth is var width && width > 0 ? Math.Clamp(width, Narrowest, Widest) : 80;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return 80;
        }
    }
}
