using System.Globalization;
using System.Text;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>
/// Point 11 of what must hold: random graphs end, and give what the reference interpreter gives. DISTIL_SEED and DISTIL_GRAPHS
/// set the first seed and the number of graphs of a longer run; a failure names the seed of its graph.
/// </summary>
public sealed class RandomGraphTests
{
    private const int GraphsPerCompilation = 50;

    private static readonly int s_first = Setting("DISTIL_SEED", 1);
    private static readonly int s_count = Setting("DISTIL_GRAPHS", 500);

    public static TheoryData<int, int> Portions => new(
        from first in Enumerable.Range(0, (s_count + GraphsPerCompilation - 1) / GraphsPerCompilation)
        select (s_first + (first * GraphsPerCompilation), Math.Min(GraphsPerCompilation, s_count - (first * GraphsPerCompilation))));

    [Theory]
    [MemberData(nameof(Portions))]
    public async Task T11_Random_graphs_give_what_the_reference_gives(int firstSeed, int count)
    {
        var graphs = Enumerable.Range(firstSeed, count).Select(GraphGenerator.Create).ToList();
        var assembly = GraphCompiler.Load($"RandomGraphs{firstSeed}", ("Graphs.cs", GraphText.Of(graphs)));
        var runners = (Runner[])assembly.GetType("Distil.RandomGraphs.Registry")!.GetProperty("All")!.GetValue(null)!;
        var failures = new List<string>();
        for (var i = 0; i < graphs.Count; i++)
        {
            if (await FailureOf(graphs[i], runners[i]) is { } failure)
            {
                failures.Add($"Seed {graphs[i].Seed}: {failure}\n{GraphText.Of(graphs[i])}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count} graphs. The first of them:\n\n{string.Join("\n\n", failures.Take(3))}");
    }

    private static async Task<string?> FailureOf(Graph graph, Runner runner)
    {
        var random = new Random(graph.Seed);
        long? limit = random.Next(8) == 0 ? random.Next(0, 60) : null;
        using var directory = random.Next(10) == 0 ? new TemporaryDirectory() : null;
        var options = new RunOptions
        {
            Directory = directory?.Path,
            Limit = limit,
            Sequential = random.Next(8) == 0,
            Engine = new EngineSettings { ChannelCapacity = 1, TransportSize = random.Next(2) == 0 ? random.Next(1, 8) : random.Next(8, 200) },
        };
        var probe = new Probe();
        Outcome outcome;
        try
        {
            outcome = await Run.WithLimit(o => runner.RunAsync(probe, o, CancellationToken.None), options, runner.Name);
        }
        catch (Exception exception)
        {
            return $"{options.Engine}, limit {limit}, sequential {options.Sequential}\n{exception}";
        }

        var reference = new Reference(graph, limit);
        var difference = outcome.Status == RunStatus.Completed ? Difference(graph, reference, outcome, probe) : $"The run ended as {outcome.Status}.";
        return difference is null ? null : $"{options.Engine}, limit {limit}, sequential {options.Sequential}\n{difference}";
    }

    private static string? Difference(Graph graph, Reference reference, Outcome outcome, Probe probe)
    {
        foreach (var leaf in graph.Leaves)
        {
            var expected = reference.Table(leaf);
            var actual = outcome.Tables.Single(table => table.Leaf == leaf.Name);
            if (Difference(expected, actual, graph.IsUnordered(leaf)) is { } difference)
            {
                return difference;
            }
        }

        foreach (var node in graph.Nodes.Where(node => node.IsBatch || node.Kind is Kind.Whole or Kind.Groups or Kind.Drain))
        {
            var expected = reference.Calls(node);
            var actual = probe.Calls(node.Name);
            if (!expected.SequenceEqual(actual))
            {
                return $"{node.Name} was called {actual.Count} times, of which {actual.Except(expected).Count()} wrongly; {expected.Count} calls were expected.";
            }
        }

        return null;
    }

    private static string? Difference(Table expected, Table actual, bool isUnordered)
    {
        var wanted = expected.Rows.Select(Line).ToList();
        var given = actual.Rows.Select(Line).ToList();
        if (isUnordered)
        {
            wanted.Sort(StringComparer.Ordinal);
            given.Sort(StringComparer.Ordinal);
        }

        if (wanted.SequenceEqual(given))
        {
            return null;
        }

        var first = wanted.Zip(given).TakeWhile(pair => pair.First == pair.Second).Count();
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Leaf {expected.Leaf}: {given.Count} rows for {wanted.Count}, {given.Except(wanted).Count()} wrong, ")
            .Append(CultureInfo.InvariantCulture, $"{wanted.Except(given).Count()} missing; the first difference is at row {first}:\n")
            .Append(CultureInfo.InvariantCulture, $"  columns  {string.Join(" ", expected.Columns)}\n")
            .Append(CultureInfo.InvariantCulture, $"  expected {wanted.ElementAtOrDefault(first)}\n")
            .Append(CultureInfo.InvariantCulture, $"  given    {given.ElementAtOrDefault(first)}")
            .ToString();
    }

    private static string Line(long?[] row) => string.Join(' ', row.Select(value => value?.ToString("x16", CultureInfo.InvariantCulture) ?? "null"));

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
