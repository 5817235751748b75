using System.Diagnostics;
using System.Runtime.CompilerServices;
using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Failing;

/// <summary>
/// What a row costs that a step fails on. "A row" is such a row: of 10,000 rows one fails, and what the other 9,999 take, in a run of the
/// same length in which none fails, is taken off, with what it takes to throw and to catch the same exception. Of each the fastest of
/// several is taken, by turns: what is measured is a small difference of large times.
/// </summary>
public sealed class FailingWorkload : Workload
{
    private const string File = "Distil, with errors.jsonl";
    private const int Failures = 500;
    private const int Turns = 5;

    public override string Name => "failing";

    public override string Title => "one row in 10,000 fails: what such a row takes, without throwing and catching";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of("throw and catch", static rows => new() { Steady = Scale(ThrowAndCatch(), rows) }),
        new(Ways.Distil, static rows => MeasureAsync(rows, inDirectory: false)),
        new(File, static rows => MeasureAsync(rows, inDirectory: true)),
    ];

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Nanoseconds, 10_000, "≤ 5,000 ns"),
        new(Measure.Nanoseconds, 80_000, "≤ 40,000 ns") { Variant = File },
    ];

    /// <summary>Every run has as many rows, of which as many fail.</summary>
    public override long? FixedRows(TimeSpan usual) => Failures;

    public override long CheckedRows => Failures;

    private static async Task<Outcome> MeasureAsync(long rows, bool inDirectory)
    {
        var directory = inDirectory ? Directory.CreateTempSubdirectory("distil-benchmark-").FullName : null;
        try
        {
            var (none, some, thrown) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
            for (var turn = 0; turn < Turns; turn++)
            {
                none = Min(none, await RunAsync(failing: -1, directory));
                some = Min(some, await RunAsync(failing: CheckedCalibrate.Every / 2, directory));
                thrown = Min(thrown, ThrowAndCatch());
            }

            return new() { Steady = Scale(Max(some - none - thrown, TimeSpan.FromTicks(Failures)), rows), Turns = Turns };
        }
        finally
        {
            if (directory is not null)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private static async Task<TimeSpan> RunAsync(int failing, string? directory)
    {
        var checksum = new Checksum();
        var pipeline = new ChainOfDeadLetters((long)Failures * CheckedCalibrate.Every, failing, checksum);
        var watch = Stopwatch.StartNew();
        await pipeline.RunAsync(new RunOptions { Directory = directory, Resume = false });
        return watch.Elapsed;
    }

    private static TimeSpan ThrowAndCatch()
    {
        var step = new CheckedCalibrate(0);
        var watch = Stopwatch.StartNew();
        for (var failure = 0; failure < Failures; failure++)
        {
            Call(step);
        }

        return watch.Elapsed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Call(CheckedCalibrate step)
    {
        try
        {
            return step.Process(0, 0) == 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static TimeSpan Scale(TimeSpan time, long rows) => time * ((double)rows / Failures);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
