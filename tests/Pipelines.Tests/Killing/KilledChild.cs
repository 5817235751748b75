using System.Globalization;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>What no data depend on: sizes inside the engine, and how many calls of the row step go on at once.</summary>
internal sealed record ChildSettings(
    int TransportSize, int CutMilliseconds, bool IsSequential = false, int Concurrency = AskModel.Concurrency)
{
    public string ToArgument() =>
        string.Create(CultureInfo.InvariantCulture, $"{TransportSize} {CutMilliseconds} {(IsSequential ? 1 : 0)} {Concurrency}");

    public static ChildSettings Parse(string argument)
    {
        var numbers = argument.Split(' ').Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new(numbers[0], numbers[1], numbers[2] == 1, numbers[3]);
    }
}

/// <summary>What the process that is killed does: it runs a pipeline.</summary>
internal static class KilledChild
{
    /// <summary>Runs it.</summary>
    /// <param name="args">The subject, the directory, the path of the model's socket, and the settings.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using var link = new ModelLink(args[2]);
        var settings = ChildSettings.Parse(args[3]);
        var options = new RunOptions
        {
            Directory = args[1],
            Sequential = settings.IsSequential,
            MaxConsecutiveErrors = 0,
            Engine = new EngineSettings
            {
                ChannelCapacity = 1,
                TransportSize = settings.TransportSize,
                CutInterval = TimeSpan.FromMilliseconds(settings.CutMilliseconds),
                RowsPerFile = 50,
            },
        };
        link.End(await Subject.Of(args[0]).RunAsync(link, options, settings.Concurrency));
        return 0;
    }
}
