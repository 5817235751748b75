using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>
/// Runs a plan as the engine must be able to: channels that hold two rows, forks held back by the progress of their meetings
/// and no further ahead than the plan allows, batches that wait to fill. Whether it comes to its end is the question.
/// </summary>
/// <remarks>Only numbers move here. What a step decides depends on the row's number, and filters let almost nothing through.</remarks>
internal sealed partial class FlowingRun
{
    // In place of 64: the same rule with fewer rows.
    private const int BatchesApart = 4;
    private const int Slack = 2;
    private const int SourceRows = 150;
    private const long PlaceMask = (1L << SimulatedRow.SourceBits) - 1;
    private static readonly KeyModel s_number = new(KeyKind.Number, 0);

    private readonly Pipeline _pipeline;
    private readonly PlanModel _plan;
    private readonly Channel[][] _channels;
    private readonly long[] _counts;
    private readonly long[] _progress;
    private readonly IEnumerator<bool>[] _stages;
    private readonly Channel[][] _readers;
    private long _moves;
    private readonly Dictionary<KeyModel, long>[] _sent;
    private readonly HashSet<int> _starts;
    private readonly Dictionary<(int Stage, int Meet), List<int>> _arrived = [];

    /// <summary>An edge from an outlet to one branch of one stage.</summary>
    private sealed class Channel(OutletModel outlet, bool isUnbounded)
    {
        public OutletModel Outlet { get; } = outlet;

        /// <summary>Rows and marks; the latter have no row and say that every smaller number has been sent.</summary>
        public Queue<(Dictionary<KeyModel, long> Keys, bool IsRow)> Items { get; } = new();

        /// <summary>How many rows have been taken.</summary>
        public long Taken { get; private set; }

        public Dictionary<KeyModel, long> Mark { get; } = outlet.Keys.Where(IsOrdered).ToDictionary(key => key, _ => 0L);

        public bool IsFull => !isUnbounded && Items.Count(item => item.IsRow) >= 2;

        public bool IsComplete => Mark[s_number] == long.MaxValue && Items.Count == 0;

        /// <summary>The smallest number that can still come, or that waits.</summary>
        public long Front(KeyModel key) => Items.Count > 0 && Items.Peek().IsRow ? Items.Peek().Keys[key] : Mark[key];

        public Dictionary<KeyModel, long> Take()
        {
            Taken++;
            return Items.Dequeue().Keys;
        }

        /// <summary>Takes marks off the front, so that a row or nothing is there.</summary>
        public void Settle()
        {
            while (Items.Count > 0 && !Items.Peek().IsRow)
            {
                foreach (var mark in Items.Dequeue().Keys)
                {
                    Mark[mark.Key] = Math.Max(Mark[mark.Key], mark.Value);
                }
            }
        }
    }

    private static bool IsOrdered(KeyModel key) => key.Kind is KeyKind.Number or KeyKind.Fork;

    private FlowingRun(Pipeline pipeline)
    {
        _pipeline = pipeline;
        _plan = pipeline.Plan;
        _channels = [.. _plan.Stages.Select(stage => stage.Inputs
            .Select(input => new Channel(_plan.Outlets[input.Outlet], stage.Head is HeadKind.Join or HeadKind.Merge or HeadKind.Zip))
            .ToArray())];
        _readers = [.. _plan.Outlets.Select(outlet => _channels.SelectMany(channels => channels).Where(channel => channel.Outlet == outlet).ToArray())];
        _sent = [.. _plan.Outlets.Select(_ => new Dictionary<KeyModel, long>())];
        _starts = pipeline.Steps.Where(step => step.Kind == StepKind.Source || StepGraph.MakesNewRows(step)).Select(step => step.Index).ToHashSet();
        _counts = new long[_plan.Forks.Count];
        _progress = new long[_plan.Stages.Count];
        _stages = [.. _plan.Stages.Select(stage => Run(stage).GetEnumerator())];
    }

