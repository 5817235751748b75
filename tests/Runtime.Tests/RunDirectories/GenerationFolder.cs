using Distil.Checkpoints;
using Distil.Engine;
using Distil.IO;
using Distil.Leaves;
using Distil.RunDirectories;
using Distil.Runtime.Tests.Data;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.RunDirectories;

/// <summary>A directory in which tests make generations of data.</summary>
public abstract class GenerationFolder : IDisposable
{
    private protected const string Type = "Examples.Preferences";

    private protected static readonly ItemKernel s_kernel = new();
    private protected static readonly PipelineGraph s_graph = new("Preferences", [], [], []);
    private protected static readonly string[] s_generated = ["README.md", "data/best/000001.jsonl", "data/worst/000001.jsonl", "schema.json"];

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Dictionary<string, string> Rows() =>
        s_generated.Where(name => name.StartsWith("data", StringComparison.Ordinal)).ToDictionary(name => name, name => File.ReadAllText(Folder[name]));

    private protected void Make(
        int heat, int rows, RunStatus status = RunStatus.Completed, string[]? leaves = null, bool recompute = false, string? error = null,
        string path = ".", IDisk? disk = null, bool resume = true, TimeProvider? clock = null)
    {
        using var directory = Open(heat, leaves, recompute, path, disk, resume, clock);
        Fill(directory, rows, leaves);
        if (error is not null)
        {
            directory.Errors.Write(new RunError("Small", new RowId("Prompts", 1, 0), new InvalidOperationException(error)), 1);
        }

        directory.Complete(status, s_graph);
    }

    private protected static List<FileLeaf<Item>> Fill(RunDirectory directory, int rows, string[]? leaves = null)
    {
        var stores = (leaves ?? ["Best", "Worst"]).Select(directory.OpenLeaf<Item>).ToList();
        foreach (var store in stores)
        {
            store.Append(s_kernel, ItemBatch.Range(0, rows), 0, rows);
            store.Complete();
        }

        return stores;
    }

    private protected RunDirectory Open(
        int heat, string[]? leaves = null, bool recompute = false, string path = ".", IDisk? disk = null, bool resume = true,
        TimeProvider? clock = null) =>
        RunDirectoryOpening.Open(
            new()
            {
                Directory = Folder[path],
                Recompute = recompute,
                Resume = resume,
                TimeProvider = clock ?? TimeProvider.System,
                Engine = new() { Disk = disk ?? FrozenDisk.Never },
            },
            Type,
            "Preferences",
            [IdentityPart.Of("the parameter 'Small.Heat'", heat)],
            [.. (leaves ?? ["Best", "Worst"]).Select(leaf => new LeafDefinition(leaf, []))]);
}
