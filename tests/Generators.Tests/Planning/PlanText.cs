using System.Text;
using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>A plan in words, so that a test can say the whole of what it expects.</summary>
internal sealed class PlanText(Pipeline pipeline)
{
    private readonly StringBuilder _text = new();

    /// <summary>Stages with their flows, then outlets, then forks.</summary>
    public static string Of(Pipeline pipeline)
    {
        var text = new PlanText(pipeline);
        text.Stages();
        text.Outlets();
        text.Forks();
        return text._text.ToString().TrimEnd();
    }

    /// <summary>The stages alone: heads, inputs and flows.</summary>
    public static string OfStages(Pipeline pipeline)
    {
        var text = new PlanText(pipeline);
        text.Stages();
        return text._text.ToString().TrimEnd();
    }

    /// <summary>What a stage takes of an outlet, where it is less than the outlet has.</summary>
    private string Taken(StageInputModel input) =>
        input.Columns.Equals(pipeline.Plan.Outlets[input.Outlet].Columns) ? "" : $" ({string.Join(" ", input.Columns.Select(Column))})";

    private void Stages()
    {
        foreach (var stage in pipeline.Plan.Stages)
        {
            var inputs = stage.Inputs.Select(Input).ToList();
            Line(0, $"stage {stage.Index} {stage.Head} {Name(stage.Step)}"
                + (inputs.Count == 0 ? "" : " reads " + string.Join(", ", inputs))
                + (stage.Concurrency > 1 ? $" x{stage.Concurrency}" : "")
                + (stage.CloseForks.Count > 0 ? $" closes at f{string.Join(" f", stage.CloseForks)}" : "")
                + (stage.IsOrdered ? "" : " unordered"));
            if (stage.Flow is not null)
            {
                Flow(stage.Flow, 1, "");
            }
        }
    }

    private string Input(StageInputModel input) =>
        $"p{input.Outlet}{Taken(input)}"
        + (input.ForkKey >= 0 ? $" by {Key(pipeline.Plan.Outlets[input.Outlet].Keys[input.ForkKey])}" : "")
        + (input.RouteKey >= 0 ? $" if {Key(pipeline.Plan.Outlets[input.Outlet].Keys[input.RouteKey])} & {input.RouteBits}" : "");

    private void Flow(FlowModel flow, int indent, string routes)
    {
        Line(indent, routes
            + (flow.Step < 0 ? "rows" : Name(flow.Step))
            + (flow.IsHead ? " (head)" : "")
            + (flow.Depth >= 0 ? $" child {flow.Depth}" : "")
            + (flow.Fork >= 0 ? $" counts f{flow.Fork}" : ""));
        foreach (var edge in flow.Edges)
        {
            var on = edge.Routes.Count == 0 ? "" : string.Join("|", edge.Routes.Select(route => route[(route.LastIndexOf('.') + 1)..])) + ": ";
            switch (edge.Target)
            {
                case FlowTarget.Step:
                    Flow(edge.Next!, indent + 1, on);
                    break;
                case FlowTarget.Outlet:
                    Line(indent + 1, $"{on}-> p{edge.Outlet}");
                    break;
                default:
                    Line(indent + 1, $"{on}-> meet {edge.FanIn} branch {edge.Branch}");
                    break;
            }
        }

        foreach (var fanIn in flow.FanIns)
        {
            Line(indent + 1, $"meet {fanIn.Id} {fanIn.Kind}"
                + (fanIn.IsExclusive ? " exclusive" : "")
                + (fanIn.RouteStep >= 0 ? $" by {Name(fanIn.RouteStep)} {string.Join(",", fanIn.BranchBits)}" : ""));
            Flow(fanIn.Next, indent + 2, "");
        }
    }

    private void Outlets()
    {
        foreach (var outlet in pipeline.Plan.Outlets)
        {
            Line(0, $"p{outlet.Index} {Name(outlet.Step)} [{string.Join(" ", outlet.Keys.Select(Key))}] "
                + $"({string.Join(" ", outlet.Columns.Select(Column))}) to {string.Join(" ", outlet.Readers)}{(outlet.FeedsFanIn ? " aligned" : "")}");
        }
    }

    private void Forks()
    {
        foreach (var fork in pipeline.Plan.Forks)
        {
            Line(0, $"f{fork.Id} {Name(fork.Step)} in {fork.Stage}{(fork.IsSource ? " source" : "")}:"
                + string.Concat(fork.FanIns.Select(fanIn => $" {fanIn.Stage}"
                    + string.Concat(fanIn.BatchSteps.Select(batch => $"+{Name(batch.Step)}{(batch.MayDrop ? "?" : "")}"))
                    + (fanIn.CrossesGlobal ? "+global" : ""))));
        }
    }

    private string Name(int step) => pipeline.Steps[step].Name;

    private string Column(int column) => $"{pipeline.Columns[column].Name}@{pipeline.Columns[column].MadeBy}";

    private string Key(KeyModel key) => key.Kind switch
    {
        KeyKind.Number => "n",
        KeyKind.Child => $"c{key.Id}",
        KeyKind.Repeat => "x",
        KeyKind.Fork => $"f{key.Id}",
        _ => $"r{Name(key.Id)}",
    };

    private void Line(int indent, string line) => _text.Append(' ', indent * 2).Append(line).Append('\n');
}

/// <summary>Compares a graph's plan with what a test expects, and checks what holds for every plan.</summary>
internal static class Plans
{
    public static void Expect(GraphBuilder graph, string expected) => Expect(graph.Build(), PlanText.Of, expected);

    public static void ExpectStages(GraphBuilder graph, string expected) => Expect(graph.Build(), PlanText.OfStages, expected);

    public static void Expect(Pipeline pipeline, Func<Pipeline, string> text, string expected)
    {
        PlanChecker.Check(pipeline);
        Assert.Equal(Reference.Run(pipeline), PlanSimulator.Run(pipeline));
        Assert.Equal(expected.ReplaceLineEndings("\n"), text(pipeline));
    }
}
