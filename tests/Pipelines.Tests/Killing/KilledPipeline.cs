namespace Distil.Pipelines.Tests.Killing;

/// <summary>The numbers 0 to <paramref name="count"/> - 1, from any of them on.</summary>
[Source(Version = "1")]
public sealed class NumbersFrom(int count)
{
    [return: Column("number")]
    public IEnumerable<int> Read(long offset)
    {
        for (var number = (int)offset; number < count; number++)
        {
            yield return number;
        }
    }
}

/// <summary>Fails on one number of a hundred, in the loop of the source.</summary>
[Step]
public sealed class FailAtTimes
{
    [return: Column("number")]
    public int Process(int number) => number % 100 == 41 ? throw new InvalidDataException($"{number} is bad.") : number;
}

/// <summary>Tells the branches of a fork apart; the row step does not see it.</summary>
[Step]
public sealed class OnBranch(int branch)
{
    [return: Column("branch")]
    public int Process(int number) => number < 0 ? -1 : branch;
}

/// <summary>A durable row step: the test's process answers, or refuses to.</summary>
[Step(Version = "1", Concurrency = Concurrency, Window = Window, Retries = 0)]
public sealed class AskModel(ModelLink link)
{
    public const int Concurrency = 16;
    public const int Window = 64;
    public const string Name = "Asked";

    /// <summary>How many rows come with equal inputs: one on each branch.</summary>
    public const int Copies = 2;

    [return: Column("answer")]
    public async Task<long> ProcessAsync(int number)
    {
        var reply = (await link.AskAsync(Name, [$"{number}"]))[0];
        return reply.IsFailure ? throw new InvalidOperationException($"Refused by {reply.Answer}.") : reply.Answer;
    }
}

/// <summary>Stands in the loop below the row step: tells the test's process each answer before anything else sees it.</summary>
[Step]
public sealed class ReportAsked(ModelLink link)
{
    public void Process(int number, int branch, long answer) => link.Report(AskModel.Name, $"{number}", branch, answer);
}

/// <summary>A durable batch step. Rows are told by what is in them alone.</summary>
[Step(Version = "1", Concurrency = Concurrency, BatchSize = BatchSize, Retries = 0)]
public sealed class AskBatch(ModelLink link)
{
    public const int Concurrency = 2;
    public const int BatchSize = 8;
    public const string Name = "Batched";

    [return: Column("grade")]
    public async Task<IReadOnlyList<long>> ProcessBatchAsync(IReadOnlyList<long> answer, IReadOnlyList<int> part)
    {
        var replies = await link.AskAsync(Name, [.. answer.Zip(part, Row)]);
        if (replies.Any(static reply => reply.IsFailure))
        {
            throw new InvalidOperationException(replies.Count == 1 ? $"Refused by {replies[0].Answer}." : "One of the batch is refused.");
        }

        return [.. replies.Select(static reply => reply.Answer)];
    }

    public static string Row(long answer, int part) => $"{answer}.{part}";
}

/// <summary>Stands in the loop below the batch step.</summary>
[Step]
public sealed class ReportBatched(ModelLink link)
{
    public void Process(long answer, int part, long grade) => link.Report(AskBatch.Name, AskBatch.Row(answer, part), 0, grade);
}

/// <summary>Sends rows by their answer.</summary>
[Router]
public sealed class ByAnswer
{
    public Parity Route(long answer) => answer % 2 == 0 ? Parity.Even : Parity.Odd;
}

/// <summary>Keeps five rows of six.</summary>
[Filter]
public sealed class Most
{
    public bool Keep(long answer) => answer % 6 != 0;
}

/// <summary>None, one, two or three rows of one.</summary>
[Expand]
public sealed class InParts
{
    [return: Column("part")]
    public IEnumerable<int> Expand(long answer) => Enumerable.Range(0, (int)(answer % 4));
}

/// <summary>A global step: the place of each row among all.</summary>
[Step]
public sealed class Place
{
    [return: Column("place")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<long> grade)
    {
        var places = grade.Order().Select((value, index) => (value, index)).ToDictionary(pair => pair.value, pair => pair.index);
        return [.. grade.Select(value => places[value])];
    }
}

/// <summary>
/// The pipeline whose process is killed. The row step sees each number on both branches of a fork, with equal inputs. What is below depends
/// on the answers, which are never the same twice.
/// </summary>
[Pipeline]
public sealed partial class Killed(int count, ModelLink link)
{
    NumbersFrom All { get; } = new(count);
    [From(nameof(All))] FailAtTimes Checked { get; } = new();
    [From(nameof(Checked))] OnBranch Left { get; } = new(0);
    [From(nameof(Checked))] OnBranch Right { get; } = new(1);
    [Merge(nameof(Left), nameof(Right))] AskModel Asked { get; } = new(link);
    [From(nameof(Asked))] ReportAsked AskedSeen { get; } = new(link);
    [From(nameof(AskedSeen))] ByAnswer Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] Name Even { get; } = new("even ");
    [From(nameof(Route), When = Parity.Odd)] Name Odd { get; } = new("odd ");
    [Merge(nameof(Even), nameof(Odd))] Pass Routed { get; } = new();
    [From(nameof(Routed))] Most Kept { get; } = new();
    [From(nameof(Routed))] Add Counted { get; } = new(1_000);
    [From(nameof(Kept), nameof(Counted))] Pass Joined { get; } = new();
    [From(nameof(Joined))] InParts Parts { get; } = new();
    [From(nameof(Parts))] AskBatch Batched { get; } = new(link);
    [From(nameof(Batched))] ReportBatched BatchedSeen { get; } = new(link);
    [From(nameof(BatchedSeen))] Pass Graded { get; } = new();
    [From(nameof(BatchedSeen))] Place Placed { get; } = new();
}
