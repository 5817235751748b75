using Distil.Checkpoints;
using Distil.Engine.FanIn;
using Distil.Running;

namespace Distil.Engine.Stages;

/// <summary>
/// Brings the branches of a join, merge or zip together by the numbers of their fork. It reads whichever branch
/// must say more before the next row can be decided, and never blocks one branch on another: the channels into it
/// hold any number of batches, and the fork is held back instead.
/// </summary>
internal sealed class FanInStage : Stage
{
    private readonly FanInKernel _kernel;
    private readonly BranchCursor[] _branches;
    private readonly RowMatcher _matcher;
    private readonly HeldFork[] _held;
    private readonly long[] _head;
    private readonly BlockWatermark _watermarkAt;

    /// <summary>The number of the last row that was handled.</summary>
    private long _lastNumber = -1;

    /// <summary>The matches in the loop, which have not gone on.</summary>
    private (int From, int To) _atHand;

    public FanInStage(
        PipelineRun run, string name, int step, FanInKernel kernel, BranchCursor[] branches, RowMatcher matcher, ForkGate[] forks,
        HeldFork[] held)
        : base(run, name, step, kernel, forks)
    {
        _kernel = kernel;
        _branches = branches;
        _matcher = matcher;
        _held = held;
        _head = new long[kernel.HeadWatermarks.Length];
        Output.Pass(_head);
        _watermarkAt = MoveToMatch;
    }

    protected override async Task ExecuteAsync()
    {
        try
        {
            await MatchAsync().ConfigureAwait(false);
        }
        finally
        {
            if (!IsLeftBehind)
            {
                CountAtHand();
                Array.ForEach(_branches, static branch => branch.ReleaseRows());
            }
        }
    }

    protected override void CountAtHand()
    {
        foreach (var branch in _branches)
        {
            Run.Counters[Step].AddWaiting(branch.Left);
        }

        CountMatched(_atHand.From + Output.RowsOfStanding, _atHand.To);
    }

    protected override async ValueTask DrainAsync()
    {
        foreach (var branch in _branches)
        {
            await DrainAsync(branch.Reader).ConfigureAwait(false);
        }
    }

    private async Task MatchAsync()
    {
        while (true)
        {
            var matches = 0;
            Run.Reach(RacePoint.Match);
            var needed = _matcher.Match(_branches, _kernel, ref matches);
            await ProcessAsync(matches).ConfigureAwait(false);
            if (needed == RowMatcher.Complete)
            {
                return;
            }

            if (needed == RowMatcher.Full)
            {
                continue;
            }

            var branch = _branches[needed];
            branch.ReleaseRows();
            if (!await AwaitInputAsync(branch.ReadAsync()).ConfigureAwait(false))
            {
                // The branch ended before it was complete: a stop or a failure above. What waits for it, waits.
                return;
            }

            _kernel.Inputs[needed] = branch.Rows;
        }
    }

    private async ValueTask ProcessAsync(int matches)
    {
        var from = 0;
        do
        {
            if (matches > 0)
            {
                // Forks of this stage are passed with the watermark of what has been sent: it moves on below.
                await BeginMatchesAsync(from, matches).ConfigureAwait(false);
                _atHand = (from, matches);
                try
                {
                    from = ProcessBlock(from, matches);
                    _atHand = default;
                }
                catch (Exception failure)
                {
                    if (!IsLeftBehind)
                    {
                        _atHand = default;
                        CountMatched((failure as StepException)?.Row + 1 ?? matches, matches);
                    }

                    await Output.FlushFailedAsync().ConfigureAwait(false);
                    throw;
                }
            }

            if (from == matches)
            {
                ComputeHead();
                if (Output.KeepsPoints || Run.Failures.HasUnsettled)
                {
                    NoteHead(matches);
                }
            }

            await Output.FlushAsync(all: true).ConfigureAwait(false);
        }
        while (from < matches);

        foreach (var (fork, fanIn) in _held)
        {
            fork.Report(fanIn, _matcher.Progress(_branches), isPacked: !_matcher.IsByOrdinal);
        }
    }

    private int ProcessBlock(int from, int matches)
    {
        try
        {
            return _kernel.Process(from, matches);
        }
        finally
        {
            Output.End();
        }
    }

    private async ValueTask BeginMatchesAsync(int from, int matches)
    {
        try
        {
            await Output.BeginAsync(BlockRows.Of(_watermarkAt, from), isTimed: true).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            CountMatched(from, matches);
            throw;
        }
    }

    /// <summary>Counts the rows of matches that are not handled: those of every branch wait.</summary>
    private void CountMatched(int from, int matches)
    {
        var waiting = 0;
        for (var match = from; match < matches; match++)
        {
            waiting += _matcher is MergeMatcher ? 1 : _kernel.Rows.Count(rows => rows[match] >= 0);
        }

        Run.Counters[Step].AddWaiting(waiting);
    }

    /// <summary>Whether a branch gives a match.</summary>
    private bool IsGiven(int branch, int match) =>
        _matcher is MergeMatcher ? _kernel.Branches[match] == branch : _kernel.Rows[branch][match] >= 0;

    /// <summary>
    /// The watermark before a match: the least key of the branches that give it, since matches are in the order of their keys. A branch
    /// that gives none says nothing about it, and a level that none of them has stays where it was.
    /// </summary>
    private void MoveToMatch(int match, long[] watermark)
    {
        for (var key = 0; key < watermark.Length; key++)
        {
            var least = long.MaxValue;
            for (var branch = 0; branch < _branches.Length; branch++)
            {
                var level = _kernel.HeadWatermarks[key][branch];
                if (level >= 0 && IsGiven(branch, match))
                {
                    least = Math.Min(least, _kernel.Inputs[branch]!.Keys[level][_kernel.Rows[branch][match]]);
                }
            }

            watermark[key] = least == long.MaxValue ? watermark[key] : Math.Max(watermark[key], least);
        }
    }

    /// <summary>Notes how far the stage has come, unless rows of the next number have been handled already.</summary>
    private void NoteHead(int matches)
    {
        for (var branch = 0; matches > 0 && branch < _branches.Length; branch++)
        {
            var level = _kernel.HeadWatermarks[0][branch];
            if (level >= 0 && IsGiven(branch, matches - 1))
            {
                _lastNumber = _kernel.Inputs[branch]!.Keys[level][_kernel.Rows[branch][matches - 1]];
            }
        }

        if (_head[0] > _lastNumber)
        {
            Output.Note(new Position(_head[0], 0));
        }
    }

    private void ComputeHead()
    {
        for (var watermark = 0; watermark < _head.Length; watermark++)
        {
            var least = long.MaxValue;
            for (var branch = 0; branch < _branches.Length; branch++)
            {
                var level = _kernel.HeadWatermarks[watermark][branch];
                if (level >= 0)
                {
                    least = Math.Min(least, _branches[branch].WatermarkOf(level));
                }
            }

            _head[watermark] = least;
        }

        Output.Pass(_head);
    }
}
