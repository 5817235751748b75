using Distil.Journal.Earlier;

namespace Distil.Runtime.Tests.Journal.Earlier;

public sealed class StepLinesTests
{
    [Theory]
    [InlineData("A:1 B:2", "B:2 A:1", "1 0")] // another order
    [InlineData("A:1 B:2", "C:1 B:2", "0 1")] // a name
    [InlineData("A:1 B:2", "A:2 B:1", "1 0")] // names are swapped
    [InlineData("A:1 B:1", "C:1 D:1", "0 1")] // in declared order
    [InlineData("A:1 B:1", "C:1 B:1 D:1", "0 1 2")] // one to one
    [InlineData("A:1", "A:2", "1")] // another fingerprint
    [InlineData("A:1", "B:1 A:1", "1 0")] // a step is added
    [InlineData("A:1 B:2 / B:2", "C:1 B:2", "0 1")] // gone for a while
    [InlineData("A:1 B:2 / A:2 B:1", "A:1 B:2", "0 1")] // names are swapped back
    [InlineData("A:1 / B:1", "A:1", "0")] // the name is given back
    [InlineData("A:1 / B:1", "A:1 B:1", "1 0")] // the newest generation has it
    [InlineData("A:1 B:1 / B:1 / B:1 C:3", "D:1 E:1 C:3", "1 0 2")] // the newest generation first
    [InlineData("A:1 / A:2", "A:1", "0")] // changed back
    public void Steps_go_on_with_the_answers_of(string earlier, string now, string lines)
    {
        var found = new StepLines();
        var generation = 1u;
        foreach (var steps in earlier.Split(" / "))
        {
            found.Add(generation, Steps(generation, steps));
            generation++;
        }

        Assert.Equal(lines, string.Join(' ', found.Add(generation, Steps(generation, now))));
    }

    [Fact]
    public void A_line_knows_all_of_its_names()
    {
        var lines = new StepLines();
        lines.Add(1, Steps(1, "A:1"));
        lines.Add(2, Steps(2, "B:1"));
        lines.Add(3, Steps(3, "A:1"));

        Assert.Equal(["A", "B"], lines.Names(0));
    }

    private static List<DescribedStep> Steps(uint generation, string steps) => [.. steps.Split(' ').Select((step, index) =>
        new DescribedStep(generation, index + 1) { Name = step.Split(':')[0], Fingerprint = step.Split(':')[1] })];
}
