namespace Distil.Drawing;

/// <summary>A point, in pixels from the upper left corner.</summary>
internal readonly record struct LayoutPoint(double X, double Y);

/// <summary>A box that is to be placed.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
internal readonly record struct LayoutBox(double Width, double Height);

/// <summary>An arrow that is to be drawn from one box to another.</summary>
/// <param name="From">The index of the box where it begins.</param>
/// <param name="To">The index of the box where it ends.</param>
/// <param name="Label">The size of its label; the default: it has none.</param>
internal readonly record struct LayoutArrow(int From, int To, LayoutBox Label);

/// <summary>A box where it stands.</summary>
/// <param name="X">Its centre.</param>
/// <param name="Y">Its centre.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct PlacedBox(double X, double Y, double Width, double Height)
{
    public double Left => X - (Width / 2);

    public double Top => Y - (Height / 2);

    public double Right => X + (Width / 2);

    public double Bottom => Y + (Height / 2);
}

/// <summary>An arrow where it runs.</summary>
/// <param name="Points">
/// The corners of its line, from its begin to its end. Where two that follow each other have another X, the line may be a curve that leaves
/// the one and reaches the other upright.
/// </param>
/// <param name="Label">Where its label stands; null: it has none.</param>
internal sealed record PlacedArrow(IReadOnlyList<LayoutPoint> Points, PlacedBox? Label);

/// <summary>A graph where it stands.</summary>
/// <param name="Width">The width of the whole, with its margin.</param>
/// <param name="Height">The height of the whole, with its margin.</param>
/// <param name="Boxes">The boxes, in the order in which they were given.</param>
/// <param name="Arrows">The arrows, in the order in which they were given; null: an arrow from a box to itself, which is not drawn.</param>
/// <param name="Crossings">How often two arrows cross.</param>
internal sealed record GraphLayout(
    double Width, double Height, IReadOnlyList<PlacedBox> Boxes, IReadOnlyList<PlacedArrow?> Arrows, long Crossings);
