using Distil.Benchmarks.Workloads.Awaited;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Durable;

/// <summary>An awaited call a row, 64 at a time, with an answer of a thousand characters.</summary>
[Step(Concurrency = Ask.Concurrency, Version = "1")]
public sealed class Answer(int milliseconds)
{
    private static readonly string s_text = new('a', 1_000);

    [return: Column("answer")]
    public async ValueTask<string> ProcessAsync(long id)
    {
        if (milliseconds > 0)
        {
            await Task.Delay(milliseconds);
        }

        return id % 2 == 0 ? s_text : "odd";
    }
}

[Step]
public sealed class MeasureText
{
    [return: Column("result")]
    public int Process(string answer) => answer.Length;
}

/// <summary>Answers are kept.</summary>
[Pipeline]
public sealed partial class KeptCalls(long rows, int milliseconds, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Drop("value")] Answer Answered { get; } = new(milliseconds);
    [From(nameof(Answered)), Drop("answer")] MeasureText Measured { get; } = new();
    [From(nameof(Measured))] Checksum Summed { get; } = checksum;
}

/// <summary>The same, and they are not.</summary>
[Pipeline]
public sealed partial class LostCalls(long rows, int milliseconds, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Drop("value"), Step(Durable = false)] Answer Answered { get; } = new(milliseconds);
    [From(nameof(Answered)), Drop("answer")] MeasureText Measured { get; } = new();
    [From(nameof(Measured))] Checksum Summed { get; } = checksum;
}
