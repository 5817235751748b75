using Distil.IO;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Policies;

/// <summary>Rows fail in a loop, in awaited calls and in batches; their leaves stand side by side. No answer is kept: few operations are.</summary>
[Pipeline]
public sealed partial class FailingEverywhere(int rows, Bad loop, Bad later, Bad batches, Calls calls)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Squares Squared { get; } = new(loop);
    [From(nameof(All)), Step(Durable = false)] DoublesLater Doubled { get; } = new(later);
    [From(nameof(All)), Step(Durable = false)] DoublesBatches Batched { get; } = new(batches, calls);
}

/// <summary>Each operation on the disk fails while dead letters are written: the run says which file it was, ends, and loses no cause.</summary>
public sealed class FaultyErrorFileTests : IDisposable
{
    private const int Rows = 400;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_operation_fails_while_rows_fail(bool once)
    {
        var counting = new FaultyDisk(static _ => null);
        var right = await RunAsync(_directory["right"], counting);
        Assert.Equal(RunStatus.CompletedWithErrors, right.Status);
        Assert.Equal((Rows - 3, Rows - 3, Rows - 3, 9), (right.Squared.Count, right.Doubled.Count, right.Batched.Count, right.ErrorCount));
        var contents = Contents(_directory["right"]);
        var touched = 0;
        for (var operation = 1; operation <= counting.Operations.Count; operation++)
        {
            var directory = _directory["at" + operation];
            var error = operation % 2 == 0 ? FaultyDisk.Full : new IOException("Input/output error", 5);
            try
            {
                var result = await RunAsync(directory, once ? FaultyDisk.At(operation, error) : FaultyDisk.From(operation, error));

                // The log is an aid: a run goes on without it.
                Assert.Equal((RunStatus.CompletedWithErrors, 9), (result.Status, result.ErrorCount));
            }
            catch (RunDirectoryException exception)
            {
                Assert.StartsWith(directory, exception.Path, StringComparison.Ordinal);
                Assert.Same(error, exception.InnerException);
                touched += exception.Path!.EndsWith("errors.jsonl", StringComparison.Ordinal) ? 1 : 0;
            }

            await RunAsync(directory, RealDisk.Instance, resume: false);
            Assert.Equal(contents, Contents(directory));
        }

        Assert.True(touched > 5, $"errors.jsonl was named {touched} times in {counting.Operations.Count} operations");
    }

    private static Task<FailingEverywhere.Result> RunAsync(string directory, IDisk disk, bool resume = true) => Run.WithLimit(
        options => new FailingEverywhere(Rows, new(7, 8, 300), new(0, 9, 399), new(5, 6, 222), new()).RunAsync(options),
        new RunOptions
        {
            Directory = directory,
            Resume = resume,
            HandleSignals = false,
            Engine = new EngineSettings { Disk = disk, ChannelCapacity = 1, TransportSize = 64 },
        });

    /// <summary>The data sets, and the errors as a set without the texts that quote places in the program.</summary>
    private static List<string> Contents(string directory) =>
    [
        .. Directory.GetFiles(Path.Combine(directory, "data"), "*.jsonl", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(directory, path) + "\n" + File.ReadAllText(path)),
        .. File.ReadLines(Path.Combine(directory, "errors.jsonl"))
            .Select(static line => line[..line.IndexOf(",\"details\"", StringComparison.Ordinal)])
            .Order(StringComparer.Ordinal),
    ];
}
