using System.Text.Json;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>Holds the failures that a run tells against those of the reference interpreter.</summary>
internal static class ErrorComparison
{
    private const int MostErrors = 1_000;

    /// <summary>The first difference of a run that has ended by itself; null: none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="reference">What it must give.</param>
    /// <param name="outcome">What it gave.</param>
    /// <param name="file">The path of errors.jsonl; null: the run had no directory.</param>
    public static string? Whole(Graph graph, Reference reference, Outcome outcome, string? file)
    {
        var failed = graph.Nodes.Sum(node => reference.Failures(node).Count);
        if (outcome.Status != (failed > 0 ? RunStatus.CompletedWithErrors : RunStatus.Completed) || outcome.ErrorCount != failed)
        {
            return $"The run ended as {outcome.Status} with {outcome.ErrorCount} errors; {failed} were expected.";
        }

        foreach (var node in graph.Nodes)
        {
            var report = outcome.Steps[node.Name];
            if (report.Failed != reference.Failures(node).Count)
            {
                return $"{node.Name} has failed on {report.Failed} rows; {reference.Failures(node).Count} were expected.";
            }

            if ((node.CanFail || node.Kind is Kind.Whole or Kind.Groups) && report.Attempts != reference.Attempts(node))
            {
                return $"{node.Name} has made {report.Attempts} attempts; {reference.Attempts(node)} were expected.";
            }
        }

        return InResult(graph, reference, outcome.Errors) ?? InFile(graph, reference, file, mayBeFewer: false);
    }

    /// <summary>
    /// Of a run that was stopped: the file has the first of the failures that each step has in a run to its end; beside these, the result
    /// has some of rows that were called early. If a step has ended the run, it is the one that must, with the first of its failures,
    /// which is told first and is in no file.
    /// </summary>
    public static string? Beginning(Graph graph, Reference reference, Outcome outcome, string? file)
    {
        foreach (var told in outcome.Errors.GroupBy(error => error.Step))
        {
            var expected = reference.Failures(graph.Nodes.Single(node => node.Name == told.Key)).ToList();
            if (told.Select(error => new Failure(error)).FirstOrDefault(failure => !expected.Remove(failure)) is { } wrong)
            {
                return $"{told.Key} was not to fail, or not again, with {wrong}.";
            }
        }

        if (outcome.Failure is { } failure)
        {
            var first = new Failure(outcome.Errors[0]);
            if (reference.Stopping is not { } stopping
                || failure.StepName != stopping.Name || outcome.Errors[0].Step != stopping.Name
                || failure.RowId != first.Row || failure.InnerException != outcome.Errors[0].Exception
                || !(IsAnyOrder(graph, stopping) ? reference.Failures(stopping) : reference.Failures(stopping).Take(1)).Contains(first))
            {
                return $"The run failed at {failure.StepName} with {first}; {reference.Stopping?.Name} was to fail first "
                    + $"with {(reference.Stopping is { } it ? reference.Failures(it)[0] : null)}.";
            }
        }

        return InFile(graph, reference, file, mayBeFewer: true);
    }

    /// <summary>A file has the failures of each step in the order in which its rows come.</summary>
    private static string? InFile(Graph graph, Reference reference, string? path, bool mayBeFewer)
    {
        if (path is null)
        {
            return null;
        }

        var lines = File.Exists(path) ? File.ReadLines(path).Select(Line.Parse).ToLookup(line => line.Step) : Enumerable.Empty<Line>().ToLookup(line => line.Step);
        foreach (var node in graph.Nodes)
        {
            var actual = lines[node.Name].ToList();
            var expected = node == reference.Stopping ? [] : reference.Failures(node);
            if ((!mayBeFewer && actual.Count != expected.Count) || !expected.Take(actual.Count).Select(Line.Of).SequenceEqual(actual.Select(line => line.Failure)))
            {
                return $"errors.jsonl has {actual.Count} lines of {node.Name}, for {expected.Count}, or others than it should: "
                    + $"{string.Join("; ", actual.Take(3))}; expected: {string.Join("; ", expected.Take(3))}";
            }
        }

        return null;
    }

