namespace Distil.Pipelines.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void The_project_runs() => Assert.Equal("Distil.Pipelines.Tests", typeof(PlaceholderTests).Assembly.GetName().Name);
}
