#pragma warning disable DSTL0304 // A member without an edge is what is tested.

namespace Distil.Pipelines.Tests.Edges;

public enum Way : short
{
    Down = -3,
    Left = 0,
    Right = 1,
    Up = 9,
}

[Flags]
public enum Marks : ulong
{
    None = 0,
    Low = 1,
    Both = 6,
    Top = 1UL << 63,
}

/// <summary>Gives a way, one after the other: a value that is no member is the row's error at the router.</summary>
[Router(OnError = OnError.Stop)]
public sealed class RouteOf(IReadOnlyList<Way> ways)
{
    public Way Route(int number) => ways[number];
}

[Router(Retries = 0, OnError = OnError.Stop)]
public sealed class RouteLater(IReadOnlyList<Way> ways)
{
    public async Task<Way> RouteAsync(int number)
    {
        await Task.Yield();
        return ways[number];
    }
}

[Router(BatchSize = 4, OnError = OnError.Stop)]
public sealed class RouteAtOnce(IReadOnlyList<Way> ways)
{
    public Way[] RouteBatch(IReadOnlyList<int> number) => [.. number.Select(one => ways[one])];
}

[Router(BatchSize = 4, Retries = 0, OnError = OnError.Stop)]
public sealed class RouteAtOnceLater(IReadOnlyList<Way> ways)
{
    public async Task<IReadOnlyList<Way>> RouteBatchAsync(ReadOnlyMemory<int> number)
    {
        await Task.Yield();
        return [.. number.ToArray().Select(one => ways[one])];
    }
}

[Router(OnError = OnError.Stop)]
public sealed class MarksOf(IReadOnlyList<Marks> marks)
{
    public Marks Route(int number) => marks[number];
}

[Router(BatchSize = 4, OnError = OnError.Stop)]
public sealed class MarksAtOnce(IReadOnlyList<Marks> marks)
{
    public Memory<Marks> RouteBatch(IReadOnlyList<int> number) => number.Select(one => marks[one]).ToArray();
}

[Pipeline]
public sealed partial class RoutedRows(IReadOnlyList<Way> ways)
{
    Numbers All { get; } = new(ways.Count);
    [From(nameof(All))] RouteOf Route { get; } = new(ways);
    [From(nameof(Route), When = Way.Left)] Pass Left { get; } = new();
    [From(nameof(Route), When = Way.Up), From(nameof(Route), When = Way.Down)] Pass Upright { get; } = new();
}

[Pipeline]
public sealed partial class RoutedLater(IReadOnlyList<Way> ways)
{
    Numbers All { get; } = new(ways.Count);
    [From(nameof(All))] RouteLater Route { get; } = new(ways);
    [From(nameof(Route), When = Way.Left)] Pass Left { get; } = new();
    [From(nameof(Route), When = Way.Up), From(nameof(Route), When = Way.Down)] Pass Upright { get; } = new();
}

[Pipeline]
public sealed partial class RoutedAtOnce(IReadOnlyList<Way> ways)
{
    Numbers All { get; } = new(ways.Count);
    [From(nameof(All))] RouteAtOnce Route { get; } = new(ways);
    [From(nameof(Route), When = Way.Left)] Pass Left { get; } = new();
    [From(nameof(Route), When = Way.Up), From(nameof(Route), When = Way.Down)] Pass Upright { get; } = new();
}

[Pipeline]
public sealed partial class RoutedAtOnceLater(IReadOnlyList<Way> ways)
{
    Numbers All { get; } = new(ways.Count);
    [From(nameof(All))] RouteAtOnceLater Route { get; } = new(ways);
    [From(nameof(Route), When = Way.Left)] Pass Left { get; } = new();
    [From(nameof(Route), When = Way.Up), From(nameof(Route), When = Way.Down)] Pass Upright { get; } = new();
}

[Pipeline]
public sealed partial class MarkedRows(IReadOnlyList<Marks> marks)
{
    Numbers All { get; } = new(marks.Count);
    [From(nameof(All))] MarksOf Route { get; } = new(marks);
    [From(nameof(Route), When = Marks.Low)] Pass Low { get; } = new();
    [From(nameof(Route), When = Marks.Top)] Pass Top { get; } = new();
}

