using System.Globalization;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>A durable step of a pipeline whose process is killed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MostUnderWay">How many rows can be under way at once, and so be asked for again after a kill.</param>
/// <param name="Copies">How many rows come with equal inputs.</param>
/// <param name="IsReported">Whether its answers are seen below it; otherwise it is told the same of a row each time.</param>
internal sealed record AskedStep(string Name, int MostUnderWay, int Copies = 1, bool IsReported = true)
{
    /// <summary>Whether the model refuses a row. Only the row step's rows are refused at random.</summary>
    public Func<string, Random, bool> IsRefused { get; init; } = static (_, _) => false;

    /// <summary>Whether a call that is refused is made once more, row by row.</summary>
    public bool SplitsCalls { get; init; }
}

/// <summary>A pipeline whose process is killed.</summary>
internal sealed record Subject(
    string Name, RunStatus Ends, IReadOnlyList<AskedStep> Steps, Func<ModelLink, RunOptions, int, Task<RunStatus>> RunAsync)
{
    /// <summary>How many rows the sources have.</summary>
    public const int Rows = 240;

    /// <summary>All that a row step and a batch step can come upon.</summary>
    public static Subject Graph { get; } = new(
        "graph",
        RunStatus.CompletedWithErrors,
        [
            new(AskModel.Name, AskModel.Concurrency, AskModel.Copies) { IsRefused = static (_, random) => random.Next(100) == 0 },
            new(AskBatch.Name, AskBatch.Concurrency * AskBatch.BatchSize)
            {
                IsRefused = static (row, _) => long.Parse(row.Split('.')[0], CultureInfo.InvariantCulture) % 150 == 7,
                SplitsCalls = true,
            },
        ],
        static async (link, options, concurrency) => (await new Killed(Rows, link).RunAsync(options with
        {
            Parameters = new Killed.Parameters { Asked = { Concurrency = concurrency } },
        })).Status);

    /// <summary>The other forms of durable steps.</summary>
    public static Subject Forms { get; } = new(
        "forms",
        RunStatus.Completed,
        [
            new(KeepAsked.Name, KeepAsked.Concurrency, IsReported: false),
            new(RouteAsked.Name, RouteAsked.Concurrency, IsReported: false),
            new(AskWhole.Name, AskWhole.Concurrency * AskWhole.BatchSize),
            new(ExpandAsked.Name, ExpandAsked.Concurrency),
            new(AskAll.Name, 1),
        ],
        static async (link, options, _) => (await new KilledForms(Rows, link).RunAsync(options)).Status);

    /// <summary>The subject of a name.</summary>
    public static Subject Of(string name) => name == Graph.Name ? Graph : Forms;

    /// <summary>The durable step of a name.</summary>
    public AskedStep Step(string name) => Steps.Single(step => step.Name == name);
}
