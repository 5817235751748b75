using System.Globalization;
using System.Text;
using Distil.Benchmarks.Pairs;
using Distil.RunDirectories;

namespace Distil.Benchmarks.Reports;

/// <summary>The results as the tables of docs/performance.md.</summary>
public static class MarkdownReport
{
    public static string Write(IReadOnlyList<WorkloadResult> results, string command, DateTimeOffset time)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            {Machine.Describe(command, time)}

            ![Time per row over that of the loop by hand](performance.svg)


            """);
        foreach (var result in results)
        {
            Write(text, result);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, WorkloadResult result)
    {
        var hasShare = result.Variants.Any(variant => variant.Share.Median > 0);
        text.Append($"### {char.ToUpperInvariant(result.Workload.Title[0])}{result.Workload.Title[1..]}\n\n");
        text.Append($"`{result.Workload.Name}`, {result.Reference.Samples.Count} rounds\n\n");
        text.Append($"| | ratio | min to max | ns a row | B a row | collections | {(hasShare ? "of ideal | " : "")}\n".Replace("| \n", "|\n", StringComparison.Ordinal));
        text.Append($"|---|---:|---:|---:|---:|---:|{(hasShare ? "---:|" : "")}\n");
        foreach (var variant in result.Variants)
        {
            var ratio = result.Ratio(variant);
            var name = variant.Variant.Name.StartsWith("Distil", StringComparison.Ordinal) ? $"**{variant.Variant.Name}**" : variant.Variant.Name;
            text.Append($"| {name}{(variant.Variant.IsOrdered ? "" : " ¹")} | {ConsoleTable.Figure(ratio.Median)} "
                + $"| {ConsoleTable.Figure(ratio.Min)} to {ConsoleTable.Figure(ratio.Max)} | {ConsoleTable.Figure(variant.Nanoseconds)} "
                + $"| {(variant.Variant.IsForeign ? "" : ConsoleTable.Bytes(variant.Bytes))} | {(variant.Variant.IsForeign ? "" : variant.Collections)} |");
            if (hasShare)
            {
                text.Append(CultureInfo.InvariantCulture, $" {variant.Share.Median:P1} ({variant.Share.Min:P1} to {variant.Share.Max:P1}) |");
            }

            text.Append('\n');
        }

        text.Append('\n');
    }
}
