using Distil.Pipelines.Tests.Edges;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>Pipelines that give the same however often they are cut off, by what is in them.</summary>
internal static class ResumedPipelines
{
    /// <summary>Each runs and says how it ended. Those that have the most in them come first.</summary>
    public static IReadOnlyDictionary<string, Func<RunOptions, Task<RunStatus>>> All { get; } =
        new OrderedDictionary<string, Func<RunOptions, Task<RunStatus>>>(StringComparer.Ordinal)
        {
            ["failures in a loop, a batch step, two leaves"] = async o => (await new WithFailures(100, new()).RunAsync(o)).Status,
            ["a router, awaited calls, a merge"] = async o => (await new AskedOnOneRoute(80, new()).RunAsync(o)).Status,
            ["lines of files, some of them no rows"] = async o => (await new AskedFromFiles(Input(o), new()).RunAsync(o)).Status,
            ["a global step and a branch around it"] = async o => (await new HeldAroundJoin(60, new(), new()).RunAsync(o)).Status,
            ["a durable global step with new rows"] = async o => (await new HeldForNewRows(60, new(), new()).RunAsync(o)).Status,
            ["an asynchronous source"] = async o => (await new AskedLater(60, new()).RunAsync(o)).Status,
            ["durable steps of every form"] = async o => (await new DurableForms(24, new()).RunAsync(o)).Status,
            ["children above a global step"] = async o => (await new HeldChildren(40, new(), new()).RunAsync(o)).Status,
            ["a merge around a global step"] = async o => (await new HeldAroundMerge(60, new(), new()).RunAsync(o)).Status,
            ["routes around a global step"] = async o => (await new HeldAroundFlags(60, new(), new()).RunAsync(o)).Status,
            ["a global step whose rows no file can hold"] = async o => (await new NotHeld(40, new(), new()).RunAsync(o)).Status,
            ["rows that a merge repeats, in one loop"] = async o => (await new RepeatsInLoop(12).RunAsync(o)).Status,
            ["rows that a merge repeats, in several stages"] = async o => (await new RepeatsOfStages(12).RunAsync(o)).Status,
            ["merges of merges and children"] = async o => (await new RepeatsOfRepeats(30).RunAsync(o)).Status,
            ["a merge of routes and another source"] = async o => (await new NoRepeats(40).RunAsync(o)).Status,
            ["a join of filters"] = async o => (await new JoinOfFiltered(90).RunAsync(o)).Status,
            ["a join with its fork, in batches"] = async o => (await new JoinWithItsFork(60).RunAsync(o)).Status,
            ["a list of three branches"] = async o => (await new GatherOfAll(60).RunAsync(o)).Status,
            ["two sources, merged"] = async o => (await new SourcesMerged(40, 50).RunAsync(o)).Status,
            ["three sources, zipped"] = async o => (await new ThreeZipped(50, 50, 50).RunAsync(o)).Status,
        };

    /// <summary>Files beside the directory of the run, the same for each run.</summary>
    private static string Input(RunOptions options)
    {
        var input = Path.Combine(Path.GetDirectoryName(options.Directory)!, "in");
        if (!Directory.Exists(input))
        {
            InputFiles.Write(input, new Random(5), 100);
        }

        return input;
    }
}