    /// <summary>The names of the stages that never end; empty if all do.</summary>
    public static string Stuck(Pipeline pipeline)
    {
        var run = new FlowingRun(pipeline);
        var open = Enumerable.Range(0, run._stages.Length).ToList();
        for (long before = -1, after = 0; before != after && open.Count > 0;)
        {
            before = after;
            after = 0;
            foreach (var stage in open.ToList())
            {
                bool isOpen;
                while ((isOpen = run._stages[stage].MoveNext()) && run._stages[stage].Current)
                {
                }

                if (!isOpen)
                {
                    open.Remove(stage);
                }
            }

            // All that can happen: a stage ends, a row is taken, a row is sent, a mark is sent.
            after = run._moves - open.Count + run._channels.Sum(channels => channels.Sum(channel => channel.Taken));
        }

        return string.Join(", ", open.Select(stage => $"{stage} {run._plan.Stages[stage].Head} {pipeline.Steps[run._plan.Stages[stage].Step].Name}"));
    }

    // Yields true where it has moved and false where it waits.
    private IEnumerable<bool> Run(StageModel stage)
    {
        var step = _pipeline.Steps[stage.Step];
        var rows = stage.Head switch
        {
            HeadKind.Source => Number(step.SourceIndex, SourceRows),
            HeadKind.Batch => Batches(stage),
            HeadKind.All => All(stage),
            HeadKind.Join or HeadKind.Zip => Aligned(stage, isMerge: false),
            HeadKind.Merge => Aligned(stage, isMerge: true),
            _ => Pass(stage),
        };
        if (stage.Head is HeadKind.Source or HeadKind.All && _starts.Contains(stage.Step))
        {
            Send(stage, new() { [s_number] = (long)step.SourceIndex << SimulatedRow.SourceBits });
        }

        foreach (var (keys, isRow) in rows)
        {
            if (keys is null)
            {
                yield return false;
                continue;
            }

            if (isRow && stage.Flow is not null)
            {
                foreach (var move in Point(stage, stage.Flow, keys))
                {
                    yield return move;
                }
            }

            if (Send(stage, keys) || isRow)
            {
                yield return true;
            }
        }

        Send(stage, null);
        _progress[stage.Index] = long.MaxValue;
        yield return true;
    }

    private static IEnumerable<(Dictionary<KeyModel, long>? Keys, bool IsRow)> Number(int source, int count) =>
        Enumerable.Range(0, count).Select(place => (
            (Dictionary<KeyModel, long>?)new Dictionary<KeyModel, long> { [s_number] = ((long)source << SimulatedRow.SourceBits) + place }, true));

    /// <summary>Tells every reader of the stage's outlets how far it has come; null: to the end. False if it is no news.</summary>
    private bool Send(StageModel stage, Dictionary<KeyModel, long>? reached)
    {
        var isNews = false;
        foreach (var outlet in stage.Outlets)
        {
            var mark = new Dictionary<KeyModel, long>();
            foreach (var key in _plan.Outlets[outlet].Keys.Where(IsOrdered))
            {
                mark[key] = reached is null ? long.MaxValue
                    : key.Kind == KeyKind.Fork && stage.Forks.Contains(key.Id) ? _counts[key.Id]
                    : reached.GetValueOrDefault(key);
            }

            if (mark.All(item => item.Value <= _sent[outlet].GetValueOrDefault(item.Key, -1)))
            {
                continue;
            }

            isNews = true;
            _sent[outlet] = mark;
            foreach (var channel in _readers[outlet])
            {
                channel.Items.Enqueue((mark, false));
                _moves++;
            }
        }

        return isNews;
    }

    private IEnumerable<bool> Point(StageModel stage, FlowModel flow, Dictionary<KeyModel, long> keys)
    {
        var step = flow.Step < 0 ? null : _pipeline.Steps[flow.Step];
        var dice = Dice(flow.Step, keys);
        if (step?.Kind == StepKind.Sink || (step?.Kind == StepKind.Filter && dice % 40 != 0))
        {
            yield break;
        }

        var children = step?.Kind == StepKind.Expand ? dice % 3 : 1;
        for (var child = 0; child < children; child++)
        {
            var leaving = new Dictionary<KeyModel, long>(keys);
            if (step?.Kind == StepKind.Expand)
            {
                leaving[new KeyModel(KeyKind.Child, flow.Depth)] = child;
            }

            var route = step?.Kind != StepKind.Router ? 0 : step.RouteType!.IsFlags ? dice % 8 : dice % 50 == 0 ? 2 : dice % 3 == 0 ? 4 : 1;
            if (step?.RouteType is { IsFlags: true })
            {
                leaving[new KeyModel(KeyKind.Route, step.Index)] = route;
            }

            if (flow.Fork >= 0)
            {
                while (!MayLeave(_plan.Forks[flow.Fork], leaving))
                {
                    Send(stage, keys);
                    yield return false;
                }

                leaving[new KeyModel(KeyKind.Fork, flow.Fork)] = _counts[flow.Fork]++;
            }

            foreach (var move in Leave(stage, flow, leaving, route))
            {
                yield return move;
            }
        }
    }

