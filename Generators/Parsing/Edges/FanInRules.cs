using Distil.Generators.Diagnostics;
using Distil.Generators.Graph;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Edges;

/// <summary>Decides whether the rows of branches can be joined, merged or zipped.</summary>
internal static class FanInRules
{
    /// <summary>
    /// Checks a join. The result says of each branch which rows of the fork come to it.
    /// </summary>
    /// <returns>Null where the branches cannot be joined.</returns>
    public static IReadOnlyList<RouteSelection>? CheckJoin(StepNode step, PipelineContext context)
    {
        var fork = context.Topology.Lca(step.Edges.Select(edge => edge.Step.Index));
        var first = step.Edges[0].Step;
        if (fork < 0)
        {
            var second = step.Edges.Skip(1).First(edge => context.Topology.Lca([first.Index, edge.Step.Index]) < 0);
            Report(
                step,
                second,
                first,
                "they come of different sources; pair them with [Zip], or unite them with [Merge]",
                context,
                "Zip",
                "Merge");
            return null;
        }

        var selections = new List<RouteSelection>();
        foreach (var edge in step.Edges)
        {
            var selection = Selection(edge, fork, context);
            if (TakesOneRoute(context.Steps[fork]) && !selection.IsEvery && !IsWholeMerge(edge.Step.Index, fork, context))
            {
                context.Bag.Report(
                    RouteRules.JoinBelowSingleRouteRouter,
                    edge.Location ?? step.Location,
                    additional: null,
                    [step.Name, context.Steps[fork].Name],
                    FixData.Empty.With(FixProperties.Edges, "Merge"));
                return null;
            }

            if (Fault(edge.Step.Index, fork, context) is { } fault)
            {
                var other = step.Edges.First(candidate => candidate != edge).Step;
                Report(step, edge, other, fault, context);
                return null;
            }

            selections.Add(selection);
        }

        return selections;
    }

    /// <summary>Checks a zip: its sides are of different sources, and each keeps the numbers of its own.</summary>
    /// <returns>Whether it is right.</returns>
    public static bool CheckZip(StepNode step, PipelineContext context)
    {
        for (var second = 1; second < step.Edges.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (CommonSource(step.Edges[first].Step, step.Edges[second].Step, context) is var (fault, instead))
                {
                    Report(first, second, fault, instead);
                    return false;
                }
            }
        }

        for (var side = 0; side < step.Edges.Count; side++)
        {
            for (var x = step.Edges[side].Step.Index; x >= 0; x = context.Topology.Idom(x))
            {
                if (RowFault(context.Steps[x], context) is { } fault)
                {
                    Report(side == 0 ? 0 : side - 1, side == 0 ? 1 : side, fault, instead: null);
                    return false;
                }
            }
        }

        return true;

