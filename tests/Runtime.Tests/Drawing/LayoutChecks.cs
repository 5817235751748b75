using Distil.Drawing;

namespace Distil.Runtime.Tests.Drawing;

/// <summary>What must hold of every layout.</summary>
internal static class LayoutChecks
{
    public static void Check(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutArrow> arrows, GraphLayout layout)
    {
        Assert.Equal(boxes, layout.Boxes.Select(box => new LayoutBox(box.Width, box.Height)));
        CheckBoxes(layout);
        for (var arrow = 0; arrow < arrows.Count; arrow++)
        {
            if (layout.Arrows[arrow] is not { } placed)
            {
                continue;
            }

            Assert.Equal(arrows[arrow].Label.Width, placed.Label?.Width ?? 0);
            var (from, to) = (layout.Boxes[arrows[arrow].From], layout.Boxes[arrows[arrow].To]);
            Assert.InRange(placed.Points[0].X, from.X - (from.Width / 4) - 0.1, from.X + (from.Width / 4) + 0.1);
            Assert.InRange(placed.Points[^1].X, to.X - (to.Width / 4) - 0.1, to.X + (to.Width / 4) + 0.1);
            for (var box = 0; box < boxes.Count; box++)
            {
                Assert.All(Pieces(placed), piece => Assert.False(
                    Passes(piece.From, piece.To, layout.Boxes[box]), $"Arrow {arrow} passes through box {box}."));
            }
        }
    }

    /// <summary>No two boxes or labels overlap, and all are inside the whole.</summary>
    public static void CheckBoxes(GraphLayout layout)
    {
        var all = layout.Boxes.Concat(layout.Arrows.Select(arrow => arrow?.Label).OfType<PlacedBox>()).OrderBy(box => box.Top).ToArray();
        for (var box = 0; box < all.Length; box++)
        {
            Assert.True(all[box].Left >= 0 && all[box].Top >= 0);
            Assert.True(all[box].Right <= layout.Width && all[box].Bottom <= layout.Height);
            for (var other = box + 1; other < all.Length && all[other].Top < all[box].Bottom; other++)
            {
                Assert.True(all[box].Right < all[other].Left || all[other].Right < all[box].Left, $"{all[box]} overlaps {all[other]}.");
            }
        }
    }

    /// <summary>How often the lines of two arrows cross, as they are drawn.</summary>
    public static long Crossings(GraphLayout layout)
    {
        long count = 0;
        var arrows = layout.Arrows.OfType<PlacedArrow>().Select(arrow => Pieces(arrow).ToArray()).ToArray();
        for (var one = 0; one < arrows.Length; one++)
        {
            for (var other = one + 1; other < arrows.Length; other++)
            {
                count += arrows[one].Sum(piece => arrows[other].Count(second => Cross(piece, second)));
            }
        }

        return count;
    }

    private static IEnumerable<(LayoutPoint From, LayoutPoint To)> Pieces(PlacedArrow arrow) =>
        arrow.Points.Zip(arrow.Points.Skip(1), (from, to) => (from, to));

    private static bool Cross((LayoutPoint From, LayoutPoint To) one, (LayoutPoint From, LayoutPoint To) other) =>
        Side(one, other.From) * Side(one, other.To) < 0 && Side(other, one.From) * Side(other, one.To) < 0;

    private static int Side((LayoutPoint From, LayoutPoint To) line, LayoutPoint point) =>
        Math.Sign(((line.To.X - line.From.X) * (point.Y - line.From.Y)) - ((line.To.Y - line.From.Y) * (point.X - line.From.X)));

    /// <summary>Whether a piece of a line is inside a box; one that touches its edge is not.</summary>
    private static bool Passes(LayoutPoint from, LayoutPoint to, PlacedBox box)
    {
        const double Touch = 0.05;
        var (enters, leaves) = (0.0, 1.0);
        return Clip(from.X, to.X, box.Left + Touch, box.Right - Touch) && Clip(from.Y, to.Y, box.Top + Touch, box.Bottom - Touch) && enters < leaves;

        bool Clip(double begin, double end, double low, double high)
        {
            if (begin == end)
            {
                return begin > low && begin < high;
            }

            var (first, second) = ((low - begin) / (end - begin), (high - begin) / (end - begin));
            enters = Math.Max(enters, Math.Min(first, second));
            leaves = Math.Min(leaves, Math.Max(first, second));
            return true;
        }
    }
}
