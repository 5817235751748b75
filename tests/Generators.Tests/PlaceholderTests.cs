namespace Distil.Generators.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void The_project_runs() => Assert.Equal("Distil.Generators.Tests", typeof(PlaceholderTests).Assembly.GetName().Name);
}
