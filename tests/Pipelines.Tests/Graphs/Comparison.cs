using System.Globalization;
using System.Text;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>Holds what a run gave against what the reference interpreter gave.</summary>
internal static class Comparison
{
    /// <summary>The first difference; null: none.</summary>
    public static string? Whole(Graph graph, Reference reference, Outcome outcome, Probe probe)
    {
        foreach (var leaf in graph.Leaves)
        {
            if (Compare(reference.Table(leaf), outcome.Tables.Single(table => table.Leaf == leaf.Name), graph.IsUnordered(leaf), isPrefix: false) is { } difference)
            {
                return difference;
            }
        }

        foreach (var node in graph.Nodes.Where(node => node.IsBatch || node.Kind is Kind.Whole or Kind.Groups or Kind.Drain))
        {
            var expected = reference.Calls(node);
            var actual = probe.Calls(node.Name);
            if (!expected.SequenceEqual(actual))
            {
                return $"{node.Name} was called {actual.Count} times, of which {actual.Except(expected).Count()} wrongly; {expected.Count} calls were expected.";
            }
        }

        return null;
    }

    /// <summary>After a stop: the rows of each leaf are the first of all that there would be, and no call was another than it would be.</summary>
    public static string? Beginning(Graph graph, Reference reference, Outcome outcome, Probe probe)
    {
        foreach (var leaf in graph.Leaves)
        {
            if (Compare(reference.Table(leaf), outcome.Tables.Single(table => table.Leaf == leaf.Name), graph.IsUnordered(leaf), isPrefix: true) is { } difference)
            {
                return difference;
            }
        }

        foreach (var node in graph.Nodes.Where(node => node.IsBatch || node.Kind is Kind.Whole or Kind.Groups or Kind.Drain))
        {
            if (probe.Calls(node.Name).Except(reference.Calls(node)).Count() is > 0 and var wrong)
            {
                return $"{node.Name} was called with {wrong} batches that a run to the end has not.";
            }
        }

        return null;
    }

    private static string? Compare(Table expected, Table actual, bool isUnordered, bool isPrefix)
    {
        var wanted = expected.Rows.Select(Line).ToList();
        var given = actual.Rows.Select(Line).ToList();
        if (isUnordered && isPrefix)
        {
            return given.Except(wanted).Any() ? $"Leaf {expected.Leaf}: {given.Except(wanted).Count()} rows are wrong." : null;
        }

        if (isUnordered)
        {
            wanted.Sort(StringComparer.Ordinal);
            given.Sort(StringComparer.Ordinal);
        }

        if (isPrefix && given.Count < wanted.Count)
        {
            wanted.RemoveRange(given.Count, wanted.Count - given.Count);
        }

        if (wanted.SequenceEqual(given))
        {
            return null;
        }

        var first = wanted.Zip(given).TakeWhile(pair => pair.First == pair.Second).Count();
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Leaf {expected.Leaf}: {given.Count} rows for {wanted.Count}, {given.Except(wanted).Count()} wrong, ")
            .Append(CultureInfo.InvariantCulture, $"{wanted.Except(given).Count()} missing; the first difference is at row {first}:\n")
            .Append(CultureInfo.InvariantCulture, $"  columns  {string.Join(" ", expected.Columns)}\n")
            .Append(CultureInfo.InvariantCulture, $"  expected {wanted.ElementAtOrDefault(first)}\n")
            .Append(CultureInfo.InvariantCulture, $"  given    {given.ElementAtOrDefault(first)}")
            .ToString();
    }

    private static string Line(long?[] row) => string.Join(' ', row.Select(value => value?.ToString("x16", CultureInfo.InvariantCulture) ?? "null"));
}