        void Report(int first, int second, string fault, string? instead) => context.Bag.Report(
            RouteRules.ZipRows,
            step.Edges[second].Location ?? step.Location,
            additional: null,
            [step.Name, step.Edges[first].Step.Name, step.Edges[second].Step.Name, fault],
            FixData.Empty.With(FixProperties.Edges, instead));
    }

    /// <summary>Why two sides of a zip are rows of one step, and the edge attribute that takes such rows; null: they are not.</summary>
    private static (string Fault, string Instead)? CommonSource(StepNode left, StepNode right, PipelineContext context)
    {
        var fork = context.Topology.Lca([left.Index, right.Index]);
        if (fork < 0)
        {
            return null;
        }

        var common = context.Steps[fork];
        return common.Kind == StepKind.Router
            ? ($"they are branches of the router '{common.Name}', whose rows are not numbered apart; use [Merge]", "Merge")
            : ($"both are rows of '{common.Name}'; join them with [From]", "From");
    }

    /// <summary>
    /// Two sources that a zip reads side by side cannot be read one after the other by a merge: all rows of the second would have to
    /// be held. Zips that share a source tie all their sources together.
    /// </summary>
    public static void CheckZippedAndMerged(PipelineContext context)
    {
        var groups = new SourceGroups();
        var zips = new Dictionary<int, StepNode>();
        foreach (var zip in context.Steps.Where(step => step.InputKind == InputKind.Zip && step.KnowsRows))
        {
            var zipped = zip.Edges.SelectMany(edge => Sources(edge.Step, context)).Distinct().ToList();
            foreach (var source in groups.Join(zipped))
            {
                zips[source] = zip;
            }
        }

        foreach (var merge in context.Steps.Where(step =>
            step.InputKind == InputKind.Merge && step.KnowsRows && context.Topology.Lca(step.Edges.Select(edge => edge.Step.Index)) < 0))
        {
            var branches = merge.Edges
                .SelectMany(edge => Sources(edge.Step, context).Where(zips.ContainsKey).Select(source => (Edge: edge, Source: source)))
                .ToList();
            var clash = branches
                .SelectMany(left => branches.Select(right => (Left: left, Right: right)))
                .FirstOrDefault(pair => pair.Left.Edge != pair.Right.Edge && pair.Left.Source != pair.Right.Source
                    && groups.Of(pair.Left.Source) == groups.Of(pair.Right.Source));
            if (clash.Left.Edge is not null)
            {
                context.Bag.Report(
                    RouteRules.ZippedAndMerged,
                    clash.Right.Edge.Location ?? merge.Location,
                    merge.Name,
                    clash.Left.Edge.Step.Name,
                    clash.Right.Edge.Step.Name,
                    zips[clash.Left.Source].Name);
            }
        }
    }

    /// <summary>
    /// Whether a merge gives at most one row for a row of its fork: the branches are different routes of a single-route router.
    /// </summary>
    public static bool IsExclusive(StepNode merge, PipelineContext context)
    {
        var fork = context.Topology.Idom(merge.Index);
        if (fork < 0 || !TakesOneRoute(context.Steps[fork]))
        {
            return false;
        }

        return merge.Edges.TrueForAll(edge => Fault(edge.Step.Index, fork, context) is null)
            && RouteSelection.AreExclusive(merge.Edges.Select(edge => Selection(edge, fork, context)));
    }

    private static RouteSelection Selection(EdgeNode edge, int fork, PipelineContext context) =>
        RouteSelection.Of(fork, edge.Branch, step => context.Steps[step].Edges.Select(above => above.Branch));

    /// <summary>Whether the routes of the router were merged again before the branch ends, so that each row is there once.</summary>
    private static bool IsWholeMerge(int branch, int fork, PipelineContext context)
    {
        for (var x = branch; x >= 0 && x != fork; x = context.Topology.Idom(x))
        {
            if (context.Topology.Idom(x) == fork && context.Steps[x].InputKind == InputKind.Merge)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why rows of the fork are not, one for one, rows of the branch; null: they are, but for those that it lost.</summary>
    private static string? Fault(int branch, int fork, PipelineContext context)
    {
        for (var x = branch; x >= 0 && x != fork; x = context.Topology.Idom(x))
        {
            var step = context.Steps[x];
            if (RowFault(step, context) is { } fault)
            {
                return fault;
            }

            if (step.InputKind == InputKind.From && step.Edges is [{ Routes.Count: > 0 } edge] && edge.Step.Index != fork)
            {
                return $"'{step.Name}' has only the rows that '{edge.Step.Name}' sends there; merge the routes of '{edge.Step.Name}' first";
            }
        }

        return null;
    }

    private static string? RowFault(StepNode step, PipelineContext context) => step switch
    {
        { Kind: StepKind.Expand } => $"'{step.Name}' is an expand and makes several rows of one",
        { InputKind: InputKind.Merge } when !IsExclusive(step, context) => $"'{step.Name}' is a merge and may give several rows of one "
            + "number",
        _ => null,
    };

    private static bool TakesOneRoute(StepNode step) =>
        step.Kind == StepKind.Router && RouteParser.RouteType(step) is { } type && !WellKnownTypes.IsFlags(type);

    /// <summary>The sources that are read at the pace of the step's rows; a global step has read its own to the end before.</summary>
    private static IEnumerable<int> Sources(StepNode step, PipelineContext context) => SourceGroups
        .Above(
            [step.Index],
            current => context.Steps[current] is { Kind: StepKind.Source } or { Form: MethodForm.All },
            current => Numbering(context.Steps[current]).Select(edge => edge.Step.Index))
        .OrderBy(source => source);

    /// <summary>The edges from which a step's rows have their numbers: those of a zip are its left side's.</summary>
    private static IEnumerable<EdgeNode> Numbering(StepNode step) => step.InputKind == InputKind.Zip ? step.Edges.Take(1) : step.Edges;

    /// <param name="instead">The edge attributes that take such rows.</param>
    private static void Report(
        StepNode step, EdgeNode edge, StepNode other, string fault, PipelineContext context, params string[] instead) =>
        context.Bag.Report(
            RouteRules.ForeignRows,
            edge.Location ?? step.Location,
            additional: null,
            [step.Name, other.Name, edge.Step.Name, fault],
            FixData.Empty.With(FixProperties.Edges, instead));
}
