using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>What holds for every plan, whatever the graph.</summary>
internal sealed class PlanChecker(Pipeline pipeline)
{
    private readonly PlanModel _plan = pipeline.Plan;
    private readonly Dictionary<int, int> _writers = [];
    private readonly HashSet<int> _forks = [];

    // Meets are numbered within their stage; a stage is walked before the next.
    private readonly List<(int Meet, int Branch)> _arrivals = [];

    public static void Check(Pipeline pipeline)
    {
        var checker = new PlanChecker(pipeline);
        checker.StepsRunOnce();
        checker.IndicesAgree();
        foreach (var stage in pipeline.Plan.Stages.Where(stage => stage.Flow is not null))
        {
            checker.Walk(stage);
        }

        checker.PortsAreWrittenOnceAndRead();
        checker.ForksAreCounted();
        checker.LeavesComeLast();
    }

    private void StepsRunOnce()
    {
        var run = _plan.Stages.SelectMany(stage => stage.Steps).Order();
        Assert.Equal(Enumerable.Range(0, pipeline.Steps.Count), run);
    }

    private void IndicesAgree()
    {
        Assert.Equal(Enumerable.Range(0, _plan.Stages.Count), _plan.Stages.Select(stage => stage.Index));
        Assert.Equal(Enumerable.Range(0, _plan.Outlets.Count), _plan.Outlets.Select(outlet => outlet.Index));
        Assert.Equal(Enumerable.Range(0, _plan.Forks.Count), _plan.Forks.Select(fork => fork.Id));
    }

    private void LeavesComeLast()
    {
        var heads = _plan.Stages.Select(stage => stage.Head == HeadKind.Leaf).ToList();
        Assert.Equal(heads.Order(), heads);
        Assert.Equal(Enumerable.Range(0, pipeline.Leaves.Count), _plan.Stages.Where(stage => stage.Leaf >= 0).Select(stage => stage.Leaf));
    }

    private void PortsAreWrittenOnceAndRead()
    {
        foreach (var outlet in _plan.Outlets)
        {
            Assert.True(_writers.ContainsKey(outlet.Index), $"Nothing writes outlet {outlet.Index}.");
            var readers = _plan.Stages.Where(stage => stage.Inputs.Any(input => input.Outlet == outlet.Index)).ToList();
            Assert.NotEmpty(readers);
            Assert.Equal(readers.Select(reader => reader.Index), outlet.Readers);
            Assert.All(readers, reader => Assert.True(reader.Index > _writers[outlet.Index]));

            // A column that no reader takes is carried for nothing; one that it takes must be there.
            var taken = readers.SelectMany(reader => reader.Inputs).Where(input => input.Outlet == outlet.Index).SelectMany(input => input.Columns);
            Assert.Equal(outlet.Columns, taken.Distinct().Order());
            Assert.Equal(outlet.Keys.OrderBy(key => key.Kind).ThenBy(key => key.Id), outlet.Keys);
            Assert.Equal(new KeyModel(KeyKind.Number, 0), outlet.Keys[0]);
        }
    }

    private void ForksAreCounted()
    {
        foreach (var fork in _plan.Forks)
        {
            Assert.Contains(fork.Id, _forks);
            Assert.Contains(fork.Step, _plan.Stages[fork.Stage].Steps);
            Assert.NotEmpty(fork.FanIns);
            Assert.All(fork.FanIns, fanIn => Assert.Contains(_plan.Stages[fanIn.Stage].Head, new[] { HeadKind.Join, HeadKind.Merge, HeadKind.Zip }));
        }
    }

    private void Walk(StageModel stage)
    {
        var steps = new List<int>();
        var outlets = new List<int>();
        var forks = new List<int>();
        HeadColumnsAndKeys(stage, out var columns, out var keys);
        Point(stage.Flow!, columns, keys);
        Assert.Equal(steps, stage.Steps);
        Assert.Equal(outlets, stage.Outlets);
        Assert.Equal(forks.Order(), stage.Forks);
        foreach (var outlet in outlets)
        {
            Assert.True(_writers.TryAdd(outlet, stage.Index), $"Outlet {outlet} is written twice.");
        }

        Heads(stage);

        void Point(FlowModel flow, IEnumerable<int> above, IEnumerable<KeyModel> keysAbove)
        {
            var available = new HashSet<int>(above);
            var known = new HashSet<KeyModel>(keysAbove);
            if (flow.Step >= 0)
            {
                steps.Add(flow.Step);
                Call(pipeline.Steps[flow.Step], available, known, flow);
            }

            if (flow.Fork >= 0)
            {
                forks.Add(flow.Fork);
                _forks.Add(flow.Fork);
                Assert.Equal(flow.Step, _plan.Forks[flow.Fork].Step);
                known.Add(new KeyModel(KeyKind.Fork, flow.Fork));
            }

            foreach (var edge in flow.Edges)
            {
                Edge(edge, available, known);
            }

            foreach (var fanIn in flow.FanIns)
            {
                var input = pipeline.Steps[fanIn.Step].Input;
                Assert.Equal(Enumerable.Range(0, input.Branches.Count), _arrivals.Where(arrival => arrival.Meet == fanIn.Id).Select(arrival => arrival.Branch).Order());
                Point(fanIn.Next, fanIn.Columns, fanIn.RepeatsRows ? known.Append(KeyModel.Repeat) : known);
            }
        }

        void Edge(FlowEdgeModel edge, HashSet<int> available, HashSet<KeyModel> known)
        {
            switch (edge.Target)
            {
                case FlowTarget.Step:
                    Point(edge.Next!, available, known);
                    break;
                case FlowTarget.Outlet:
                    var outlet = _plan.Outlets[edge.Outlet];
                    outlets.Add(edge.Outlet);
                    Assert.Subset(available, outlet.Columns.ToHashSet());
                    Assert.Subset(known, outlet.Keys.ToHashSet());
                    Assert.Equal(known.Where(key => key.IsOfRowId).ToHashSet(), outlet.Keys.Where(key => key.IsOfRowId).ToHashSet());
                    break;
                default:
                    _arrivals.Add((edge.FanIn, edge.Branch));
                    break;
            }
        }
    }