    /// <summary>A result has of each step, as they are declared, the first failures in the order of its rows.</summary>
    private static string? InResult(Graph graph, Reference reference, IReadOnlyList<RunError> errors)
    {
        var shares = Shares([.. graph.Declared.Select(id => reference.Failures(graph.Nodes[id]).Count)]);
        var first = 0;
        for (var at = 0; at < shares.Length; first += shares[at], at++)
        {
            var node = graph.Nodes[graph.Declared[at]];
            var told = errors.Skip(first).Take(shares[at]).ToList();
            if (told.Find(error => error.Step != node.Name) is { } other)
            {
                return $"Result.Errors has an error of {other.Step} where one of {node.Name} belongs.";
            }

            var expected = InRowOrder(graph, reference.Failures(node)).ToList();
            var actual = told.ConvertAll(error => new Failure(error));
            if (IsAnyOrder(graph, node))
            {
                // Rows of one number come in any order, and at the end of the share any of them.
                var left = expected.ToList();
                (expected, actual) = actual.TrueForAll(left.Remove) ? (expected.ConvertAll(WithoutMessage), actual.ConvertAll(WithoutMessage)) : (expected, actual);
            }

            if (Difference(expected[..shares[at]], actual) is { } difference)
            {
                return $"Result.Errors of {node.Name}: {difference}";
            }
        }

        return errors.Count == first ? null : $"Result.Errors has {errors.Count} errors for {first}.";

        static Failure WithoutMessage(Failure failure) => failure with { Message = "" };
    }

    private static string? Difference(List<Failure> wanted, List<Failure> given)
    {
        var first = wanted.Zip(given).TakeWhile(pair => pair.First == pair.Second).Count();
        return first == wanted.Count && first == given.Count
            ? null
            : $"{given.Count} for {wanted.Count}, {given.Except(wanted).Count()} of them wrong; the first difference is at {first}: "
                + $"expected {wanted.ElementAtOrDefault(first)}, given {given.ElementAtOrDefault(first)}.";
    }

    /// <summary>By source as declared, ordinal and children. Rows of one number come as they came to the step.</summary>
    private static IEnumerable<Failure> InRowOrder(Graph graph, IEnumerable<Failure> failures)
    {
        var sources = graph.Declared.Where(id => graph.Nodes[id].StartsNumbers).Select(id => graph.Nodes[id].Name).ToList();
        return failures
            .OrderBy(failure => sources.IndexOf(failure.Row.Source))
            .ThenBy(failure => failure.Row.Ordinal)
            .ThenBy(failure => failure.Row.Children, Comparer<IReadOnlyList<long>>.Create(Compare))
            .ToList();
    }

    private static int Compare(IReadOnlyList<long> left, IReadOnlyList<long> right) =>
        left.Zip(right).Select(pair => pair.First.CompareTo(pair.Second)).FirstOrDefault(order => order != 0) is not 0 and var order
            ? order
            : left.Count.CompareTo(right.Count);

    /// <summary>Whether the rows of a step may come, or go, in any order.</summary>
    private static bool IsAnyOrder(Graph graph, Node node) =>
        graph.IsUnordered(node) || node.Edges.Any(edge => graph.IsUnordered(graph.Nodes[edge.From]));

    /// <summary>Places are given one by one, in turn, to those that want one more; who wants few comes first.</summary>
    private static int[] Shares(int[] wanted)
    {
        var shares = new int[wanted.Length];
        var turns = Enumerable.Range(0, wanted.Length).OrderBy(step => Math.Min(wanted[step], MostErrors)).ToList();
        for (var left = MostErrors; left > 0 && shares.Sum() < wanted.Sum();)
        {
            foreach (var step in turns.Where(step => left > 0 && shares[step] < wanted[step]))
            {
                shares[step]++;
                left--;
            }
        }

        return shares;
    }

    /// <summary>A line of errors.jsonl.</summary>
    private sealed record Line(string Step, (string Row, string Type, string Message, int Attempts) Failure)
    {
        public static (string, string, string, int) Of(Failure failure) => ($"{failure.Row}", failure.Type, failure.Message, failure.Attempts);

        public static Line Parse(string text)
        {
            using var json = JsonDocument.Parse(text);
            var line = json.RootElement;
            return new(
                line.GetProperty("step").GetString()!,
                (line.GetProperty("row").GetString()!,
                    line.GetProperty("error").GetString()!,
                    line.GetProperty("message").GetString()!,
                    line.GetProperty("attempts").GetInt32()));
        }
    }
}
