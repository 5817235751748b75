using static Distil.Drawing.SvgText;

namespace Distil.Drawing;

/// <summary>
/// The shapes of steps, one for each kind. The middle half of the upper and the lower side is level: there arrows end and begin.
/// </summary>
internal static class StepShape
{
    private const double Slant = 12;

    /// <summary>How much wider a step is than its text, for its shape.</summary>
    public static double Extra(string kind) => kind switch
    {
        "filter" or "router" or "sink" or "expand" => 2 * Slant,
        "global step" => 12,
        _ => 0,
    };

    /// <summary>The elements that draw a step, without its text.</summary>
    public static string Draw(string kind, PlacedBox box) => kind switch
    {
        "source" => Rectangle(box, box.Height / 2),
        "filter" => Polygon((box.Left, box.Top), (box.Right, box.Top), (box.Right - Slant, box.Bottom), (box.Left + Slant, box.Bottom)),
        "expand" => Polygon((box.Left + Slant, box.Top), (box.Right - Slant, box.Top), (box.Right, box.Bottom), (box.Left, box.Bottom)),
        "router" => Polygon(
            (box.Left + Slant, box.Top), (box.Right - Slant, box.Top), (box.Right, box.Y), (box.Right - Slant, box.Bottom),
            (box.Left + Slant, box.Bottom), (box.Left, box.Y)),
        "sink" => Polygon((box.Left + Slant, box.Top), (box.Right, box.Top), (box.Right - Slant, box.Bottom), (box.Left, box.Bottom)),
        "global step" => Rectangle(box, 2) + Upright(box, box.Left + 5) + Upright(box, box.Right - 5),
        _ => Rectangle(box, kind == "pass" ? 10 : 3),
    };

    private static string Rectangle(PlacedBox box, double radius) =>
        $"<rect x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\" "
            + $"rx=\"{Number(radius)}\"/>";

    private static string Upright(PlacedBox box, double x) => $"<path d=\"M{Number(x)} {Number(box.Top)}V{Number(box.Bottom)}\"/>";

    private static string Polygon(params (double X, double Y)[] corners) =>
        $"<polygon points=\"{string.Join(" ", corners.Select(static corner => $"{Number(corner.X)},{Number(corner.Y)}"))}\"/>";
}
