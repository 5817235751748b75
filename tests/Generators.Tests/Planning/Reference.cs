using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>
/// Acts a pipeline out step by step, without any plan: every row carries all its columns and remembers its place among the
/// rows of each step that it passed. What the words of the contract say, as plainly as possible.
/// </summary>
internal sealed class Reference
{
    private readonly Pipeline _pipeline;
    private readonly StepGraph _graph;
    private readonly List<Traced>[] _rows;
    private readonly Transcript _transcript = new();

    /// <param name="Trail">Step to the row's place among the rows that left it.</param>
    /// <param name="Routes">Router to where it sent the row.</param>
    private sealed record Traced(SimulatedRow Row, Dictionary<int, int> Trail, Dictionary<int, long> Routes);

    private Reference(Pipeline pipeline)
    {
        _pipeline = pipeline;
        _graph = new StepGraph(pipeline.Steps);
        _rows = new List<Traced>[pipeline.Steps.Count];
    }

    public static string Run(Pipeline pipeline)
    {
        var run = new Reference(pipeline);
        foreach (var step in run._graph.Order)
        {
            var rows = run.Pass(pipeline.Steps[step]).ToList();
            for (var place = 0; place < rows.Count; place++)
            {
                rows[place] = rows[place] with { Trail = new(rows[place].Trail) { [step] = place } };
            }

            run._rows[step] = rows;
        }

        foreach (var leaf in pipeline.Leaves)
        {
            run._rows[leaf.Step].ForEach(row => run._transcript.Stored(leaf, row.Row));
        }

        return run._transcript.ToString();
    }

    private IEnumerable<Traced> Pass(StepModel step)
    {
        if (step.Kind == StepKind.Source)
        {
            for (var place = 0; place < Answers.SourceRows; place++)
            {
                yield return new Traced(NewRow(step, place, []), [], []);
            }

            yield break;
        }

        var input = step.Input.Kind switch
        {
            InputKind.Join => Join(step),
            InputKind.Merge => Merge(step),
            InputKind.Zip => Zip(step),
            _ => Branch(step.Input.Branches[0]),
        };
        var all = new List<long>();
        foreach (var row in input.ToList())
        {
            var arguments = Answers.Arguments(step, row.Row);
            if (step.Kind != StepKind.Pass)
            {
                _transcript.Called(step, row.Row, arguments);
            }

            all.AddRange(arguments);
            foreach (var answer in StepGraph.MakesNewRows(step) ? [] : Answer(step, row, arguments))
            {
                yield return answer;
            }
        }

        for (var place = 0; StepGraph.MakesNewRows(step) && place < Answers.SourceRows / 2; place++)
        {
            yield return new Traced(NewRow(step, place, [.. all]), [], []);
        }
    }

    private static SimulatedRow NewRow(StepModel step, int place, long[] arguments) =>
        new(Answers.Apply(step, [], arguments, place), ((long)step.SourceIndex << SimulatedRow.SourceBits) + place, []);

    private static IEnumerable<Traced> Answer(StepModel step, Traced row, long[] arguments)
    {
        switch (step.Kind)
        {
            case StepKind.Sink:
            case StepKind.Filter when !Answers.Keeps(step, arguments):
                break;
            case StepKind.Expand:
                for (var child = 0; child < Answers.Children(step, arguments); child++)
                {
                    yield return row with
                    {
                        Row = row.Row with { Columns = Answers.Apply(step, row.Row.Columns, arguments, child), Children = [.. row.Row.Children, child] },
                    };
                }

                break;
            default:
                var routes = new Dictionary<int, long>(row.Routes);
                if (step.Kind == StepKind.Router)
                {
                    routes[step.Index] = Answers.Route(step, arguments);
                }

                yield return row with { Row = row.Row with { Columns = Answers.Apply(step, row.Row.Columns, arguments) }, Routes = routes };
                break;
        }
    }

    private IEnumerable<Traced> Branch(BranchModel branch) =>
        _rows[branch.Step].Where(row => branch.Routes.Count == 0 || Answers.IsSent(branch, row.Routes[branch.Step]));

    private IEnumerable<Traced> Join(StepModel step)
    {
        var fork = _graph.Fork(step.Index);
        var branches = step.Input.Branches.Select(branch => Branch(branch).ToDictionary(row => row.Trail[fork])).ToList();
        for (var place = 0; place < _rows[fork].Count; place++)
        {
            var forked = _rows[fork][place];
            var sent = Enumerable.Range(0, branches.Count).Where(branch => IsSentTo(step.Input.Branches[branch], fork, forked)).ToList();
            if (sent.Count > 0 && sent.TrueForAll(branch => branches[branch].ContainsKey(place)))
            {
                yield return Combine(step, [.. sent.Select(branch => (branch, branches[branch][place]))]);
            }
        }
    }

    private bool IsSentTo(BranchModel branch, int fork, Traced forked) =>
        branch.Step == fork
            ? branch.Routes.Count == 0 || Answers.IsSent(branch, forked.Routes[fork])
            : _graph.Branches(branch.Step).Any(above => IsSentTo(above, fork, forked));

    private IEnumerable<Traced> Merge(StepModel step)
    {
        var fork = _graph.Fork(step.Index);
        var depth = step.Input.Branches.Max(branch => _graph.OutputDepth(branch.Step, _graph.InputDepths()[branch.Step]));
        return step.Input.Branches
            .SelectMany((branch, index) => Branch(branch).Select(row => (Index: index, Row: row)))
            .OrderBy(item => fork < 0 ? item.Row.Row.Number : item.Row.Trail[fork])
            .ThenBy(item => item.Index)
            .Select(item => Combine(step, [(item.Index, Pad(item.Row, depth))]));
    }

    private IEnumerable<Traced> Zip(StepModel step)
    {
        var others = step.Input.Branches.Skip(1).Select(branch => Branch(branch).ToDictionary(row => row.Row.Place)).ToList();
        foreach (var left in Branch(step.Input.Branches[0]).Where(left => others.TrueForAll(side => side.ContainsKey(left.Row.Place))))
        {
            yield return Combine(step, [(0, left), .. others.Select((side, index) => (index + 1, side[left.Row.Place]))]);
        }
    }

    private static Traced Pad(Traced row, int depth) =>
        row with { Row = row.Row with { Children = [.. row.Row.Children, .. Enumerable.Repeat(-1L, depth - row.Row.Children.Length)] } };

    private static Traced Combine(StepModel step, List<(int Branch, Traced Row)> rows)
    {
        var columns = new Dictionary<int, long>();
        foreach (var column in step.Input.Columns)
        {
            if (Answers.Combine(column, rows.Select(row => (row.Branch, (IReadOnlyDictionary<int, long>)row.Row.Row.Columns))) is { } value)
            {
                columns[column.Column] = value;
            }
            else
            {
                columns[column.Column] = long.MinValue;
            }
        }

        return rows[0].Row with { Row = rows[0].Row.Row with { Columns = columns } };
    }
}
