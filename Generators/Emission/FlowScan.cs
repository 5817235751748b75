using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>What a stage's body contains, known before it is printed.</summary>
internal sealed class FlowScan
{
    private readonly EmissionContext _context;
    private readonly NameScope _counters = new();

    private FlowScan(EmissionContext context, StageModel stage)
    {
        _context = context;
        if (stage.Flow is not { } root)
        {
            return;
        }

        Visit(root, rowsIn: null, isRoot: true);
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

    /// <summary>A row of the head can become several.</summary>
    public bool Multiplies { get; private set; }

    /// <summary>Depths of the children that the body numbers.</summary>
    public List<int> Depths { get; } = [];

    /// <summary>For each step of the body the counters of the rows that come to it and that leave it.</summary>
    public List<StepCounters> Counters { get; } = [];

    /// <summary>The counter of the head's rows, where it is needed.</summary>
    public string? HeadCounter { get; private set; }

    public static FlowScan Of(EmissionContext context, StageModel stage) => new(context, stage);

    public StepCounters CountersOf(int step) => Counters.First(counters => counters.Step == step);

    private void Visit(FlowModel flow, string? rowsIn, bool isRoot)
    {
        string? rowsOut;
        if (flow.Step < 0)
        {
            rowsOut = rowsIn;
        }
        else
        {
            var step = _context.Step(flow.Step);
            var word = Names.Camel(step.Name);
            var ownsIn = false;
            if (flow.IsHead)
            {
                rowsIn = "0";
            }
            else if (isRoot)
            {
                rowsIn = HeadCounter = _counters.Take(word + "In");
            }
            else if (rowsIn is null)
            {
                rowsIn = _counters.Take(word + "In");
                ownsIn = true;
            }

            rowsOut = step.Kind == StepKind.Pass ? rowsIn : _counters.Take(word + "Out");
            Counters.Add(new StepCounters(flow.Step, rowsIn, rowsOut, ownsIn));
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

        foreach (var edge in flow.Edges)
        {
            switch (edge.Target)
            {
                case FlowTarget.Step:
                    Visit(edge.Next!, edge.Routes.Count == 0 ? rowsOut : null, isRoot: false);
                    break;
                case FlowTarget.Port:
                    Used.UnionWith(_context.Model.Plan.Ports[edge.Port].Columns);
                    break;
            }
        }

        foreach (var meet in flow.Meets)
        {
            Meets.Add(meet);
            Multiplies |= meet.Kind == InputKind.Merge && !meet.IsExclusive;
            Visit(meet.Next, rowsIn: null, isRoot: false);
        }
    }

    /// <summary>The columns that a call passes.</summary>
    public static IEnumerable<int> Arguments(StepModel step) => step.Arguments.SelectMany(argument => argument.Kind switch
    {
        ArgumentKind.Column => [argument.Column],
        ArgumentKind.Row => argument.Members.Select(member => member.Column),
        _ => Enumerable.Empty<int>(),
    });

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
        }
    }
}

/// <summary>The counters of one step; <paramref name="OwnsIn"/>: it counts the rows that come in itself.</summary>
internal sealed record StepCounters(int Step, string In, string Out, bool OwnsIn);
