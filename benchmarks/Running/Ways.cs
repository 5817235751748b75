namespace Distil.Benchmarks.Running;

/// <summary>The names of the ways, the same in each workload.</summary>
public static class Ways
{
    public const string Hand = "loop by hand";
    public const string HandTwo = "loop by hand, 2 threads";
    public const string Distil = "Distil";
    public const string DistilTwo = "Distil, Concurrency = 2";
    public const string ChannelsRow = "channels, by row";
    public const string ChannelsBatch = "channels, batches of 256";
    public const string DataflowRow = "TPL Dataflow, by row";
    public const string DataflowBatch = "TPL Dataflow, arrays of 256";
    public const string ForEach = "Parallel.ForEachAsync";
    public const string Plinq = "PLINQ, AsOrdered";
    public const string Reactive = "System.Reactive";
    public const string AsyncLinq = "IAsyncEnumerable with LINQ";
    public const string DuckDb = "DuckDB";
    public const string Transport50 = "distilabel's transport, batches of 50";
    public const string Transport1000 = "distilabel's transport, batches of 1000";
}
