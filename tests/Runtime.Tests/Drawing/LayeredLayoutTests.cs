using System.Globalization;
using Distil.Drawing;

namespace Distil.Runtime.Tests.Drawing;

public sealed class LayeredLayoutTests
{
    public static TheoryData<string> Languages => ["", "de-DE", "ar-SA", "tr-TR"];

    [Fact]
    public void Nothing_overlaps_and_no_arrow_passes_through_a_box()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var (boxes, arrows) = RandomGraph.Of(seed, 30);
            LayoutChecks.Check(boxes, arrows, LayeredLayout.Of(boxes, arrows));
        }
    }

    [Fact]
    public void Graphs_of_the_language_page_are_drawn_without_overlaps_and_nearly_without_crossings()
    {
        var graphs = LanguageGraphs.All().ToList();
        Assert.True(graphs.Count >= 20);
        Assert.All(graphs, graph =>
        {
            var (boxes, arrows) = SvgGraph.Measure(graph.ToDrawn());
            var layout = LayeredLayout.Of(boxes, arrows);
            LayoutChecks.Check(boxes, arrows, layout);
            Assert.Equal(LayoutChecks.Crossings(layout), layout.Crossings);
            Assert.True(layout.Crossings <= 1, graph.Name);
        });
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(2, 7)]
    public void Crossings_are_those_that_are_drawn(int width, int depth)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var (boxes, arrows) = RandomGraph.Dense(seed, width, depth);
            var layout = LayeredLayout.Of(boxes, arrows);
            Assert.Equal(LayoutChecks.Crossings(layout), layout.Crossings);
            LayoutChecks.Check(boxes, arrows, layout);
        }
    }

    [Fact]
    public void Every_pair_of_two_by_two_crosses_once()
    {
        // What is joined whole to what is below crosses at the least once, wherever it stands.
        LayoutBox[] boxes = [new(60, 30), new(60, 30), new(60, 30), new(60, 30)];
        LayoutArrow[] arrows = [new(0, 2, default), new(0, 3, default), new(1, 2, default), new(1, 3, default)];
        Assert.Equal(1, LayeredLayout.Of(boxes, arrows).Crossings);
    }

    [Fact]
    public void Crossings_that_need_not_be_are_none()
    {
        // Three branches of a fork that are declared in one order and joined in the other.
        LayoutBox[] boxes = [.. Enumerable.Repeat(new LayoutBox(60, 30), 8)];
        LayoutArrow[] arrows =
        [
            new(0, 1, default), new(0, 2, default), new(0, 3, default), new(3, 4, default), new(2, 5, default), new(1, 6, default),
            new(6, 7, default), new(5, 7, default), new(4, 7, default),
        ];
        Assert.Equal(0, LayeredLayout.Of(boxes, arrows).Crossings);
    }

    [Fact]
    public void Arrows_point_downwards_and_a_source_stands_next_to_its_reader()
    {
        LayoutBox[] boxes = [.. Enumerable.Repeat(new LayoutBox(60, 30), 5)];
        var layout = LayeredLayout.Of(boxes, [new(0, 1, default), new(1, 2, default), new(2, 3, default), new(4, 3, default)]);
        Assert.Equal(layout.Boxes[2].Y, layout.Boxes[4].Y);
        Assert.All(layout.Arrows, arrow => Assert.True(arrow!.Points[0].Y < arrow.Points[^1].Y));
    }

    [Fact]
    public void A_circle_and_an_arrow_to_itself_are_drawn_as_far_as_they_can_be()
    {
        LayoutBox[] boxes = [.. Enumerable.Repeat(new LayoutBox(60, 30), 3)];
        LayoutArrow[] arrows = [new(0, 1, new(40, 12)), new(1, 2, default), new(2, 0, default), new(1, 1, default)];
        var layout = LayeredLayout.Of(boxes, arrows);
        Assert.Null(layout.Arrows[3]);
        Assert.NotNull(layout.Arrows[0]!.Label);
        Assert.Equal(layout.Boxes[0].Bottom, layout.Arrows[2]!.Points[^1].Y);
        LayoutChecks.Check(boxes, arrows, layout);
    }

    [Fact]
    public void Nothing_is_drawn_of_nothing()
    {
        var layout = LayeredLayout.Of([], []);
        Assert.Empty(layout.Boxes);
        Assert.Equal(0, layout.Crossings);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_same_graph_is_drawn_the_same_in_every_language(string language)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Drawn();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
            Assert.Equal(expected, Drawn());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string Drawn()
        {
            var (boxes, arrows) = RandomGraph.Of(7, 30);
            var steps = boxes.Select((_, index) => new DrawnStep($"Step{index}", "step", "A<b>.C", ["1,234 rows"])).ToList();
            return SvgGraph.Write(new("It", steps, [.. arrows.Select(arrow => new DrawnEdge(arrow.From, arrow.To, "x < y"))]), isDocument: true);
        }
    }

    [Fact]
    public async Task Two_thousand_steps_are_laid_out()
    {
        var (boxes, arrows) = RandomGraph.Of(1, 2_000);
        var layout = await Task.Run(() => LayeredLayout.Of(boxes, arrows), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        LayoutChecks.CheckBoxes(layout);
    }
}
