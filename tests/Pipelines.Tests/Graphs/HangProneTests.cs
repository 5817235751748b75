namespace Distil.Pipelines.Tests.Graphs;

/// <summary>Point 11 of what must hold: every graph that section 5 of the design names as hang-prone ends.</summary>
public sealed class HangProneTests
{
    /// <summary>The least room that an engine can have, and the room that it has.</summary>
    public static TheoryData<int, int> Rooms => new() { { 1, 1 }, { 1, 16 }, { 4, 1024 } };

    private static RunOptions Room(int capacity, int transport) =>
        new() { Engine = new EngineSettings { ChannelCapacity = capacity, TransportSize = transport } };

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_A_filter_empties_some_batches_the_last_or_all(int capacity, int transport)
    {
        foreach (var (rows, by) in ((int, int)[])[(2_000, 64), (2_001, 1_999), (2_000, 5_000), (2_000, 1)])
        {
            var result = await Run.WithLimit(o => new FilterBesideBatch(rows, by, new Calls()).RunAsync(o), Room(capacity, transport));

            Assert.Equal(Enumerable.Range(0, rows).Where(i => i % by == 0).Select(i => (i, $"all{i}", $"few{i}")), result.Both.Select(row => (row.Number, row.All, row.Few)));
        }
    }

    [Fact]
    public async Task T11_A_branch_has_no_row_for_a_million_rows()
    {
        var rows = new Log<int>();
        await Run.WithLimit(o => new BranchWithoutRows(1_000_000, rows).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 100_003).Where(i => i < 1_000_000), rows.All);
    }

    [Fact]
    public async Task T11_One_row_in_ten_thousand_waits_for_a_batch_beside_a_branch_with_all()
    {
        var seen = new Calls();
        var result = await Run.WithLimit(o => new FilterBesideBatch(200_000, 10_000, seen).RunAsync(o), Room(1, 1024));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 10_000), result.Both.Select(row => row.Number));

        // A batch closes at each position divisible by 64 × 50, and no two of these rows lie between two of them.
        Assert.Equal(Enumerable.Repeat(1, 20), seen.Sizes);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_A_row_step_beside_a_batch_of_five_thousand(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new LargeBatchBesideRow(12_000).RunAsync(o), Room(capacity, transport));

        Assert.Equal(Enumerable.Range(0, 12_000).Select(i => (i, $"a{i}", $"b{i}")), result.Both.Select(row => (row.Number, row.A, row.B)));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_Routers_in_routers(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new RoutersInRouters(1_200).RunAsync(o), Room(capacity, transport));

        Assert.Equal(
            from number in Enumerable.Range(0, 1_200)
            let ways = TwoOfFour.Pairs[number % 6]
            let hasA = ways.HasFlag(Ways.A)
            let hasB = ways.HasFlag(Ways.B)
            where !hasB || (number & 3) != 0
            select (
                number,
                hasA ? (number % 2 == 0 ? "even" : "odd") + number : null,
                hasB && (number & 1) != 0 ? $"ba{number}" : null,
                hasB && (number & 2) != 0 ? $"bb{number}" : null,
                (ways & (Ways.C | Ways.D)) != 0 ? $"c{number}" : null),
            result.Joined.Select(row => (row.Number, row.A, row.B1, row.B2, row.C)));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_Flags_into_a_join(int capacity, int transport)
    {
        Calls a = new(), b = new();
        var result = await Run.WithLimit(o => new FlagsIntoJoin(1_000, a, b).RunAsync(o), Room(capacity, transport));

        Assert.Equal(
            from number in Enumerable.Range(0, 1_000)
            where (number & 3) != 0
            select (number, (number & 1) != 0 ? $"a{number}" : null, (number & 2) != 0 ? $"b{number}" : null),
            result.Joined.Select(row => (row.Number, row.A, row.B)));

        // Rows may be missing on both branches: batches close at 64 × 9 = 576 and at each 64 × 2 = 128 rows of the router.
        Assert.Equal([.. Sizes.Of(288, 9), .. Sizes.Of(212, 9)], a.Sizes);
        Assert.Equal(Sizes.Of(500, 2), b.Sizes);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_No_row_reaches_a_router_inside_a_branch(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new RouterThatNoRowReaches(20_000).RunAsync(o), Room(capacity, transport));

        Assert.Empty(result.Both);
        Assert.Equal(20_000, result.Steps.Single(step => step.Name == "Beside").RowsOut);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_Rows_of_a_zip_are_merged_with_those_of_a_third_source(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new ZipMergedWithAnother(2_000).RunAsync(o), Room(capacity, transport));

        Assert.Equal(
            [
                .. from number in Enumerable.Range(0, 2_000)
                   from mark in number % 100 == 0 ? (string?[])[null, $"t{number}"] : [$"t{number}"]
                   select (number, mark, (int?)number),
                .. from number in Enumerable.Range(0, 2_000) select (number, (string?)null, (int?)null),
            ],
            result.Merged.Select(row => (row.Number, row.Mark, row.Other)));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_The_leaves_of_a_router_never_meet(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new LeavesThatNeverMeet(3_000).RunAsync(o), Room(capacity, transport));

        Assert.Equal(Enumerable.Range(0, 1_500).Select(i => 2 * i), result.Even.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, 1_500).Select(i => (2 * i) + 1), result.Odd.Select(row => row.Number));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_An_empty_source(int capacity, int transport)
    {
        var room = Room(capacity, transport);

        Assert.Empty((await Run.WithLimit(o => new FilterBesideBatch(0, 1, new Calls()).RunAsync(o), room)).Both);
        Assert.Empty((await Run.WithLimit(o => new LargeBatchBesideRow(0).RunAsync(o), room)).Both);
        Assert.Empty((await Run.WithLimit(o => new RoutersInRouters(0).RunAsync(o), room)).Joined);
        Assert.Empty((await Run.WithLimit(o => new FlagsIntoJoin(0, new Calls(), new Calls()).RunAsync(o), room)).Joined);
        Assert.Empty((await Run.WithLimit(o => new SharedEdgeIntoJoins(0).RunAsync(o), room)).ABC);
        Assert.Empty((await Run.WithLimit(o => new SourceAlone(0).RunAsync(o), room)).All);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_A_source_alone(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new SourceAlone(2_500).RunAsync(o), Room(capacity, transport));

        Assert.Equal(Enumerable.Range(0, 2_500), result.All.Select(row => row.Number));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_A_step_fails_while_its_sibling_is_blocked(int capacity, int transport)
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(
            () => Run.WithLimit(o => new FailureBesideBlockedSibling(1_000_000, 5_000).RunAsync(o), Room(capacity, transport)));

        Assert.Equal("Fails", failure.StepName);
        Assert.Equal("No 5000.", Assert.IsType<InvalidDataException>(failure.InnerException).Message);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_A_consumer_leaves_the_stream(int capacity, int transport)
    {
        var rows = await Run.WithLimit(TakeAsync(new LargeBatchBesideRow(1_000_000), Room(capacity, transport) with { HandleSignals = false }));

        Assert.Equal(Enumerable.Range(0, 3), rows);

        static async Task<List<int>> TakeAsync(LargeBatchBesideRow pipeline, RunOptions options)
        {
            var rows = new List<int>();
            await foreach (var row in pipeline.StreamAsync(options))
            {
                rows.Add(row.Number);
                if (rows.Count == 3)
                {
                    break;
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task T11_Batches_that_several_steps_read_are_held_by_joins(int capacity, int transport)
    {
        var result = await Run.WithLimit(o => new SharedEdgeIntoJoins(2_000).RunAsync(o), Room(capacity, transport));

        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => (i, $"a{i}", $"b{i}", $"c{i}")), result.ABC.Select(row => (row.Number, row.A, row.B, row.C)));
        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => (i, $"a{i}", $"c{i}")), result.AC.Select(row => (row.Number, row.A, row.C)));
    }
}
