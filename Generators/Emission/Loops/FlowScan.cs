using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <summary>What a stage's body contains, known before it is printed.</summary>
internal sealed class FlowScan
{
    private readonly EmissionContext _context;
    private readonly NameScope _counters = new("all");
    private readonly Dictionary<int, List<RowCounter?>> _arrivals = [];
    private readonly List<RowCounter> _sums = [];

    private FlowScan(EmissionContext context, StageModel stage)
    {
        _context = context;
        if (stage.Flow is not { } root)
        {
            return;
        }

        Visit(root, RowCounter.Head);
        var count = -1;
        while (count < Used.Count)
        {
            count = Used.Count;
            CloseUsed();
        }
    }

    /// <summary>Columns that are read somewhere in the body.</summary>
    public HashSet<int> Used { get; } = [];

    /// <summary>The steps that the body itself calls, in order.</summary>
    public List<StepModel> Called { get; } = [];

    /// <summary>Every meet in the body.</summary>
    public List<MeetModel> Meets { get; } = [];

    /// <summary>Ids of the joins to which every row comes by every branch.</summary>
    public HashSet<int> Certain { get; } = [];

    /// <summary>A row of the head can become several.</summary>
    public bool Multiplies { get; private set; }

    /// <summary>Depths of the children that the body numbers.</summary>
    public List<int> Depths { get; } = [];

    /// <summary>For each step of the body, in order, the counters of the rows that come to it and that leave it.</summary>
    public List<StepCounters> Counters { get; } = [];

    /// <summary>The counters that the body advances.</summary>
    public IEnumerable<RowCounter> OwnCounters =>
        Counters.SelectMany(step => new[] { step.In, step.Out }).OfType<RowCounter>().Where(counter => counter.Field.Length > 0).Distinct();

    /// <summary>Counters that are sums of others.</summary>
    public IReadOnlyList<RowCounter> Sums => _sums;

    public static FlowScan Of(EmissionContext context, StageModel stage) => new(context, stage);

    public StepCounters CountersOf(int step) => Counters.First(counters => counters.Step == step);

    /// <param name="rowsIn">What counts the rows that come here; null: nothing yet.</param>
    private void Visit(FlowModel flow, RowCounter? rowsIn)
    {
        var rowsOut = rowsIn;
        if (flow.Step >= 0)
        {
            var step = _context.Step(flow.Step);
            var word = Names.Camel(step.Name);
            var place = Counters.Count;
            var ownsIn = rowsIn is null;
            rowsIn ??= new RowCounter(_counters.Take(word + "In"), place);
            rowsOut = step.Kind is StepKind.Filter or StepKind.Expand ? new RowCounter(_counters.Take(word + "Out"), place + 1) : rowsIn;
            Counters.Add(new StepCounters(flow.Step, flow.IsHead ? null : rowsIn, rowsOut, ownsIn));
            if (!flow.IsHead && step.Kind != StepKind.Pass)
            {
                Called.Add(step);
                Used.UnionWith(Arguments(step));
            }

            if (step.Kind == StepKind.Expand)
            {
                Multiplies = true;
                if (!Depths.Contains(flow.Depth))
                {
                    Depths.Add(flow.Depth);
                }
            }
        }

        // Behind a router: the counter of each way, and the last place of the steps on it.
        var ways = new Dictionary<RowCounter, int>();
        foreach (var edge in flow.Edges)
        {
            switch (edge.Target)
            {
                case FlowTarget.Step when edge.Routes.Count == 0:
                    Visit(edge.Next!, rowsOut);
                    break;
                case FlowTarget.Step:
                    var place = Counters.Count;
                    Visit(edge.Next!, rowsIn: null);
                    ways.Add(Counters[place].In!, Counters.Count - 1);
                    break;
                case FlowTarget.Meet:
                    Arrivals(edge.Meet).Add(edge.Routes.Count == 0 ? rowsOut : null);
                    break;
                default:
                    Used.UnionWith(_context.Model.Plan.Ports[edge.Port].Columns);
                    break;
            }
        }

        foreach (var meet in flow.Meets)
        {
            Meets.Add(meet);
            Multiplies |= meet.Kind == InputKind.Merge && !meet.IsExclusive;
            Visit(meet.Next, RowsOf(meet, rowsOut, ways));
        }
    }

