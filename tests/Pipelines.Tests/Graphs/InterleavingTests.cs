using System.Globalization;
using Distil.Pipelines.Tests.Policies;
using Distil.Running;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>
/// Whatever thread overtakes whatever other, a run gives the same bytes. DISTIL_INTERLEAVINGS sets how many seeds of delays each graph is
/// run with; a failure names graph and seed.
/// </summary>
public sealed class InterleavingTests
{
    private const int Graphs = 10;

    private static readonly int s_seeds =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_INTERLEAVINGS"), CultureInfo.InvariantCulture, out var count) ? count : 4;

    [Fact]
    public async Task Every_order_of_events_gives_the_same_bytes()
    {
        // Those of the first hundred with the most kinds of steps.
        var graphs = Enumerable.Range(1, 100).Select(GraphGenerator.Create)
            .Where(static graph => new Reference(graph, limit: null).Stopping is null)
            .OrderByDescending(static graph => graph.Nodes.Select(static node => (node.Kind, node.Meeting)).Distinct().Count())
            .Take(Graphs)
            .ToList();
        var runners = RandomGraphTests.Compile("Interleavings", graphs);
        var counts = new long[Enum.GetValues<RacePoint>().Length];
        for (var i = 0; i < graphs.Count; i++)
        {
            using var directory = new TemporaryDirectory();
            var reference = new Reference(graphs[i], limit: null);
            var undelayed = await RunAsync(runners[i], directory["0"], new());
            Assert.Null(Comparison.Whole(graphs[i], reference, undelayed.Outcome, undelayed.Probe));
            var contents = Contents(directory["0"]);
            var points = 0;
            for (var seed = 1; seed <= s_seeds; seed++)
            {
                var delays = new SeededDelays(seed);
                var (outcome, probe) = await RunAsync(runners[i], directory[$"{seed}"], Options(seed, delays));
                var difference = Comparison.Whole(graphs[i], reference, outcome, probe)
                    ?? contents.Except(Contents(directory[$"{seed}"])).FirstOrDefault();
                Assert.True(
                    difference is null, $"Graph {graphs[i].Seed} with delays of seed {seed}: {difference}\n{GraphText.Of(graphs[i])}");
                points = delays.Reached;
                for (var point = 0; point < counts.Length; point++)
                {
                    counts[point] += delays.Counts[point];
                }

                if (seed % 4 != 0)
                {
                    continue;
                }

                // The same with a stop in the middle.
                using var stop = new CancellationTokenSource();
                delays = new(seed, 1 + (int)((uint)(seed * 7919) % points), stop.Cancel);
                (outcome, probe) = await RunAsync(runners[i], null, Options(seed, delays) with { StopToken = stop.Token });
                difference = Comparison.Beginning(graphs[i], reference, outcome, probe);
                Assert.True(
                    difference is null,
                    $"Graph {graphs[i].Seed} with delays of seed {seed} and a stop: {difference}\n{GraphText.Of(graphs[i])}");
            }
        }

        // Places that no graph comes to would be tested by nothing. No run here fails.
        Assert.Equal([RacePoint.Stop, RacePoint.Fail], Enum.GetValues<RacePoint>().Where(point => counts[(int)point] == 0));
    }

    [Fact]
    public async Task Every_order_of_events_stops_at_the_same_row()
    {
        for (var seed = 1; seed <= s_seeds; seed++)
        {
            var delays = new SeededDelays(seed);
            int[] bad = [3, .. Enumerable.Range(10, 19), .. Enumerable.Range(40, 60)];
            var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(
                o => new Awaited(100, new(bad)).RunAsync(o),
                Options(seed, delays) with { Parameters = new Awaited.Parameters { Doubled = { Concurrency = 1 + (seed % 8) } } }));

            Assert.True($"{failure.RowId}" == "All#59", $"Seed {seed}: {failure}");
            Assert.True(delays.Counts[(int)RacePoint.Fail] > 0);
        }
    }

    private static RunOptions Options(int seed, SeededDelays delays) => new()
    {
        TimeProvider = seed % 2 == 0 ? TimeProvider.System : new ShortTimers(),
        Engine = new EngineSettings { ChannelCapacity = 1, TransportSize = 1 + (seed * 37 % 60), Reached = delays.Reach },
    };

    private static async Task<(Outcome Outcome, Probe Probe)> RunAsync(Runner runner, string? directory, RunOptions options)
    {
        var probe = new Probe();
        var outcome = await Run.WithLimit(
            o => runner.RunAsync(probe, o, CancellationToken.None), options with { Directory = directory, MaxConsecutiveErrors = 0 }, runner.Name);
        return (outcome, probe);
    }

    /// <summary>The data sets, and the errors as a set, without the texts that quote places in the program.</summary>
    private static List<string> Contents(string directory) =>
    [
        .. Directory.GetFiles(Path.Combine(directory, "data"), "*.jsonl", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(directory, path) + "\n" + File.ReadAllText(path)),
        .. (File.Exists(Path.Combine(directory, "errors.jsonl")) ? File.ReadLines(Path.Combine(directory, "errors.jsonl")) : [])
            .Select(static line => line.Split(",\"details\"")[0])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A clock of which what looks at intervals looks all the time. Time limits are not touched.</summary>
    private sealed class ShortTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Timer(System.CreateTimer(callback, state, Short(dueTime), Short(period)));

        private static TimeSpan Short(TimeSpan time) =>
            time > TimeSpan.FromMilliseconds(1) && time < TimeSpan.FromSeconds(1) ? TimeSpan.FromMilliseconds(1) : time;

        private sealed class Timer(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Short(dueTime), Short(period));

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
