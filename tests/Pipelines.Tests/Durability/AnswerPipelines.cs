using System.Text.Json.Serialization;

namespace Distil.Pipelines.Tests.Durability;

public enum Mood : sbyte
{
    Low = -1,
    Even,
    High,
}

[Flags]
public enum Marks : ulong
{
    None = 0,
    First = 1,
    Last = 1UL << 63,
}

/// <summary>A class that only the JSON context knows.</summary>
public sealed class Meta
{
    public string? Name { get; set; }

    public double Weight { get; set; }
}

[JsonSerializable(typeof(Meta))]
internal sealed partial class AnswerContext : JsonSerializerContext;

[Row] public sealed record Inner(string? Part, int Rank);

/// <summary>A column of each type of which what is read is the same as what was written.</summary>
[Row]
public sealed record Exact(
    string Text,
    string? NoText,
    bool Flag,
    char Letter,
    byte Byte,
    sbyte Small,
    short Small16,
    ushort Large16,
    int Small32,
    uint Large32,
    long Small64,
    ulong Large64,
    Half Half,
    float Rough,
    double Precise,
    Mood Mood,
    Marks Marks,
    DayOfWeek? Day,
    DateTimeOffset Moment,
    DateOnly Date,
    TimeOnly Time,
    TimeSpan Span,
    Guid Id,
    byte[] Bytes,
    byte[]? NoBytes,
    int? Maybe,
    string?[] Texts,
    IReadOnlyList<int[]> Lists,
    List<double?>? Numbers);

/// <summary>A column of each type of which it may be another.</summary>
[Row]
public sealed record Loose(
    DateTime At, decimal Money, Inner Inner, Inner? NoInner, Meta Meta, Meta[]? Metas, DateTime?[] Times, IEnumerable<int> Counts);

/// <summary>A row that cannot be made of its columns as it was: it knows more, and counts how often it is made.</summary>
[Row]
public sealed class Counted
{
    private static int s_made;

    public Counted(string word, int place)
    {
        Interlocked.Increment(ref s_made);
        Word = word;
        Place = place;
    }

    public static int Made => s_made;

    public string Word { get; }

    public int Place { get; }

    public bool IsHidden { get; init; }
}

/// <summary>What a step is given.</summary>
[Row]
public sealed record Given(
    string? Text, double Number, decimal Money, IReadOnlyList<string?>? Tags, Meta? Meta, Inner? Inner, IEnumerable<int>? Counts, int? Maybe);

[Step]
public sealed class MakeExact
{
    public Task<Exact> ProcessAsync(int number) => throw new NotSupportedException();
}

[Step]
public sealed class MakeLoose
{
    public Task<Loose> ProcessAsync(int number) => throw new NotSupportedException();
}

[Step]
public sealed class MakeCounted
{
    public Task<Counted> ProcessAsync(int number) => throw new NotSupportedException();
}

[Step]
public sealed class TakeCounted
{
    [return: Column("taken")]
    public string Process(Counted counted) => counted.Word;
}

[Step]
public sealed class Tap
{
    public Task ProcessAsync(int number) => Task.CompletedTask;
}

[Filter]
public sealed class Likes
{
    public Task<bool> KeepAsync(int number) => throw new NotSupportedException();
}

[Router]
public sealed class ByMood
{
    public ValueTask<Mood> RouteAsync(int number) => throw new NotSupportedException();
}

[Router]
public sealed class ByMarks
{
    public ValueTask<Marks> RouteAsync(int number) => throw new NotSupportedException();
}

[Step]
public sealed class Rate
{
    [return: Column("rating")]
    public Task<IReadOnlyList<double>> ProcessBatchAsync(IReadOnlyList<int> number) => throw new NotSupportedException();
}

[Step(Durable = true, NewRows = true)]
public sealed class Group
{
    public IReadOnlyList<(string? Name, int Size)> ProcessAll(IReadOnlyList<int> number) => throw new NotSupportedException();
}

[Expand]
public sealed class CountedChildren
{
    public IAsyncEnumerable<Counted> ExpandAsync(int number) => throw new NotSupportedException();
}

[Expand]
public sealed class TupleChildren
{
    public IAsyncEnumerable<(string Left, double Right)> ExpandAsync(int number) => throw new NotSupportedException();
}

[Expand]
public sealed class TextChildren
{
    [return: Column("word")]
    public IAsyncEnumerable<string> ExpandAsync(int number) => throw new NotSupportedException();
}

[Step]
public sealed class Ask
{
    [return: Column("asked")]
    public Task<string> ProcessAsync(
        string? text, double number, decimal money, IReadOnlyList<string?>? tags, Meta? meta, Inner? inner, IEnumerable<int>? counts, int? maybe) =>
        throw new NotSupportedException();
}