    private List<RowCounter?> Arrivals(int meet)
    {
        if (!_arrivals.TryGetValue(meet, out var arrivals))
        {
            _arrivals.Add(meet, arrivals = []);
        }

        return arrivals;
    }

    /// <summary>What counts the combined rows of a meet, where the counters of its branches say how many they are; otherwise null.</summary>
    /// <param name="fork">Counts the rows at the point where the branches part.</param>
    /// <param name="ways">The counters of the ways behind that point, where it is a router.</param>
    private RowCounter? RowsOf(MeetModel meet, RowCounter? fork, Dictionary<RowCounter, int> ways)
    {
        var arrivals = Arrivals(meet.Id);
        if (meet.Kind == InputKind.Join && arrivals.TrueForAll(rows => rows == fork))
        {
            Certain.Add(meet.Id);
            return fork;
        }

        if (!meet.IsExclusive || !arrivals.TrueForAll(rows => rows is not null && ways.ContainsKey(rows)))
        {
            return null;
        }

        var sum = new RowCounter(_counters.Take(Names.Camel(_context.Step(meet.Step).Name) + "In"), Counters.Count)
        {
            Parts = [.. arrivals.Select(rows => (rows!, ways[rows!]))],
        };
        _sums.Add(sum);
        return sum;
    }

    /// <summary>The columns that a call passes.</summary>
    public static IEnumerable<int> Arguments(StepModel step) => step.Arguments.SelectMany(argument => argument.Kind switch
    {
        ArgumentKind.Column => [argument.Column],
        ArgumentKind.Row => argument.Members.Select(member => member.Column),
        _ => Enumerable.Empty<int>(),
    });

    /// <summary>The rows that are made of columns at a step of the body, and that something in it uses.</summary>
    public IEnumerable<RowBuildModel> BuildsOf(int step) => _context.Step(step).Builds.Where(build => Used.Contains(build.Column));

    /// <summary>What a used column is made from is used too.</summary>
    private void CloseUsed()
    {
        foreach (var meet in Meets)
        {
            foreach (var column in _context.Step(meet.Step).Input.Columns.Where(column => meet.Columns.Contains(column.Column)))
            {
                Used.UnionWith(column.Sources.Where(source => source >= 0));
            }
        }

        foreach (var counters in Counters)
        {
            foreach (var refinement in _context.Step(counters.Step).Refinements)
            {
                if (Used.Contains(refinement.To))
                {
                    Used.Add(refinement.From);
                }
            }

            foreach (var build in BuildsOf(counters.Step))
            {
                Used.UnionWith(build.Members.Select(member => member.Column));
            }
        }
    }
}

/// <summary>Counts rows; steps that let every row go on share one.</summary>
/// <param name="Name">What it is called; the head's rows need no counting, since the loop's index says how many they are.</param>
/// <param name="First">The place among the body's steps of the first that its rows come to.</param>
internal sealed record RowCounter(string Name, int First)
{
    public static RowCounter Head { get; } = new("", 0);

    /// <summary>The counters whose sum it is, each with the last place at which a row that it counts can be; none: it counts by itself.</summary>
    public IReadOnlyList<(RowCounter Rows, int Last)> Parts { get; init; } = [];

    /// <summary>The field that is advanced; empty where none need be.</summary>
    public string Field => Name.Length == 0 || Parts.Count > 0 ? "" : "_" + Name;
}

/// <summary>The counters of one step.</summary>
/// <param name="In">Counts the rows that come to it; null: the head called it, and counts them.</param>
/// <param name="Out">Counts the rows that leave it.</param>
/// <param name="OwnsIn">The step advances <paramref name="In"/>.</param>
internal sealed record StepCounters(int Step, RowCounter? In, RowCounter Out, bool OwnsIn);
