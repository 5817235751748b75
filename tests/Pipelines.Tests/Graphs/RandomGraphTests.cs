using System.Globalization;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>
/// Point 11 of what must hold: random graphs end, and give what the reference interpreter gives. DISTIL_SEED and DISTIL_GRAPHS
/// set the first seed and the number of graphs of a longer run; a failure names the seed of its graph.
/// </summary>
public sealed class RandomGraphTests
{
    private const int GraphsPerCompilation = 50;

    private static readonly int s_first = Setting("DISTIL_SEED", 1);
    private static readonly int s_count = Setting("DISTIL_GRAPHS", 50);

    public static TheoryData<int, int> Portions => new(
        from first in Enumerable.Range(0, (s_count + GraphsPerCompilation - 1) / GraphsPerCompilation)
        select (s_first + (first * GraphsPerCompilation), Math.Min(GraphsPerCompilation, s_count - (first * GraphsPerCompilation))));

    [Theory]
    [MemberData(nameof(Portions))]
    public async Task T11_Random_graphs_give_what_the_reference_gives(int firstSeed, int count)
    {
        var graphs = Enumerable.Range(firstSeed, count).Select(GraphGenerator.Create).ToList();
        var runners = Compile($"RandomGraphs{firstSeed}", graphs);
        var failures = new List<string>();
        for (var i = 0; i < graphs.Count; i++)
        {
            if (await FailureOf(graphs[i], runners[i]) is { } failure)
            {
                failures.Add($"{failure}\n{GraphText.Of(graphs[i])}{(failures.Count == 0 ? await ShrinkAsync(graphs[i]) : "")}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count} graphs. The first of them:\n\n{string.Join("\n\n", failures.Take(3))}");
    }

    internal static Runner[] Compile(string name, IReadOnlyList<Graph> graphs) =>
        (Runner[])GraphCompiler.Load(name, ("Graphs.cs", GraphText.Of(graphs)))
            .GetType("Distil.RandomGraphs.Registry")!.GetProperty("All")!.GetValue(null)!;

    /// <summary>Takes steps away at the ends, as long as what is left fails; so often at most, for each try compiles anew.</summary>
    private static async Task<string> ShrinkAsync(Graph graph)
    {
        const int MaxTries = 40;
        var tries = 0;
        var said = "";
        for (var id = graph.Nodes.Count - 1; id >= 0 && tries < MaxTries; id--)
        {
            if (graph.Readers(id).Count == 0 && graph.Nodes.Count > 1)
            {
                tries++;
                var smaller = graph.Without(id);
                if (await FailureOf(smaller, Compile($"RandomGraphs{smaller.Seed}", [smaller])[0]) is { } failure)
                {
                    graph = smaller;
                    said = $"\nWith fewer steps: {failure}\n{GraphText.Of(smaller)}";
                    id = graph.Nodes.Count;
                }
            }
        }

        return said;
    }

    private static async Task<string?> FailureOf(Graph graph, Runner runner)
    {
        var options = Options(graph.Seed);
        var failure = await FailureOf(graph, runner, options, new Random(~graph.Seed));
        return failure is null ? null : $"Seed {graph.Seed}, {options.Engine}, limit {options.Limit}, sequential {options.Sequential}: {failure}";
    }

    private static RunOptions Options(int seed)
    {
        var random = new Random(seed);
        return new RunOptions
        {
            // Failures are held back, or not, until it is known that they are not too many in a row.
            MaxConsecutiveErrors = random.Next(2) == 0 ? 0 : int.MaxValue,
            Limit = random.Next(8) == 0 ? random.Next(0, 60) : null,
            Sequential = random.Next(8) == 0,
            Engine = new EngineSettings { ChannelCapacity = 1, TransportSize = random.Next(2) == 0 ? random.Next(1, 8) : random.Next(8, 200) },
        };
    }

    /// <summary>Runs a graph to its end, some of them into a directory, and then once more with a stop in the middle.</summary>
    private static async Task<string?> FailureOf(Graph graph, Runner runner, RunOptions options, Random random)
    {
        var reference = new Reference(graph, options.Limit);
        try
        {
            using var directory = random.Next(4) == 0 ? new TemporaryDirectory() : null;
            var probe = new Probe();
            var outcome = await Run.WithLimit(o => runner.RunAsync(probe, o, CancellationToken.None), options with { Directory = directory?.Path }, runner.Name);
            if ((outcome.Failure is null) != (reference.Stopping is null))
            {
                return $"The run ended with {outcome.Failure}; {reference.Stopping?.Name ?? "no step"} was to fail.";
            }

            var difference = outcome.Failure is null
                ? ErrorComparison.Whole(graph, reference, outcome, directory?["errors.jsonl"]) ?? Comparison.Whole(graph, reference, outcome, probe)
                : ErrorComparison.Beginning(graph, reference, outcome, directory?["errors.jsonl"])
                    ?? Comparison.Beginning(graph, reference, outcome, probe);
            if (difference is not null)
            {
                return difference;
            }

            using var stop = new CancellationTokenSource();
            probe = new Probe(random.Next(1, Math.Max(2, probe.Count)), stop.Cancel);
            options = options with { StopToken = stop.Token, Directory = directory?["stopped"] };
            outcome = await Run.WithLimit(o => runner.RunAsync(probe, o, CancellationToken.None), options, runner.Name);
            var file = directory is null ? null : Path.Combine(directory["stopped"], "errors.jsonl");
            difference = ErrorComparison.Beginning(graph, reference, outcome, file) ?? Comparison.Beginning(graph, reference, outcome, probe);
            return difference is null ? null : $"After a stop: {difference}";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