[Step]
public sealed class AskWhole
{
    [return: Column("asked")]
    public Task<string> ProcessAsync(Given given) => throw new NotSupportedException();
}

/// <summary>A durable step of each kind. No run of it is ever made: its kernels are called.</summary>
[Pipeline(Json = typeof(AnswerContext))]
public sealed partial class Answered
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] MakeExact Exact { get; } = new();
    [From(nameof(All))] MakeLoose Loose { get; } = new();
    [From(nameof(All))] MakeCounted Counted { get; } = new();
    [From(nameof(Counted))] TakeCounted Taken { get; } = new();
    [From(nameof(All))] Tap Tap { get; } = new();
    [From(nameof(All))] Likes Likes { get; } = new();
    [From(nameof(All))] ByMood ByMood { get; } = new();
    [From(nameof(ByMood))] Tap Moods { get; } = new();
    [From(nameof(All))] ByMarks ByMarks { get; } = new();
    [From(nameof(ByMarks))] Tap Marked { get; } = new();
    [From(nameof(All))] Rate Rated { get; } = new();
    [From(nameof(All))] Group Grouped { get; } = new();
    [From(nameof(All))] CountedChildren Children { get; } = new();
    [From(nameof(All))] CountedChildren Objects { get; } = new();
    [From(nameof(Objects))] TakeCounted TakenObjects { get; } = new();
    [From(nameof(All))] TupleChildren Tuples { get; } = new();
    [From(nameof(All))] TextChildren Texts { get; } = new();
    [From(nameof(All)), Drop("word")] TextChildren Nothing { get; } = new();
}

[Pipeline(Json = typeof(AnswerContext))]
public sealed partial class Asked
{
    Rows<Given> All { get; } = Rows.From(Array.Empty<Given>());
    [From(nameof(All))] Ask Columns { get; } = new();
}

[Pipeline(Json = typeof(AnswerContext))]
public sealed partial class AskedWhole
{
    Rows<Given> All { get; } = Rows.From(Array.Empty<Given>());
    [From(nameof(All))] AskWhole Whole { get; } = new();
}

/// <summary>A row that may be nested as deep as a line holds.</summary>
[Row]
public sealed record Deep(Deep? Next, int Number)
{
    /// <summary>The levels of objects in a value of a line.</summary>
    public const int Most = 255;

    public int Depth => 1 + (Next?.Depth ?? 0);

    public static Deep Of(int depth) => new(depth > 1 ? Of(depth - 1) : null, depth);
}

[Expand]
public sealed class Dig
{
    public async IAsyncEnumerable<(Deep Deep, int Place)> ExpandAsync(int number)
    {
        await Task.Yield();
        yield return (Deep.Of(Deep.Most), number);
    }
}

[Step(SplitBatches = false)]
public sealed class DigAll
{
    public async Task<IReadOnlyList<(Deep Deeper, int Size)>> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        return [.. number.Select(one => (Deep.Of(Deep.Most), one))];
    }
}

/// <summary>Answers with as many levels as there may be.</summary>
[Pipeline]
public sealed partial class DeepAnswers
{
    Numbers All { get; } = new(3);
    [From(nameof(All))] Dig Dug { get; } = new();
    [From(nameof(All))] DigAll DugAll { get; } = new();
}

[Step(Durable = true)]
public sealed class Halve
{
    public (int Half, bool IsEven) Process(int number) => (number / 2, number % 2 == 0);
}

[Filter(Durable = true)]
public sealed class Even
{
    public bool Keep(bool isEven) => isEven;
}

/// <summary>Would send its children as they are made, were it not durable.</summary>
[Expand(Durable = true, OnError = OnError.Stop, Retries = 0)]
public sealed class CountUp
{
    public IEnumerable<Counted> Expand(int half) => Enumerable.Range(0, half).Select(place => new Counted($"{half}", place) { IsHidden = true });
}

[Step]
public sealed class Describe
{
    [return: Column("text")]
    public string Process(Counted counted) => $"{counted.Word}.{counted.Place}{(counted.IsHidden ? "h" : "")}";
}

/// <summary>Synchronous steps that are durable.</summary>
[Pipeline]
public sealed partial class DurableLoops
{
    Numbers All { get; } = new(9);
    [From(nameof(All))] Halve Halved { get; } = new();
    [From(nameof(Halved))] Even Even { get; } = new();
    [From(nameof(Even))] CountUp Up { get; } = new();
    [From(nameof(Up))] Describe Described { get; } = new();
}
