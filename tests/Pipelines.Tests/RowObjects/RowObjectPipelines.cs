using System.Collections.Concurrent;

// A row is made anew here on purpose.
#pragma warning disable DSTL0222

namespace Distil.Pipelines.Tests.RowObjects;

/// <summary>A row whose constructor changes what it is given, and counts.</summary>
[Row]
public class Scaled
{
    private static readonly ConcurrentDictionary<int, int> s_made = new();

    public Scaled(int id, int v)
    {
        Id = id;
        V = v * 10;
        s_made.AddOrUpdate(id, 1, static (_, count) => count + 1);
    }

    public int Id { get; }

    public int V { get; }

    /// <summary>How often rows of these ids were made, since this was last asked.</summary>
    public static int Made(IEnumerable<int> ids) => ids.Sum(id => s_made.TryRemove(id, out var count) ? count : 0);
}

public sealed class MoreScaled(int id, int v) : Scaled(id, v);

[Row]
public readonly record struct ScaledValue
{
    public ScaledValue(int w)
    {
        W = w * 10;
    }

    public int W { get; }
}

/// <summary>What steps were given.</summary>
public sealed class Given
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<object>> _rows = new(StringComparer.Ordinal);

    public IReadOnlyList<object> this[string step] => _rows.TryGetValue(step, out var rows) ? [.. rows] : [];

    public void Add(string step, object row) => _rows.GetOrAdd(step, static _ => new()).Enqueue(row);
}

[Step]
public sealed class See(Given given, string name)
{
    public void Process(Scaled scaled) => given.Add(name, scaled);
}

[Step(Durable = false)]
public sealed class SeeAwaited(Given given, string name)
{
    public async Task ProcessAsync(Scaled scaled, CancellationToken ct)
    {
        await Task.Yield();
        given.Add(name, scaled);
    }
}

[Step(BatchSize = 3)]
public sealed class SeeBatch(Given given, string name)
{
    public void ProcessBatch(IReadOnlyList<Scaled> scaled)
    {
        foreach (var row in scaled)
        {
            given.Add(name, row);
        }
    }
}

[Step]
public sealed class SeeAll(Given given, string name)
{
    public void ProcessAll(IReadOnlyList<Scaled> scaled)
    {
        foreach (var row in scaled)
        {
            given.Add(name, row);
        }
    }
}

[Filter]
public sealed class KeepScaled(Given given, string name)
{
    public bool Keep(Scaled scaled)
    {
        given.Add(name, scaled);
        return scaled.Id % 2 == 0;
    }
}

[Sink]
public sealed class PutScaled(Given given, string name)
{
    public void Write(Scaled scaled) => given.Add(name, scaled);
}

public enum Side
{
    Left,
    Right,
}

[Router]
public sealed class BySide
{
    public Side Route(int id) => id % 3 == 0 ? Side.Left : Side.Right;
}

[Step]
public sealed class AddNote
{
    [return: Column("note")]
    public string Process(int id) => "note " + id;
}

[Step]
public sealed class AddOne
{
    [return: Column("v")]
    public int Process(int v) => v + 1;
}

[Step]
public sealed class MakeAgain(Given given, string name)
{
    public Scaled Process(int id)
    {
        var row = new Scaled(id, id);
        given.Add(name, row);
        return row;
    }
}

[Step]
public sealed class MakeValue
{
    public ScaledValue Process(int id) => new(id);
}

[Step]
public sealed class SeeValue
{
    [return: Column("seen")]
    public int Process(ScaledValue value) => value.W;
}

[Step(Durable = false)]
public sealed class MakeAwaited(Given given, string name)
{
    public async Task<Scaled> ProcessAsync(int id, CancellationToken ct)
    {
        await Task.Yield();
        var row = new Scaled(id, id);
        given.Add(name, row);
        return row;
    }
}

[Step(BatchSize = 4)]
public sealed class MakeBatch(Given given, string name)
{
    public Scaled[] ProcessBatch(IReadOnlyList<int> id)
    {
        var rows = id.Select(one => new Scaled(one, one)).ToArray();
        foreach (var row in rows)
        {
            given.Add(name, row);
        }

        return rows;
    }
}

[Expand]
public sealed class ExpandScaled(Given given, string name)
{
    public IEnumerable<Scaled> Expand(int id)
    {
        for (var child = 0; child < 2; child++)
        {
            var row = new Scaled(id, child);
            given.Add(name, row);
            yield return row;
        }
    }
}

