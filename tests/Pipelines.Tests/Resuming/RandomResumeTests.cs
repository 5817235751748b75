using System.Globalization;
using Distil.Pipelines.Tests.Graphs;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>
/// Random graphs are stopped, or their process is killed, at random moments, again in the resume, and resumed until they end: their files are
/// those of a run that was not disturbed. DISTIL_RESUMES sets how many graphs there are, DISTIL_SEED which; a
/// failure names graph and turn, and DISTIL_RESUME runs that graph alone, many times.
/// </summary>
public sealed class RandomResumeTests
{
    private const int GraphsPerCompilation = 40;
    private const int TurnsPerGraph = 6;
    private const int TurnsOfOnly = 600;
    private const int MostRuns = 4;

    /// <summary>How many seeds lie before those of the graphs.</summary>
    private static readonly int s_first =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed * 10_000 : 0;

    private static readonly int s_count =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_RESUMES"), CultureInfo.InvariantCulture, out var count) ? count : 8;

    /// <summary>The seed of the one graph to run; null: all.</summary>
    private static readonly int? s_only =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_RESUME"), CultureInfo.InvariantCulture, out var only) ? only : null;

    public static TheoryData<int> Portions => s_only is not null ? [0] : [.. Enumerable.Range(0, (s_count + GraphsPerCompilation - 1) / GraphsPerCompilation)];

    [Theory]
    [MemberData(nameof(Portions))]
    public async Task A_run_that_was_cut_off_and_resumed_has_the_files_of_one_that_was_not(int portion)
    {
        var graphs = (s_only is { } only
                ? [only]
                : Enumerable.Range(1 + s_first + (portion * GraphsPerCompilation), Math.Min(GraphsPerCompilation, s_count - (portion * GraphsPerCompilation))))
            .Select(GraphGenerator.Create).ToList();
        var runners = RandomGraphTests.Compile($"Resumed{portion}", graphs);
        var failures = new List<string>();
        for (var i = 0; i < graphs.Count; i++)
        {
            for (var turn = 0; turn < (s_only is null ? TurnsPerGraph : TurnsOfOnly); turn++)
            {
                if (await FailureOf(graphs[i], runners[i], new Random((graphs[i].Seed * 1_000) + turn), isKilled: turn % 2 == 0) is { } failure)
                {
                    failures.Add($"Graph {graphs[i].Seed}, turn {turn}: {failure}\n{GraphText.Of(graphs[i])}");
                    break;
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} graphs. The first of them:\n\n{string.Join("\n\n", failures.Take(2))}");
    }

    private static async Task<string?> FailureOf(Graph graph, Runner runner, Random random, bool isKilled)
    {
        using var directory = new TemporaryDirectory();
        var options = new RunOptions
        {
            MaxConsecutiveErrors = 0,
            Limit = random.Next(8) == 0 ? random.Next(0, 60) : null,
            Engine = new EngineSettings { RowsPerFile = random.Next(1, 100) },
        };
        var counting = new FrozenDisk(int.MaxValue);
        var undisturbed = new Probe();
        var whole = await RunAsync(runner, undisturbed, Options(options, random, directory["undisturbed"], counting));
        if (whole.Status is not (RunStatus.Completed or RunStatus.CompletedWithErrors))
        {
            // A step stops the run at a row that fails: it never comes to its end.
            return null;
        }

        var expected = RunFiles.Contents(directory["undisturbed"]);
        var path = directory["resumed"];
        for (var run = 1; run <= MostRuns; run++)
        {
            var disk = new FrozenDisk(isKilled && run < MostRuns ? random.Next(1, counting.Operations) : int.MaxValue);
            using var stop = new CancellationTokenSource();
            var probe = isKilled || run == MostRuns ? new Probe() : new Probe(random.Next(1, Math.Max(2, undisturbed.Count)), stop.Cancel);
            try
            {
                var outcome = await RunAsync(runner, probe, Options(options, random, path, disk) with { StopToken = stop.Token });
                if (!disk.IsFrozen && outcome.Status is RunStatus.Completed or RunStatus.CompletedWithErrors)
                {
                    break;
                }
            }
            catch (Exception exception) when (disk.IsFrozen && exception is RunDirectoryException or IOException or InvalidOperationException)
            {
                // A killed process says nothing. This one goes on, misses what it has not written, and finds data that are not its own.
            }
            catch (Exception exception)
            {
                return $"Run {run}: {exception}";
            }
        }

        var actual = RunFiles.Contents(path);
        var wrong = expected.Except(actual).Concat(actual.Except(expected)).Take(2).ToList();
        return wrong.Count == 0 ? null : string.Join('\n', wrong.Select(static text => text[..Math.Min(text.Length, 2_000)]));
    }

    private static RunOptions Options(RunOptions options, Random random, string directory, FrozenDisk disk) => options with
    {
        Directory = directory,
        Sequential = random.Next(8) == 0,
        Engine = new EngineSettings
        {
            ChannelCapacity = 1,
            TransportSize = random.Next(2) == 0 ? random.Next(1, 8) : random.Next(8, 200),
            RowsPerFile = options.Engine.RowsPerFile,
            JsonChunkSize = random.Next(1, 2_000),
            CutInterval = TimeSpan.FromMilliseconds(1),
            Disk = disk,
        },
    };

    private static Task<Outcome> RunAsync(Runner runner, Probe probe, RunOptions options) =>
        Run.WithLimit(o => runner.RunAsync(probe, o, CancellationToken.None), options, runner.Name);
}