    private IEnumerable<bool> Leave(StageModel stage, FlowModel flow, Dictionary<KeyModel, long> keys, long route)
    {
        foreach (var fanIn in flow.FanIns)
        {
            _arrived[(stage.Index, fanIn.Id)] = [];
        }

        foreach (var edge in flow.Edges.Where(edge => edge.Routes.Count == 0 || edge.Routes.Any(name => (route & _pipeline.Routes[name]) != 0)))
        {
            switch (edge.Target)
            {
                case FlowTarget.Step:
                    foreach (var move in Point(stage, edge.Next!, keys))
                    {
                        yield return move;
                    }

                    break;
                case FlowTarget.Outlet:
                    foreach (var channel in _readers[edge.Outlet])
                    {
                        while (channel.IsFull)
                        {
                            yield return false;
                        }

                        channel.Items.Enqueue((keys, true));
                        _moves++;
                    }

                    break;
                default:
                    _arrived[(stage.Index, edge.FanIn)].Add(edge.Branch);
                    break;
            }
        }

        foreach (var fanIn in flow.FanIns)
        {
            var arrived = _arrived[(stage.Index, fanIn.Id)].Count;
            var isJoined = arrived > 0 && (fanIn.RouteStep >= 0 || arrived == _pipeline.Steps[fanIn.Step].Input.Branches.Count);
            var times = fanIn.Kind == InputKind.Merge ? arrived : isJoined ? 1 : 0;
            for (var time = 0; time < times; time++)
            {
                foreach (var move in Point(stage, fanIn.Next, keys))
                {
                    yield return move;
                }
            }
        }
    }

    private bool MayLeave(ForkModel fork, Dictionary<KeyModel, long> keys)
    {
        var source = keys[s_number] >> SimulatedRow.SourceBits;
        return fork.FanIns.Where(fanIn => !fanIn.CrossesGlobal).All(fanIn =>
        {
            var ahead = Slack + fanIn.BatchSteps.Sum(batch =>
                (long)_pipeline.Steps[batch.Step].Settings.BatchSize * (batch.MayDrop ? BatchesApart : 1));
            var progress = _progress[fanIn.Stage];
            if (_pipeline.Steps[_plan.Stages[fanIn.Stage].Step].Input.Kind == InputKind.Merge && fork.IsSource && IsByNumber(fanIn))
            {
                progress = progress == long.MaxValue || progress >> SimulatedRow.SourceBits > source ? long.MaxValue
                    : progress >> SimulatedRow.SourceBits < source ? 0
                    : progress & PlaceMask;
            }

            return progress == long.MaxValue || _counts[fork.Id] < progress + ahead;
        });
    }

    private bool IsByNumber(FanInStageModel fanIn)
    {
        var input = _plan.Stages[fanIn.Stage].Inputs[0];
        return _plan.Outlets[input.Outlet].Keys[input.ForkKey].Kind == KeyKind.Number;
    }

    private static long Dice(int step, Dictionary<KeyModel, long> keys)
    {
        var hash = 14695981039346656037UL ^ (ulong)step;
        foreach (var key in keys.Where(key => key.Key.Kind is KeyKind.Number or KeyKind.Child).OrderBy(key => key.Key.Kind).ThenBy(key => key.Key.Id))
        {
            hash = (hash ^ (ulong)key.Value) * 1099511628211UL;
            hash ^= hash >> 29;
        }

        return (long)(hash >> 9);
    }
}
