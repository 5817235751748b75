using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>
/// Acts a plan out: only the columns and keys of an outlet cross it, and rows meet by these keys alone. A column that the plan
/// forgot, or a key that does not say what it must, shows in what the steps see.
/// </summary>
internal sealed class PlanSimulator
{
    private readonly Pipeline _pipeline;
    private readonly PlanModel _plan;
    private readonly Dictionary<int, List<(long[] Keys, Dictionary<int, long> Columns)>> _outlets = [];
    private readonly Dictionary<int, long> _counts = [];
    private readonly Transcript _transcript = new();
    private readonly Dictionary<int, Dictionary<int, Moving>> _arrived = [];
    private readonly HashSet<(int Step, string Row, long Repeat)> _numbers = [];

    private sealed record Moving(Dictionary<int, long> Columns, Dictionary<KeyModel, long> Keys)
    {
        public SimulatedRow Row => new(
            Columns,
            Keys[new KeyModel(KeyKind.Number, 0)],
            [.. Keys.Where(key => key.Key.Kind == KeyKind.Child).OrderBy(key => key.Key.Id).Select(key => key.Value)]);

        public long Repeat => Keys.GetValueOrDefault(KeyModel.Repeat);

        public Moving By(int branch, int branches) => this with { Keys = new(Keys) { [KeyModel.Repeat] = (Repeat * branches) + branch } };
    }

    private PlanSimulator(Pipeline pipeline)
    {
        _pipeline = pipeline;
        _plan = pipeline.Plan;
        foreach (var outlet in _plan.Outlets)
        {
            _outlets.Add(outlet.Index, []);
        }
    }

    public static string Run(Pipeline pipeline)
    {
        var run = new PlanSimulator(pipeline);
        foreach (var stage in run._plan.Stages)
        {
            run._arrived.Clear();
            run.Run(stage);
        }

        return run._transcript.ToString();
    }

    private void Run(StageModel stage)
    {
        if (stage.Head is HeadKind.Leaf)
        {
            foreach (var row in Read(stage, 0))
            {
                _transcript.Stored(_pipeline.Leaves[stage.Leaf], row.Row);
            }

            return;
        }

        var step = _pipeline.Steps[stage.Step];
        IEnumerable<Moving> rows = stage.Head switch
        {
            HeadKind.Source => Enumerable.Range(0, Answers.SourceRows).Select(place => NewRow(step, place, [])),
            HeadKind.Join => Join(stage),
            HeadKind.Merge => Merge(stage),
            HeadKind.Zip => Zip(stage),
            HeadKind.All when StepGraph.MakesNewRows(step) => Restart(stage),
            _ => Read(stage, 0),
        };
        foreach (var row in rows.ToList())
        {
            Point(stage.Flow!, row);
        }
    }

    private static Moving NewRow(StepModel step, int place, long[] arguments) => new(
        Answers.Apply(step, [], arguments, place),
        new() { [new KeyModel(KeyKind.Number, 0)] = ((long)step.SourceIndex << SimulatedRow.SourceBits) + place });

    private IEnumerable<Moving> Restart(StageModel stage)
    {
        var step = _pipeline.Steps[stage.Step];
        var all = new List<long>();
        foreach (var row in Read(stage, 0))
        {
            var arguments = Answers.Arguments(step, row.Row);
            _transcript.Called(step, row.Row, arguments);
            all.AddRange(arguments);
        }

        return Enumerable.Range(0, Answers.SourceRows / 2).Select(place => NewRow(step, place, [.. all]));
    }

    private IEnumerable<Moving> Read(StageModel stage, int input)
    {
        var columns = stage.Inputs[input].Columns;
        var outlet = _plan.Outlets[stage.Inputs[input].Outlet];
        foreach (var row in _outlets[outlet.Index])
        {
            yield return new Moving(
                columns.ToDictionary(column => column, column => row.Columns[column]),
                Enumerable.Range(0, outlet.Keys.Count).ToDictionary(key => outlet.Keys[key], key => row.Keys[key]));
        }
    }

    private IEnumerable<(int Branch, long Key, Moving Row)> ReadAligned(StageModel stage) =>
        Enumerable.Range(0, stage.Inputs.Count)
            .SelectMany(branch => Read(stage, branch).Select(row => (branch, row.Keys[KeyOf(stage, branch, stage.Inputs[branch].ForkKey)], row)));

    private KeyModel KeyOf(StageModel stage, int branch, int key) => _plan.Outlets[stage.Inputs[branch].Outlet].Keys[key];

    private IEnumerable<Moving> Join(StageModel stage)
    {
        foreach (var group in ReadAligned(stage).GroupBy(item => item.Key).OrderBy(group => group.Key))
        {
            var present = group.ToDictionary(item => item.Branch, item => item.Row);
            var sent = Enumerable.Range(0, stage.Inputs.Count).Where(IsSent).ToList();
            if (sent.Count > 0 && sent.TrueForAll(present.ContainsKey))
            {
                yield return Combine(stage.Step, [.. sent.Select(branch => (branch, present[branch]))], used: null);
            }

            bool IsSent(int branch)
            {
                var input = stage.Inputs[branch];
                return input.RouteKey < 0 || input.RouteBits == 0
                    || (present.First().Value.Keys[KeyOf(stage, branch, input.RouteKey)] & input.RouteBits) != 0;
            }
        }
    }

    private IEnumerable<Moving> Merge(StageModel stage)
    {
        var depths = stage.Inputs.Max(input => _plan.Outlets[input.Outlet].Keys.Count(key => key.Kind == KeyKind.Child));
        foreach (var (branch, _, row) in ReadAligned(stage).OrderBy(item => item.Key).ThenBy(item => item.Branch))
        {
            var combined = Combine(stage.Step, [(branch, row)], used: null);
            for (var depth = 0; depth < depths; depth++)
            {
                combined.Keys.TryAdd(new KeyModel(KeyKind.Child, depth), -1);
            }

            combined.Keys.TryAdd(KeyModel.Repeat, 0);
            yield return stage.RepeatsRows ? combined.By(branch, stage.Inputs.Count) : combined;
        }
    }

