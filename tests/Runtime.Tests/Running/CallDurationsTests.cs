using Distil.Engine.State;

namespace Distil.Runtime.Tests.Running;

public sealed class CallDurationsTests
{
    [Fact]
    public void Percentiles_are_within_five_percent()
    {
        var times = new CallTimes();
        var durations = Enumerable.Range(1, 1_000).Select(call => TimeSpan.FromMicroseconds(call * call)).ToList();
        durations.ForEach(duration => times.Add(duration, 1));
        var found = times.Durations;
        Assert.Equal(1_000, found.Calls);
        Assert.Equal(durations[^1], found.Longest);
        foreach (var percent in new[] { 1, 10, 50, 90, 99, 100 })
        {
            var expected = durations[(percent * 10) - 1];
            Assert.InRange(found.Percentile(percent), expected * 0.95, expected * 1.05);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(123_456_789)]
    [InlineData(long.MaxValue)]
    public void A_duration_is_near_the_middle_of_its_class(long ticks)
    {
        var middle = CallDurations.MiddleOf(CallDurations.ClassOf(TimeSpan.FromTicks(ticks))).Ticks;
        Assert.InRange(middle, ticks * 0.93, ticks * 1.07);
    }

    [Fact]
    public void Classes_follow_one_another_without_a_gap()
    {
        var last = -1;
        for (long ticks = 0; ticks < 100_000; ticks++)
        {
            var next = CallDurations.ClassOf(TimeSpan.FromTicks(ticks));
            Assert.InRange(next, last, last + 1);
            last = next;
        }
    }

    [Fact]
    public void Calls_of_several_threads_are_all_counted()
    {
        var times = new CallTimes();
        Parallel.For(0, 10_000, call => times.Add(TimeSpan.FromTicks(call), 2));
        Assert.Equal(20_000, times.Durations.Calls);
        Assert.Equal(9_999, times.Durations.Longest.Ticks);
    }

    [Fact]
    public void Of_no_calls_every_percentile_is_zero_and_others_than_percents_are_refused()
    {
        var none = new CallTimes().Durations;
        Assert.Equal((0, TimeSpan.Zero), (none.Calls, none.Percentile(50)));
        Assert.Throws<ArgumentOutOfRangeException>(() => none.Percentile(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => none.Percentile(-1));
    }
}
