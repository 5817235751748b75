using Distil.Engine;
using Distil.Engine.FanIn;

namespace Distil.Runtime.Tests.Engine;

/// <summary>
/// Joins, merges and zips over branches whose rows come in pieces of any size, with watermarks that say as little or as much as they may:
/// what comes out is a function of the rows alone.
/// </summary>
public sealed class MatcherTests
{
    private const int Numbers = 200;

    /// <summary>Fewer than a run has matches: more than one call of the matcher is needed.</summary>
    private const int Transport = 7;

    public static TheoryData<int, int> Draws => [.. from seed in Enumerable.Range(1, 12) from branches in Enumerable.Range(2, 3) select (seed, branches)];

    [Theory]
    [MemberData(nameof(Draws))]
    public async Task A_join_gives_the_rows_that_every_branch_kept(int seed, int branches)
    {
        var random = new Random(seed);
        var kept = Subsets(random, branches, dense: random.Next(2) == 0);
        var matches = await MatchAsync(new JoinMatcher(), [.. kept.Select(rows => Branch.Of(rows, random))]);
        var expected = Enumerable.Range(0, Numbers).Select(number => (long)number).Where(number => kept.TrueForAll(rows => rows.Contains(number)));
        Assert.Equal(expected.Select(number => string.Join(' ', Enumerable.Repeat(number, branches))), matches);
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public async Task A_join_below_a_router_asks_only_the_branches_that_a_row_was_sent_to(int seed, int branches)
    {
        var random = new Random(seed);
        var routes = Enumerable.Range(0, Numbers).Select(_ => random.NextInt64(1, 1L << branches)).ToArray();
        var kept = Enumerable.Range(0, branches)
            .Select(branch => Enumerable.Range(0, Numbers).Where(number => (routes[number] & (1L << branch)) != 0 && random.Next(5) > 0).Select(number => (long)number).ToHashSet())
            .ToList();
        var matches = await MatchAsync(new JoinMatcher(), [.. kept.Select((rows, branch) => Branch.Of(rows, random, routes, 1L << branch))]);

        var expected = new List<string>();
        for (var number = 0; number < Numbers; number++)
        {
            var sent = Enumerable.Range(0, branches).Where(branch => (routes[number] & (1L << branch)) != 0).ToList();
            if (sent.TrueForAll(branch => kept[branch].Contains(number)))
            {
                expected.Add(string.Join(' ', Enumerable.Range(0, branches).Select(branch => sent.Contains(branch) ? number : -1)));
            }
        }

        Assert.Equal(expected, matches);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_join_puts_no_rows_of_two_numbers_together(bool isSparse)
    {
        // A branch that was held on disk has the fork's numbers of another run.
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => MatchAsync(
            new JoinMatcher(), [Branch.Counted((0, 0), (1, 1), (2, 2)), isSparse ? Branch.Counted((2, 1)) : Branch.Counted((0, 0), (2, 1))]));
        Assert.Contains("different rows", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public async Task A_merge_gives_every_row_by_number_then_by_branch(int seed, int branches)
    {
        var random = new Random(seed);
        var kept = Subsets(random, branches, dense: random.Next(2) == 0);
        var matches = await MatchAsync(new MergeMatcher(), [.. kept.Select(rows => Branch.Of(rows, random))]);
        var expected =
            from number in Enumerable.Range(0, Numbers)
            from branch in Enumerable.Range(0, branches)
            where kept[branch].Contains(number)
            select $"{branch}:{number}";
        Assert.Equal(expected, matches);
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public async Task A_zip_gives_the_ordinals_that_every_source_has_left(int seed, int branches)
    {
        var random = new Random(seed);
        var kept = Subsets(random, branches, dense: true);
        using var run = EngineRun.Create(Transport, [.. Enumerable.Range(0, branches).Select(source => ($"Source{source}", 0))]);
        for (var source = 0; source < branches; source++)
        {
            run.Sources.SetLength(source, Numbers);
        }

        var zip = new ZipMatcher(run, "Zipped", [.. Enumerable.Range(0, branches)]);
        var matches = await MatchAsync(zip, [.. kept.Select((rows, source) => Branch.Of(rows, random, source: source))]);
        var expected = Enumerable.Range(0, Numbers).Select(number => (long)number).Where(number => kept.TrueForAll(rows => rows.Contains(number)));
        Assert.Equal(expected.Select(number => string.Join(' ', Enumerable.Repeat(number, branches))), matches);
    }

    [Fact]
    public async Task Sources_of_different_lengths_cannot_be_zipped()
    {
        using var run = EngineRun.Create(Transport, ("Long", 0), ("Short", 0));
        run.Sources.SetLength(1, 2);
        var zip = new ZipMatcher(run, "Zipped", [0, 1]);
        var random = new Random(1);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => MatchAsync(
            zip, [Branch.Of([0, 1, 2], random), Branch.Of([0, 1], random, source: 1)]));
        Assert.Equal("The sources zipped at 'Zipped' have different lengths: Short has 2 rows, Long has more.", failure.Message);
    }

    private static List<HashSet<long>> Subsets(Random random, int branches, bool dense) =>
    [
        .. Enumerable.Range(0, branches).Select(_ =>
            Enumerable.Range(0, Numbers).Where(_ => random.Next(10) > (dense ? 0 : 7)).Select(number => (long)number).ToHashSet()),
    ];

    /// <summary>Reads and matches as the stage does, and writes each match down.</summary>
    private static async Task<List<string>> MatchAsync(RowMatcher matcher, IReadOnlyList<Branch> sent)
    {
        using var run = EngineRun.Create(Transport, ("Load", 0));
        var kernel = new Kernel(run, [.. sent.Select(branch => branch.FanIn)]);
        var cursors = sent.Select(branch => new BranchCursor(branch, branch.FanIn, matcher.IsByOrdinal)).ToArray();
        var written = new List<string>();
        while (true)
        {
            var matches = 0;
            var needed = matcher.Match(cursors, kernel, ref matches);
            for (var match = 0; match < matches; match++)
            {
                written.Add(matcher is MergeMatcher
                    ? $"{kernel.Branches[match]}:{Number(cursors, kernel, kernel.Branches[match], match)}"
                    : string.Join(' ', Enumerable.Range(0, cursors.Length).Select(branch => Number(cursors, kernel, branch, match))));
            }

            if (needed == RowMatcher.Complete)
            {
                return written;
            }

            if (needed != RowMatcher.Full)
            {
                cursors[needed].ReleaseRows();
                Assert.True(await cursors[needed].ReadAsync(), "A branch is read that is complete.");
            }
        }
    }

    private static long Number(BranchCursor[] cursors, FanInKernel kernel, int branch, int match) =>
        kernel.Rows[branch][match] is >= 0 and var row ? RowNumber.OrdinalOf(cursors[branch].Rows!.Keys[0][row]) : -1;

    /// <summary>What comes by one branch.</summary>
    private sealed class Branch(Queue<NumberBatch> batches, FanInBranch fanIn) : IRowReader
    {
        public FanInBranch FanIn => fanIn;

        public static Branch Of(IReadOnlySet<long> rows, Random random, long[]? routes = null, long bits = 0, int source = 0)
        {
            var batches = new Queue<NumberBatch>();
            var left = new Queue<long>(rows.Order());
            var watermark = 0L;
            do
            {
                var batch = new NumberBatch(routes is null ? 1 : 2, 1);
                batch.Share(1, static _ => { });
                for (var count = random.Next(2 * Transport); count > 0 && left.TryDequeue(out var number); count--)
                {
                    watermark = number + 1;
                    batch.Add([RowNumber.Pack(source, number), .. routes is null ? [] : (ReadOnlySpan<long>)[routes[number]]]);
                }

                watermark = random.NextInt64(watermark, left.Count > 0 ? left.Peek() + 1 : Numbers + 1);
                batch.UpTo(left.Count > 0 ? RowNumber.Pack(source, watermark) : long.MaxValue);
                batches.Enqueue(batch);
            }
            while (left.Count > 0);

            return new(batches, new(ForkKey: 0, RouteKey: routes is null ? -1 : 1, bits));
        }

        public static Branch Of(IEnumerable<long> rows, Random random, int source = 0) => Of(rows.ToHashSet(), random, source: source);

        /// <summary>Rows with a number and the number that a fork gave them.</summary>
        public static Branch Counted(params ReadOnlySpan<(long Number, long Fork)> rows)
        {
            var batch = new NumberBatch(2, 1);
            batch.Share(1, static _ => { });
            foreach (var (number, fork) in rows)
            {
                batch.Add(number, fork);
            }

            return new(new([batch.UpTo(long.MaxValue)]), new(ForkKey: 1, RouteKey: -1, RouteBits: 0));
        }

        public ValueTask<bool> WaitAsync() => new(batches.Count > 0);

        public long LeaveHeld() => 0;

        public bool TryRead(out RowBatch batch)
        {
            var read = batches.TryDequeue(out var rows);
            batch = rows!;
            return read;
        }
    }

    private sealed class Kernel(PipelineRun run, FanInBranch[] branches) : FanInKernel(run, 0, [], branches, [])
    {
        public override int Process(int from, int to) => to;
    }
}
