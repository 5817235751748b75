namespace Distil.Pipelines.Tests.Killing;

/// <summary>A durable filter. It is told the same of a row each time.</summary>
[Filter(Version = "1", Concurrency = Concurrency, Retries = 0)]
public sealed class KeepAsked(ModelLink link)
{
    public const int Concurrency = 8;
    public const string Name = "Kept";

    public async Task<bool> KeepAsync(int number) => (await link.AskAsync(Name, [$"{number}"]))[0].Answer % 8 != 0;
}

/// <summary>A durable router; likewise.</summary>
[Router(Version = "1", Concurrency = Concurrency, Retries = 0)]
public sealed class RouteAsked(ModelLink link)
{
    public const int Concurrency = 4;
    public const string Name = "Route";

    public async Task<Parity> RouteAsync(int number) =>
        (await link.AskAsync(Name, [$"{number}"]))[0].Answer % 3 == 0 ? Parity.Even : Parity.Odd;
}

/// <summary>A durable batch step whose call is the batch.</summary>
[Step(Version = "1", Concurrency = Concurrency, BatchSize = BatchSize, SplitBatches = false, Retries = 0)]
public sealed class AskWhole(ModelLink link)
{
    public const int Concurrency = 2;
    public const int BatchSize = 5;
    public const string Name = "Whole";

    [return: Column("answer")]
    public async Task<IReadOnlyList<long>> ProcessBatchAsync(IReadOnlyList<int> number) =>
        [.. (await link.AskAsync(Name, [.. number.Select(static value => $"{value}")])).Select(static reply => reply.Answer)];
}

/// <summary>A durable expand: one to three rows of one, each with the answer.</summary>
[Expand(Version = "1", Concurrency = Concurrency, Retries = 0)]
public sealed class ExpandAsked(ModelLink link)
{
    public const int Concurrency = 4;
    public const string Name = "Parts";

    [return: Column("answer")]
    public async IAsyncEnumerable<long> ExpandAsync(int number)
    {
        var answer = (await link.AskAsync(Name, [$"{number}"]))[0].Answer;
        for (var part = 0; part <= answer % 3; part++)
        {
            yield return answer;
        }
    }
}

/// <summary>A durable global step: one call for all rows.</summary>
[Step(Version = "1", Durable = true)]
public sealed class AskAll(ModelLink link)
{
    public const string Name = "Rated";
    public const string Row = "all";

    [return: Column("rate")]
    public async Task<IReadOnlyList<long>> ProcessAllAsync(IReadOnlyList<int> number)
    {
        var reply = (await link.AskAsync(Name, [Row]))[0];
        return [.. number.Select(_ => reply.Answer)];
    }
}

/// <summary>Stands below a step: tells the test's process what it sees.</summary>
[Step]
public sealed class ReportAnswer(ModelLink link, string step)
{
    public void Process(int number, long answer) => link.Report(step, $"{number}", 0, answer);
}

/// <summary>Stands below the global step.</summary>
[Step]
public sealed class ReportRate(ModelLink link)
{
    public void Process(long rate) => link.Report(AskAll.Name, AskAll.Row, 0, rate);
}

/// <summary>A durable step of each other form.</summary>
[Pipeline]
public sealed partial class KilledForms(int count, ModelLink link)
{
    NumbersFrom All { get; } = new(count);
    [From(nameof(All))] KeepAsked Kept { get; } = new(link);
    [From(nameof(Kept))] RouteAsked Route { get; } = new(link);
    [From(nameof(Route), When = Parity.Even)] AskWhole Whole { get; } = new(link);
    [From(nameof(Whole))] ReportAnswer WholeSeen { get; } = new(link, AskWhole.Name);
    [From(nameof(Route), When = Parity.Odd)] ExpandAsked Parts { get; } = new(link);
    [From(nameof(Parts))] ReportAnswer PartsSeen { get; } = new(link, ExpandAsked.Name);
    [Merge(nameof(WholeSeen), nameof(PartsSeen))] Pass Together { get; } = new();
    [From(nameof(Together))] Pass Listed { get; } = new();
    [From(nameof(Together))] AskAll Rated { get; } = new(link);
    [From(nameof(Rated))] ReportRate RatedSeen { get; } = new(link);
}
