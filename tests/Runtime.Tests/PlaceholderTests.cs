namespace Distil.Runtime.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void The_project_runs() => Assert.Equal("Distil.Runtime.Tests", typeof(PlaceholderTests).Assembly.GetName().Name);
}