    private static void Call(StepModel step, HashSet<int> available, HashSet<KeyModel> known, FlowModel flow)
    {
        Assert.Subset(available, step.Arguments.SelectMany(Answers.Columns).ToHashSet());
        if (StepGraph.MakesNewRows(step))
        {
            available.Clear();
            known.Clear();
            known.Add(new KeyModel(KeyKind.Number, 0));
        }

        available.UnionWith(step.Refinements.Where(refinement => available.Contains(refinement.From)).Select(refinement => refinement.To));
        available.UnionWith(step.Output.Members.Select(member => member.Column));
        if (step.Kind == StepKind.Expand)
        {
            Assert.Equal(known.Count(key => key.Kind == KeyKind.Child), flow.Depth);
            known.Add(new KeyModel(KeyKind.Child, flow.Depth));
        }
        else
        {
            Assert.Equal(-1, flow.Depth);
        }

        if (step.RouteType is { IsFlags: true })
        {
            known.Add(new KeyModel(KeyKind.Route, step.Index));
        }
    }

    private void Heads(StageModel stage)
    {
        _arrivals.Clear();
        Assert.Equal(stage.Head is HeadKind.Source or HeadKind.Call or HeadKind.Expand or HeadKind.Batch or HeadKind.All, stage.Flow!.IsHead);
        Assert.All(stage.Inputs, input => Assert.Subset(_plan.Outlets[input.Outlet].Columns.ToHashSet(), input.Columns.ToHashSet()));
        foreach (var step in stage.Steps.Skip(stage.Flow.IsHead ? 1 : 0).Select(index => pipeline.Steps[index]))
        {
            Assert.True(StepGraph.IsRowCode(step), $"{step.Name} is no row code.");
            Assert.True(step.Kind == StepKind.Pass || step.Settings.Concurrency == stage.Concurrency);
        }

        var isFanIn = stage.Head is HeadKind.Join or HeadKind.Merge or HeadKind.Zip;
        foreach (var input in stage.Inputs)
        {
            Assert.Equal(isFanIn, input.ForkKey >= 0);
            var outlet = _plan.Outlets[input.Outlet];
            if (isFanIn)
            {
                Assert.True(outlet.FeedsFanIn);
                Assert.Contains(outlet.Keys[input.ForkKey].Kind, new[] { KeyKind.Number, KeyKind.Fork });
            }

            if (input.RouteKey >= 0)
            {
                Assert.Equal(KeyKind.Route, outlet.Keys[input.RouteKey].Kind);
            }
        }

        if (isFanIn)
        {
            Assert.Single(stage.Inputs.Select(input => _plan.Outlets[input.Outlet].Keys[input.ForkKey]).Distinct());
            Assert.Contains(_plan.Forks, fork => fork.FanIns.Any(fanIn => fanIn.Stage == stage.Index));
        }

        Assert.All(stage.CloseForks, fork => Assert.True(
            _plan.Forks[fork].IsSource || _plan.Outlets[stage.Inputs[0].Outlet].Keys.Contains(new KeyModel(KeyKind.Fork, fork))));
    }

    private void HeadColumnsAndKeys(StageModel stage, out HashSet<int> columns, out HashSet<KeyModel> keys)
    {
        if (stage.Head is not (HeadKind.Join or HeadKind.Merge or HeadKind.Zip))
        {
            columns = stage.Inputs.SelectMany(input => input.Columns).ToHashSet();
            keys = stage.Inputs.Count == 0 ? [new KeyModel(KeyKind.Number, 0)] : _plan.Outlets[stage.Inputs[0].Outlet].Keys.ToHashSet();
            return;
        }

        var outlets = stage.Inputs.Select(input => _plan.Outlets[input.Outlet].Keys).ToList();
        columns = pipeline.Steps[stage.Step].Input.Columns
            .Where(column => Enumerable.Range(0, stage.Inputs.Count).Any(branch => stage.Inputs[branch].Columns.Contains(column.Sources[branch])))
            .Select(column => column.Column)
            .ToHashSet();
        keys = outlets.Aggregate(outlets[0].ToHashSet(), (common, next) => common.Intersect(next).ToHashSet());
        keys.UnionWith((stage.Head == HeadKind.Zip ? outlets[0] : outlets.SelectMany(outlet => outlet)).Where(key => key.IsOfRowId));
        keys.RemoveWhere(key => stage.Head == HeadKind.Zip && key.IsOfRowId && !outlets[0].Contains(key));
        keys.UnionWith(stage.RepeatsRows ? [KeyModel.Repeat] : []);
    }
}