/// <summary>The object goes through loops, stages, ways, joins and merges, and no step replaces a column of it.</summary>
[Pipeline]
public sealed partial class Carried(IEnumerable<Scaled> rows, Given given)
{
    Rows<Scaled> All { get; } = Rows.From(rows);

    [From(nameof(All))]
    See Fused { get; } = new(given, nameof(Fused));

    [From(nameof(Fused))]
    SeeAwaited Awaited { get; } = new(given, nameof(Awaited));

    [From(nameof(Awaited))]
    SeeBatch Batch { get; } = new(given, nameof(Batch));

    [From(nameof(Batch))]
    SeeAll Global { get; } = new(given, nameof(Global));

    [From(nameof(All))]
    AddNote Noted { get; } = new();

    [From(nameof(Global), nameof(Noted))]
    See Joined { get; } = new(given, nameof(Joined));

    [From(nameof(Joined))]
    BySide Way { get; } = new();

    [From(nameof(Way), When = Side.Left)]
    SeeBatch Left { get; } = new(given, nameof(Left));

    [From(nameof(Way), When = Side.Right)]
    Pass Right { get; } = new();

    [Merge(nameof(Left), nameof(Right))]
    See Merged { get; } = new(given, nameof(Merged));

    [From(nameof(Merged))]
    KeepScaled Filtered { get; } = new(given, nameof(Filtered));

    [From(nameof(Filtered))]
    PutScaled Sunk { get; } = new(given, nameof(Sunk));

    [From(nameof(Filtered))]
    Pass Out { get; } = new();
}

/// <summary>Objects that steps of every form make, and that come together.</summary>
[Pipeline]
public sealed partial class MadeByAll(IEnumerable<int> ids, Given given)
{
    [OutputMapping("Rows", "id")]
    Rows<int> All { get; } = Rows.From(ids);

    [From(nameof(All))]
    BySide Way { get; } = new();

    [From(nameof(Way), When = Side.Left)]
    MakeAgain Row { get; } = new(given, "made");

    [From(nameof(Way), When = Side.Right)]
    MakeAwaited Awaited { get; } = new(given, "made");

    [Merge(nameof(Row), nameof(Awaited))]
    See Merged { get; } = new(given, "merged");

    [From(nameof(Merged))]
    MakeBatch Batch { get; } = new(given, "batch");

    [From(nameof(Batch))]
    See SeenBatch { get; } = new(given, "seen batch");

    [From(nameof(SeenBatch))]
    ExpandScaled Children { get; } = new(given, "children");

    [From(nameof(Children))]
    SeeAwaited SeenChildren { get; } = new(given, "seen children");

    [From(nameof(All))]
    MakeValue Value { get; } = new();

    [From(nameof(Value))]
    SeeValue SeenValue { get; } = new();
}

/// <summary>A column is replaced: the row is made of the columns, once for all steps below.</summary>
[Pipeline]
public sealed partial class Replaced(IEnumerable<Scaled> rows, Given given)
{
    Rows<Scaled> All { get; } = Rows.From(rows);

    [From(nameof(All))]
    AddOne More { get; } = new();

    [From(nameof(More))]
    See First { get; } = new(given, nameof(First));

    [From(nameof(First))]
    See Second { get; } = new(given, nameof(Second));

    [From(nameof(Second))]
    SeeAwaited Third { get; } = new(given, nameof(Third));

    [From(nameof(Second))]
    SeeBatch Fourth { get; } = new(given, nameof(Fourth));
}

/// <summary>A mapping gives the step another column.</summary>
[Pipeline]
public sealed partial class Mapped(IEnumerable<Scaled> rows, Given given)
{
    Rows<Scaled> All { get; } = Rows.From(rows);

    [From(nameof(All)), InputMapping("v", "id")]
    See Seen { get; } = new(given, nameof(Seen));
}

/// <summary>Rows of a file: each is made once for all steps.</summary>
[Pipeline]
public sealed partial class FromFile(string path, Given given)
{
    JsonLines<Scaled> All { get; } = Distil.JsonLines.Read<Scaled>(path);

    [From(nameof(All))]
    SeeAwaited First { get; } = new(given, nameof(First));

    [From(nameof(First))]
    SeeBatch Second { get; } = new(given, nameof(Second));

    [From(nameof(All))]
    See Beside { get; } = new(given, nameof(Beside));
}
