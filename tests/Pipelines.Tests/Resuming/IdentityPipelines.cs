namespace Distil.Pipelines.Tests.Resuming;

/// <summary>Fails at one number, and counts its calls.</summary>
public sealed class Trap
{
    private int _calls;

    /// <summary>The number at which it fails; null: at none.</summary>
    public int? At { get; init; }

    /// <summary>What its first call does.</summary>
    public Action? First { get; init; }

    public int Calls => _calls;

    public int Pass(int number)
    {
        if (Interlocked.Increment(ref _calls) == 1)
        {
            First?.Invoke();
        }

        return number == At ? throw new InvalidOperationException("The trap is shut.") : number;
    }
}

[Step(OnError = OnError.Stop)]
public sealed class Trapped(Trap trap)
{
    [RuntimeParameter(Secret = true)] public string Key { get; set; } = "first key";

    [RuntimeParameter] public double Heat { get; set; } = 0.5;

    [return: Column("seen")]
    public int Process(int number) => trap.Pass(number);
}

/// <summary>A source with an argument of each kind, none of which changes its rows.</summary>
[Source(Version = "1")]
public sealed class Described(string? text, DayOfWeek? day, DateTime at, Guid id, double number)
{
    public string Description => $"{text} {day} {at:O} {id} {number}";

    [return: Column("number")]
    public IEnumerable<int> Read() => Enumerable.Range(0, 100);
}

[Pipeline]
public sealed partial class CountedRows(int count, Trap trap)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] Trapped Seen { get; } = new(trap);
}

[Pipeline]
public sealed partial class DescribedRows(string? text, DayOfWeek? day, DateTime at, Guid id, double number, string other)
{
    public string Other => other;

    Described All { get; } = new(text, day, at, id, number);
    [From(nameof(All))] Trapped Seen { get; } = new(new Trap());
}

[Row] public sealed record Part(string? Name, int[] Sizes);
[Row] public sealed record Listed(int Number, string Text, double? Weight, Part? Inner, IReadOnlyList<DayOfWeek> Days);

[Pipeline]
public sealed partial class ListedRows(IEnumerable<Listed> rows, Trap trap)
{
    Rows<Listed> All { get; } = Rows.From(rows);
    [From(nameof(All)), Keep("number", "text", "seen")] Trapped Seen { get; } = new(trap);
}

[Pipeline]
public sealed partial class PlainRows(IEnumerable<int> rows, Trap trap)
{
    Rows<int> All { get; } = Rows.From(rows);
    [From(nameof(All)), InputMapping("number", "Rows"), Keep("seen")] Trapped Seen { get; } = new(trap);
}

[Row] public sealed record Linked(int Number, Uri Link);

[Pipeline]
public sealed partial class LinkedRows(IReadOnlyList<Linked> rows, Trap trap)
{
    Rows<Linked> All { get; } = Rows.From(rows);
    [From(nameof(All)), Drop("link")] Trapped Seen { get; } = new(trap);
}

[Row] public sealed record Line(int Number, string Text);

[Pipeline]
public sealed partial class FileRows(string path, Trap trap)
{
    JsonLines<Line> All { get; } = Distil.JsonLines.Read<Line>(path);
    [From(nameof(All))] Trapped Seen { get; } = new(trap);
}
