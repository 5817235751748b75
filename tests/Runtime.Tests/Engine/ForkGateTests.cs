using Distil.Engine;

namespace Distil.Runtime.Tests.Engine;

public sealed class ForkGateTests
{
    private const int Transport = 10;

    [Fact]
    public void The_window_is_what_batch_steps_can_hold_back_and_four_batches()
    {
        using var run = EngineRun.Create(Transport, ("Load", 0), ("Whole", 7), ("Filtered", 5));
        var gate = new ForkGate(run, "fork", sourceIndex: -1);
        Assert.Equal(4 * Transport, gate.Window);
        gate.FanIn(crossesGlobal: false, new BatchBelowFork(1, MayDrop: false), new BatchBelowFork(2, MayDrop: true));
        Assert.Equal((4 * Transport) + 7 + (64 * 5), gate.Window);
        gate.FanIn(crossesGlobal: true);
        Assert.Equal(long.MaxValue, gate.Window);
    }

    [Fact]
    public void The_slowest_fan_in_holds_the_fork_back()
    {
        using var run = EngineRun.Create(Transport, ("Load", 0));
        var gate = new ForkGate(run, "fork", sourceIndex: -1).FanIn(crossesGlobal: false).FanIn(crossesGlobal: false);
        Assert.True(gate.IsOpen(gate.Window - 1));
        Assert.False(gate.IsOpen(gate.Window));

        gate.Report(0, 5, isPacked: false);
        Assert.False(gate.IsOpen(gate.Window));
        gate.Report(1, 3, isPacked: false);
        Assert.True(gate.IsOpen(gate.Window + 2));
        Assert.False(gate.IsOpen(gate.Window + 3));

        // A watermark never goes back.
        gate.Report(1, 1, isPacked: false);
        Assert.True(gate.IsOpen(gate.Window + 2));
    }

    [Fact]
    public async Task Who_waits_goes_on_when_the_fan_in_does()
    {
        using var run = EngineRun.Create(Transport, ("Load", 0));
        var gate = new ForkGate(run, "fork", sourceIndex: -1).FanIn(crossesGlobal: false);
        var waiting = gate.WaitAsync(gate.Window + 1).AsTask();
        gate.Report(0, 1, isPacked: false);
        Assert.False(waiting.IsCompleted);
        gate.Report(0, 2, isPacked: false);
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_stop_lets_everyone_go()
    {
        using var run = EngineRun.Create(Transport, ("Load", 0));
        var gate = new ForkGate(run, "fork", sourceIndex: -1).FanIn(crossesGlobal: false);
        var waiting = gate.WaitAsync(1_000_000).AsTask();
        run.Stop();
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    /// <summary>A merge of several sources reports packed numbers: those of an earlier source say nothing yet, those of a later one say all.</summary>
    [Theory]
    [InlineData(0, 4, 0)]
    [InlineData(1, 4, 4)]
    [InlineData(2, 4, long.MaxValue)]
    public void A_source_takes_its_own_part_of_a_packed_number(int reported, long ordinal, long progress)
    {
        using var run = EngineRun.Create(Transport, ("First", 0), ("Second", 0), ("Third", 0));
        var gate = new ForkGate(run, "Second", sourceIndex: 1).FanIn(crossesGlobal: false);
        gate.Report(0, RowNumber.Pack(reported, ordinal), isPacked: true);
        Assert.Equal(progress == long.MaxValue, gate.IsOpen(1_000_000));
        Assert.True(gate.IsOpen(gate.Window - 1));
        Assert.Equal(progress > 0, gate.IsOpen(gate.Window));
    }
}
