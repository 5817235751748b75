namespace Distil.Runtime.Tests.Running;

public sealed class RunOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        var options = new RunOptions();
        Assert.Null(options.Directory);
        Assert.True(options.Resume);
        Assert.False(options.DryRun);
        Assert.Null(options.Limit);
        Assert.False(options.Sequential);
        Assert.True(options.HandleSignals);
        Assert.Same(TimeProvider.System, options.TimeProvider);
        Assert.Equal(20, options.MaxConsecutiveErrors);
        Assert.False(options.StopToken.CanBeCanceled);
        Assert.Equal(4, options.Engine.ChannelCapacity);
        Assert.Equal(1024, options.Engine.TransportSize);
    }
}
