using System.Globalization;

namespace Distil.Benchmarks.Pairs;

/// <summary>Shows the results of a workload as plain text.</summary>
public static class ConsoleTable
{
    public static void Write(TextWriter output, WorkloadResult result)
    {
        output.WriteLine();
        output.WriteLine($"{result.Workload.Name}: {result.Workload.Title} ({result.Reference.Samples.Count} rounds)");
        string[] heads = ["", "ratio", "min", "max", "ns a row", "B a row", "gen 0/1/2", "rows a run", "of ideal"];
        var lines = result.Variants.Select(variant => Line(result, variant)).Prepend(heads).ToList();
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            output.WriteLine("  " + string.Join("  ", line.Select((cell, column) =>
                column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }

    private static string[] Line(WorkloadResult result, VariantResult variant)
    {
        var ratio = result.Ratio(variant);
        return
        [
            variant.Variant.Name,
            Figure(ratio.Median),
            Figure(ratio.Min),
            Figure(ratio.Max),
            Figure(variant.Nanoseconds),
            double.IsNaN(variant.Bytes) ? "" : Bytes(variant.Bytes),
            variant.Variant.IsForeign ? "" : variant.Collections,
            variant.Rows.ToString("N0", CultureInfo.InvariantCulture),
            variant.Share.Median > 0 ? variant.Share.Median.ToString("P1", CultureInfo.InvariantCulture) : "",
        ];
    }

    /// <summary>Three digits, or the whole number where there are more.</summary>
    public static string Figure(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    public static string Bytes(double value) => value < 0.005 ? "0" : value.ToString(value < 10 ? "0.00" : "N0", CultureInfo.InvariantCulture);
}
