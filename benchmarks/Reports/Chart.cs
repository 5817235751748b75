using System.Globalization;
using System.Net;
using System.Text;
using Distil.Benchmarks.Pairs;

namespace Distil.Benchmarks.Reports;

/// <summary>
/// The results as a picture: for each workload a bar a way, from the loop by hand (1) to the way's ratio, on a logarithmic scale, with a
/// line from the smallest to the largest round. It has the colours of the reader's theme.
/// </summary>
public static class Chart
{
    private const int Columns = 2;
    private const int ColumnWidth = 580;
    private const int LabelWidth = 268;
    private const int FigureWidth = 60;
    private const int LineHeight = 17;
    private const int TitleHeight = 36;
    private const int GroupGap = 18;
    private const int Top = 58;

    public static string Draw(IReadOnlyList<WorkloadResult> results)
    {
        var columns = Arrange(results);
        var height = Top + columns.Max(column => column.Sum(Height)) + 8;
        var largest = results.SelectMany(result => result.Variants.Select(variant => result.Ratio(variant).Max)).Max();
        var smallest = results.SelectMany(result => result.Variants.Select(variant => result.Ratio(variant).Min)).Min();
        var scale = new Scale(Math.Floor(Math.Log10(smallest) * 2) / 2, Math.Ceiling(Math.Log10(largest) * 2) / 2);
        var width = Columns * ColumnWidth;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" width="{{width}}" height="{{height}}" role="img" aria-labelledby="title">
            <title id="title">Time per row over that of the loop by hand, logarithmic</title>
            <style>
            text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f; }
            .head { font-weight: 600; font-size: 13px; }
            .note, .tick { fill: #57606a; font-size: 11px; }
            .figure, .tick { font-variant-numeric: tabular-nums; }
            .back { fill: #ffffff; }
            .grid { stroke: #d0d7de; }
            .one { stroke: #57606a; }
            .range { stroke: #24292f; }
            .peer { fill: #8c959f; }
            .own { fill: #0969da; }
            .mine { font-weight: 600; }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; }
            .note, .tick { fill: #9198a1; }
            .back { fill: #0d1117; }
            .grid { stroke: #30363d; }
            .one { stroke: #9198a1; }
            .range { stroke: #e6edf3; }
            .peer { fill: #6e7681; }
            .own { fill: #58a6ff; }
            }
            </style>
            <rect class="back" width="{{width}}" height="{{height}}" rx="6"/>
            <text class="head" x="16" y="24">Time per row over that of the loop by hand: shorter is faster</text>
            <text class="note" x="16" y="41">Logarithmic. Bar: median of the rounds; line: from the smallest to the largest.</text>

            """);
        for (var index = 0; index < columns.Count; index++)
        {
            var y = Top;
            foreach (var result in columns[index])
            {
                DrawGroup(svg, result, index * ColumnWidth, y, scale);
                y += Height(result);
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawGroup(StringBuilder svg, WorkloadResult result, int left, int top, Scale scale)
    {
        var bars = Bars(result).ToList();
        var first = top + TitleHeight;
        var last = first + bars.Count * LineHeight;
        svg.Append($"<text class=\"head\" x=\"{left + 16}\" y=\"{top + 13}\">{Escape(result.Workload.Title)}</text>\n");
        for (var power = (int)Math.Ceiling(scale.From); power <= scale.To; power++)
        {
            var x = Number(left + scale.X(Math.Pow(10, power)));
            svg.Append($"<line class=\"{(power == 0 ? "one" : "grid")}\" x1=\"{x}\" x2=\"{x}\" y1=\"{first - 4}\" y2=\"{last}\"/>");
            svg.Append($"<text class=\"tick\" text-anchor=\"middle\" x=\"{x}\" y=\"{first - 7}\">{Math.Pow(10, power).ToString("#,0.##", CultureInfo.InvariantCulture)}</text>\n");
        }

        for (var index = 0; index < bars.Count; index++)
        {
            var variant = bars[index];
            var ratio = result.Ratio(variant);
            var y = first + index * LineHeight;
            var isOwn = variant.Variant.Name.StartsWith("Distil", StringComparison.Ordinal);
            var (one, median) = (left + scale.X(1), left + scale.X(ratio.Median));
            svg.Append($"<text class=\"{(isOwn ? "mine" : "way")}\" text-anchor=\"end\" x=\"{left + LabelWidth - 8}\" y=\"{y + 12}\">{Escape(variant.Variant.Name)}</text>");
            svg.Append($"<rect class=\"{(isOwn ? "own" : "peer")}\" x=\"{Number(Math.Min(one, median))}\" y=\"{y + 3}\" width=\"{Number(Math.Max(1, Math.Abs(median - one)))}\" height=\"{LineHeight - 6}\"/>");
            svg.Append($"<line class=\"range\" x1=\"{Number(left + scale.X(ratio.Min))}\" x2=\"{Number(left + scale.X(ratio.Max))}\" y1=\"{Number(y + LineHeight / 2.0)}\" y2=\"{Number(y + LineHeight / 2.0)}\"/>");
            svg.Append($"<text class=\"figure\" text-anchor=\"end\" x=\"{left + ColumnWidth - 12}\" y=\"{y + 12}\">{ConsoleTable.Figure(ratio.Median)}</text>\n");
        }
    }

    /// <summary>Fills the columns one after the other, none longer than it must be.</summary>
    private static List<List<WorkloadResult>> Arrange(IReadOnlyList<WorkloadResult> results)
    {
        var half = results.Sum(Height) / (double)Columns;
        var columns = new List<List<WorkloadResult>> { new() };
        foreach (var result in results)
        {
            var length = columns[^1].Sum(Height);
            if (columns.Count < Columns && length > 0 && length + Height(result) / 2 > half)
            {
                columns.Add([]);
            }

            columns[^1].Add(result);
        }

        return columns;
    }

    private static int Height(WorkloadResult result) => Bars(result).Count() * LineHeight + TitleHeight + GroupGap;

    /// <summary>The loop by hand is where the bars begin.</summary>
    private static IEnumerable<VariantResult> Bars(WorkloadResult result) => result.Variants.Skip(1);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Places on the logarithmic scale, as powers of ten.</summary>
    private readonly record struct Scale(double From, double To)
    {
        public double X(double ratio) =>
            LabelWidth + (Math.Log10(ratio) - From) / (To - From) * (ColumnWidth - LabelWidth - FigureWidth - 12);
    }
}
