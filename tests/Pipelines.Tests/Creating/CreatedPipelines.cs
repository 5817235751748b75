using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Distil.Pipelines.Tests.Creating;

[Source] public sealed class Texts(string text)
{
    public IEnumerable<(string Text, int Id)> Read() => [(text, 1)];
}

[Step(BatchSize = 7)] public sealed class Suffixed(Suffix? suffix)
{
    /// <summary>How often it is added.</summary>
    [RuntimeParameter(Required = true)] public int Times { get; set; } = 1;

    [RuntimeParameter(Secret = true)] public string? Key { get; set; }

    [return: Column("text")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<string> text) =>
        [.. text.Select(one => one + string.Concat(Enumerable.Repeat(suffix?.Text ?? "-", Times)))];
}

public sealed record Suffix(string Text);

/// <summary>Takes values of all types, and services.</summary>
/// <param name="name">Who is greeted.</param>
[Pipeline]
public sealed partial class Valued(
    string name, int count, DayOfWeek day, TimeSpan pause, DateOnly date, Guid? id, Suffix suffix, bool loud = true,
    double share = -0.5, char mark = '\'', DayOfWeek? rest = DayOfWeek.Sunday, string? text = null, Guid other = default,
    float top = float.PositiveInfinity, decimal price = 1.5m, long most = long.MinValue)
{
    public string Given { get => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{name} {count} {day} {pause} {date:O} {id} {loud} {share} {mark} {rest} {text} {other} {top} {price} {most}"); }

    Texts All { get; } = new(name);
    [From(nameof(All))] Suffixed Longer { get; } = new(suffix);
}

[Pipeline]
public sealed partial class Served(
    [FromKeyedServices("first")] Suffix one, Suffix second, Suffix third, [FromKeyedServices(5)] Suffix? none, Version? missing = null)
{
    public string Given { get => $"{one.Text} {second.Text} {third.Text} {none?.Text} {missing}"; }

    Texts All { get; } = new("a");
    [From(nameof(All))] Suffixed Longer { get; } = new(one);
}

[Pipeline]
public sealed partial class Several
{
    public Several(int count) => Count = count;

    public Several(string text) => Count = text.Length;

    public int Count { get => field; private set => field = value; }

    Texts All { get; } = new("a");
}

[Pipeline]
public sealed partial class Written
{
    private readonly string _text;

    private Written(string text) => _text = text;

    public string Given { get => _text; }

    Texts All { get; } = new("a");
}

[Pipeline]
public sealed partial class WithRequired
{
    private string _name = "";

    public required string Name
    {
        get => _name;
        init => _name = value;
    }

    Texts All { get; } = new("a");
}

[Pipeline]
public partial record Recorded(string Text)
{
    Texts All { get; } = new(Text);
}

[Pipeline]
public sealed partial class Typed<T>(T value, string text)
    where T : class
{
    public T Given { get => value; }

    Texts All { get; } = new(text);
}