[Pipeline]
public sealed partial class MarkedAtOnce(IReadOnlyList<Marks> marks)
{
    Numbers All { get; } = new(marks.Count);
    [From(nameof(All))] MarksAtOnce Route { get; } = new(marks);
    [From(nameof(Route), When = Marks.Low)] Pass Low { get; } = new();
    [From(nameof(Route), When = Marks.Top)] Pass Top { get; } = new();
}

/// <summary>A router that gives what its enum does not have fails at that row; a member without an edge ends the row, as no flag does.</summary>
public sealed class WrongWayTests
{
    public static TheoryData<string, string, string> NoMembers { get; } = new()
    {
        { "Route", "77", "Route" },
        { "Route", "-2", "Route" },
        { "RouteAsync", "77", "RouteLater" },
        { "RouteBatch", "77", "RouteAtOnce" },
        { "RouteBatch", "-32768", "RouteAtOnce" },
        { "RouteBatchAsync", "2", "RouteAtOnceLater" },
    };

    [Theory]
    [MemberData(nameof(NoMembers))]
    public async Task A_way_that_is_no_member_is_the_rows_error(string method, string value, string form)
    {
        Way[] ways = [Way.Left, Way.Up, Way.Right, Way.Down, Way.Left, (Way)short.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Way.Up];
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => RunAsync(form, ways, o)));

        Assert.Equal("Route", failure.StepName);
        Assert.Equal("All#5", $"{failure.RowId}");
        Assert.Equal($"{method} of step 'Route' returned {value}, which is no member of Way. Return one of its members.", failure.InnerException!.Message);
    }

    [Theory]
    [InlineData("Route")]
    [InlineData("RouteLater")]
    [InlineData("RouteAtOnce")]
    [InlineData("RouteAtOnceLater")]
    public async Task A_member_without_an_edge_ends_the_row(string form)
    {
        var result = await Run.WithLimit(o => RunAsync(form, [Way.Left, Way.Right, Way.Up, Way.Down, Way.Right], o));

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal([1, 2], result.Steps.Where(step => step.Name is "Left" or "Upright").Select(step => (int)step.RowsOut));
    }

    [Theory]
    [InlineData(8UL)]
    [InlineData(1UL | (1UL << 62))]
    [InlineData(ulong.MaxValue)]
    public async Task A_bit_of_no_flag_is_the_rows_error(ulong value)
    {
        Marks[] marks = [Marks.Low, (Marks)value, Marks.Low];
        foreach (var run in new Func<RunOptions, Task<PipelineResult>>[]
        {
            async o => await new MarkedRows(marks).RunAsync(o),
            async o => await new MarkedAtOnce(marks).RunAsync(o),
        })
        {
            var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run));

            Assert.Equal("All#1", $"{failure.RowId}");
            Assert.StartsWith($"Route{(failure.InnerException!.Message.StartsWith("RouteBatch", StringComparison.Ordinal) ? "Batch" : "")} of step 'Route' returned {value}, which has a bit that no member of Marks has.", failure.InnerException.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_flag_ends_the_row_and_combined_flags_are_members()
    {
        Marks[] marks = [Marks.None, Marks.Low | Marks.Top, (Marks)2, Marks.Both, Marks.Top];
        var rows = await Run.WithLimit(o => new MarkedRows(marks).RunAsync(o));
        var batches = await Run.WithLimit(o => new MarkedAtOnce(marks).RunAsync(o));

        Assert.Equal([1], rows.Low.Select(row => row.Number));
        Assert.Equal([1, 4], rows.Top.Select(row => row.Number));
        Assert.Equal([1], batches.Low.Select(row => row.Number));
        Assert.Equal([1, 4], batches.Top.Select(row => row.Number));
    }

    private static async Task<PipelineResult> RunAsync(string form, IReadOnlyList<Way> ways, RunOptions options) => form switch
    {
        "Route" => await new RoutedRows(ways).RunAsync(options),
        "RouteLater" => await new RoutedLater(ways).RunAsync(options),
        "RouteAtOnce" => await new RoutedAtOnce(ways).RunAsync(options),
        _ => await new RoutedAtOnceLater(ways).RunAsync(options),
    };
}
