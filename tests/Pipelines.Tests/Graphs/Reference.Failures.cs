namespace Distil.Pipelines.Tests.Graphs;

/// <summary>A failure of a step that a run must tell.</summary>
internal sealed record Failure(RowId Row, string Type, string Message, int Attempts)
{
    public Failure(RowId row, Exception exception, int attempts)
        : this(row, exception.GetType().FullName!, exception.Message, attempts)
    {
    }

    public Failure(RunError error)
        : this(error.RowId!.Value, error.ExceptionType, error.Message, error.Attempts)
    {
    }
}

/// <summary>The rows that steps fail on, and what becomes of them: section 6 of the design.</summary>
internal sealed partial class Reference
{
    private readonly List<Failure>[] _failures;
    private readonly long[] _attempts;

    /// <summary>The failures of a step, in the order in which its rows come. Of a step that stops the run, the first counts.</summary>
    public IReadOnlyList<Failure> Failures(Node node) => _failures[node.Id];

    /// <summary>How many attempts a step makes.</summary>
    public long Attempts(Node node) => _attempts[node.Id];

    /// <summary>The step whose failure ends the run, if there is one.</summary>
    public Node? Stopping => _graph.Nodes.FirstOrDefault(node => node.Policy == OnError.Stop && _failures[node.Id].Count > 0);

    /// <summary>Calls a step for each row.</summary>
    /// <returns>The rows that it goes on with.</returns>
    private List<Line> Attempted(Node node, List<Line> input)
    {
        var kept = new List<Line>();
        foreach (var row in input)
        {
            if (!Hash.Fails(node.Salt, X(node, row)))
            {
                _attempts[node.Id]++;
                kept.Add(row);
                continue;
            }

            _attempts[node.Id] += node.Attempts;
            _failures[node.Id].Add(new(Failed(node, row), Hash.Failure(node.Salt, X(node, row)), node.Attempts));
            if (node.Policy == OnError.Null || node.IsStreamed)
            {
                kept.Add(row);
            }
        }

        return kept;
    }

    /// <summary>The row that a failure names: of an expand in a loop whose children go on as they are made, the child that it made last.</summary>
    private static RowId Failed(Node node, Line row) =>
        node is { IsStreamed: true, IsCalled: false } && Children(node, row).LastOrDefault() is { } last ? last.Id : row.Id;

    private static long? Processed(Node node, Line row) =>
        Hash.Fails(node.Salt, X(node, row)) ? null : Hash.Of(node.Salt, X(node, row), row.Columns.GetValueOrDefault(node.Reads[1]));

    private static IEnumerable<Line> Children(Node node, Line row) =>
        Hash.Children(node.Salt, X(node, row), node.Count).Select((child, number) => With(row, node, child) with
        {
            Id = new RowId(row.Id.Source, row.Id.Ordinal, [.. row.Id.Children, number]) { Repeat = row.Id.Repeat },
        });

    /// <summary>Calls a batch step for a batch, and once more row by row if that fails.</summary>
    private IEnumerable<Line> Called(Node node, List<Line> batch, Func<Node, List<Line>, List<long?>, IEnumerable<Line>> answer)
    {
        var x = batch.ConvertAll(row => X(node, row));
        var first = x.FindIndex(value => Hash.Fails(node.Salt, value));
        for (var attempt = 1; attempt <= (first < 0 ? 1 : node.Attempts); attempt++)
        {
            Count(x);
        }

        if (first < 0)
        {
            return answer(node, batch, x);
        }

        var failure = Hash.Failure(node.Salt, x[first]);
        if (node.Policy == OnError.Stop)
        {
            _failures[node.Id].Add(new(batch[0].Id, failure, node.Attempts));
            return [];
        }

        var output = new List<Line>();
        for (var row = 0; row < batch.Count; row++)
        {
            if (node.SplitsBatches && batch.Count > 1)
            {
                Count([x[row]]);
            }

            if (node.SplitsBatches && !Hash.Fails(node.Salt, x[row]))
            {
                output.AddRange(answer(node, [batch[row]], [x[row]]));
                continue;
            }

            _failures[node.Id].Add(
                node.SplitsBatches
                    ? new(batch[row].Id, Hash.Failure(node.Salt, x[row]), node.Attempts + (batch.Count > 1 ? 1 : 0))
                    : new(batch[row].Id, failure, node.Attempts));
            if (node.Policy == OnError.Null)
            {
                output.Add(With(batch[row], node, null));
            }
        }

        return output;

        void Count(List<long?> given)
        {
            _attempts[node.Id]++;
            _calls[node.Id].Add(Hash.Of(node.Salt, given));
        }
    }
}