    private IEnumerable<Moving> Zip(StageModel stage)
    {
        var others = Enumerable.Range(1, stage.Inputs.Count - 1).Select(input => Read(stage, input).ToDictionary(row => row.Row.Place)).ToList();
        foreach (var left in Read(stage, 0).Where(left => others.TrueForAll(side => side.ContainsKey(left.Row.Place))))
        {
            yield return Combine(stage.Step, [(0, left), .. others.Select((side, index) => (index + 1, side[left.Row.Place]))], used: null);
        }
    }

    private Moving Combine(int fanIn, List<(int Branch, Moving Row)> rows, IEnumerable<int>? used)
    {
        var columns = new Dictionary<int, long>();
        foreach (var column in _pipeline.Steps[fanIn].Input.Columns.Where(column => used is null || used.Contains(column.Column)))
        {
            columns[column.Column] = Answers.Combine(column, rows.Select(row => (row.Branch, (IReadOnlyDictionary<int, long>)row.Row.Columns))) ?? long.MinValue;
        }

        return new Moving(columns, new(rows[0].Row.Keys));
    }

    private void Point(FlowModel flow, Moving row)
    {
        var step = flow.Step < 0 ? null : _pipeline.Steps[flow.Step];
        if (step is null || step.Kind is StepKind.Source or StepKind.Pass || StepGraph.MakesNewRows(step))
        {
            Leave(flow, step?.Kind == StepKind.Pass ? row with { Columns = Answers.Apply(step, row.Columns, []) } : row, 0);
            return;
        }

        var arguments = Answers.Arguments(step, row.Row);
        Assert.True(_numbers.Add((step.Index, row.Row.Id, row.Repeat)), $"{step.Name} is called for {row.Row.Id}, repeat {row.Repeat}, again.");
        _transcript.Called(step, row.Row, arguments);
        switch (step.Kind)
        {
            case StepKind.Sink:
            case StepKind.Filter when !Answers.Keeps(step, arguments):
                break;
            case StepKind.Expand:
                for (var child = 0; child < Answers.Children(step, arguments); child++)
                {
                    Leave(flow, new Moving(
                        Answers.Apply(step, row.Columns, arguments, child),
                        new(row.Keys) { [new KeyModel(KeyKind.Child, flow.Depth)] = child }), 0);
                }

                break;
            default:
                var keys = new Dictionary<KeyModel, long>(row.Keys);
                var route = step.Kind == StepKind.Router ? Answers.Route(step, arguments) : 0;
                if (step.RouteType is { IsFlags: true })
                {
                    keys[new KeyModel(KeyKind.Route, step.Index)] = route;
                }

                Leave(flow, new Moving(Answers.Apply(step, row.Columns, arguments), keys), route);
                break;
        }
    }

    private void Leave(FlowModel flow, Moving row, long route)
    {
        if (flow.Fork >= 0)
        {
            _counts[flow.Fork] = _counts.GetValueOrDefault(flow.Fork) + 1;
            row = row with { Keys = new(row.Keys) { [new KeyModel(KeyKind.Fork, flow.Fork)] = _counts[flow.Fork] - 1 } };
        }

        foreach (var fanIn in flow.FanIns)
        {
            _arrived[fanIn.Id] = [];
        }

        foreach (var edge in flow.Edges)
        {
            if (edge.Routes.Count > 0 && !edge.Routes.Any(name => (route & _pipeline.Routes[name]) != 0))
            {
                continue;
            }

            switch (edge.Target)
            {
                case FlowTarget.Step:
                    Point(edge.Next!, row);
                    break;
                case FlowTarget.Outlet:
                    var outlet = _plan.Outlets[edge.Outlet];
                    _outlets[edge.Outlet].Add(([.. outlet.Keys.Select(key => row.Keys[key])], outlet.Columns.ToDictionary(column => column, column => row.Columns[column])));
                    break;
                default:
                    // Adding fails where a branch arrives twice for one row of its fork: then it was no case for this loop.
                    _arrived[edge.FanIn].Add(edge.Branch, row);
                    break;
            }
        }

        foreach (var fanIn in flow.FanIns)
        {
            Meet(fanIn, row, route);
        }
    }

    private void Meet(FanInModel fanIn, Moving forked, long route)
    {
        var arrived = _arrived[fanIn.Id].OrderBy(item => item.Key).Select(item => (item.Key, item.Value)).ToList();
        if (fanIn.Kind == InputKind.Join)
        {
            var sent = Enumerable.Range(0, _pipeline.Steps[fanIn.Step].Input.Branches.Count)
                .Where(branch => fanIn.RouteStep < 0 || fanIn.BranchBits[branch] == 0 || (route & fanIn.BranchBits[branch]) != 0)
                .ToList();
            if (sent.Count > 0 && sent.TrueForAll(branch => arrived.Exists(item => item.Key == branch)))
            {
                Point(fanIn.Next, Combine(fanIn.Step, arrived, fanIn.Columns) with { Keys = forked.Keys });
            }

            return;
        }

        Assert.True(!fanIn.IsExclusive || arrived.Count <= 1);
        foreach (var item in arrived)
        {
            var combined = Combine(fanIn.Step, [item], fanIn.Columns) with { Keys = forked.Keys };
            Point(fanIn.Next, fanIn.RepeatsRows ? combined.By(item.Key, _pipeline.Steps[fanIn.Step].Input.Branches.Count) : combined);
        }
    }
}
