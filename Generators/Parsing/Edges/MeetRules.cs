using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Edges;

/// <summary>Decides whether the rows of branches can meet as a join, merge or zip wants them to.</summary>
internal static class MeetRules
{
    /// <summary>
    /// Checks a join. Of a branch below a flags router the result says by which of its ways rows come to it; null: every row does.
    /// </summary>
    /// <returns>Null where the branches cannot be joined.</returns>
    public static IReadOnlyList<HashSet<long>?>? CheckJoin(StepNode step, PipelineContext context)
    {
        var fork = context.Topology.Lca(step.Edges.Select(edge => edge.Step.Index));
        var first = step.Edges[0].Step;
        if (fork < 0)
        {
            var second = step.Edges.Skip(1).First(edge => context.Topology.Lca([first.Index, edge.Step.Index]) < 0);
            Report(step, second, first, "they come of different sources; pair them with [Zip], or unite them with [Merge]", context, "Zip", "Merge");
            return null;
        }

        var ways = new List<HashSet<long>?>();
        foreach (var edge in step.Edges)
        {
            if (OneWayRouter(edge.Step.Index, fork, context) is { } router)
            {
                context.Bag.Report(
                    RouteRules.JoinBelowOneWayRouter,
                    edge.Place ?? step.Place,
                    additional: null,
                    [step.Name, router.Name],
                    FixData.Empty.With(FixProperties.Edges, "Merge"));
                return null;
            }

            if (Fault(edge.Step.Index, fork, context) is { } fault)
            {
                var other = step.Edges.First(candidate => candidate != edge).Step;
                Report(step, edge, other, fault, context);
                return null;
            }

            ways.Add(Ways(edge.Step.Index, fork, context));
        }

        return ways;
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
            step.Edges[second].Place ?? step.Place,
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
        var ties = new Dictionary<StepNode, (StepNode Group, StepNode Zip)>();
        foreach (var zip in context.Steps.Where(step => step.InputKind == InputKind.Zip && step.KnowsRows))
        {
            var tied = zip.Edges.SelectMany(edge => Sources(edge.Step)).Distinct().ToList();
            var groups = tied.Where(ties.ContainsKey).Select(source => ties[source].Group).ToList();
            foreach (var source in tied.Concat(ties.Keys.Where(key => groups.Contains(ties[key].Group)).ToList()))
            {
                ties[source] = (tied[0], zip);
            }
        }

        foreach (var merge in context.Steps.Where(step =>
            step.InputKind == InputKind.Merge && step.KnowsRows && context.Topology.Lca(step.Edges.Select(edge => edge.Step.Index)) < 0))
        {
            var branches = merge.Edges.SelectMany(edge => Sources(edge.Step).Where(ties.ContainsKey).Select(source => (Edge: edge, Source: source))).ToList();
            var clash = branches
                .SelectMany(left => branches.Select(right => (Left: left, Right: right)))
                .FirstOrDefault(pair => pair.Left.Edge != pair.Right.Edge && pair.Left.Source != pair.Right.Source
                    && ties[pair.Left.Source].Group == ties[pair.Right.Source].Group);
            if (clash.Left.Edge is not null)
            {
                context.Bag.Report(
                    RouteRules.ZippedAndMerged,
                    clash.Right.Edge.Place ?? merge.Place,
                    merge.Name,
                    clash.Left.Edge.Step.Name,
                    clash.Right.Edge.Step.Name,
                    ties[clash.Left.Source].Zip.Name);
            }
        }
    }

    /// <summary>Whether a merge gives at most one row for a row of its fork: the branches are different ways of a one-way router.</summary>
    public static bool IsExclusive(StepNode merge, PipelineContext context)
    {
        var fork = context.Topology.Idom(merge.Index);
        if (fork < 0 || !IsOneWay(context.Steps[fork]))
        {
            return false;
        }

        var taken = new HashSet<long>();
        foreach (var edge in merge.Edges)
        {
            var ways = Ways(edge.Step.Index, fork, context);
            if (ways is null || ways.Overlaps(taken) || Fault(edge.Step.Index, fork, context) is not null)
            {
                return false;
            }

            taken.UnionWith(ways);
        }

        return true;
    }

    /// <summary>By which ways of the router <paramref name="fork"/> rows come to the branch; null: by all.</summary>
    private static HashSet<long>? Ways(int branch, int fork, PipelineContext context)
    {
        var x = branch;
        while (x >= 0 && x != fork && context.Topology.Idom(x) != fork)
        {
            x = context.Topology.Idom(x);
        }

        if (x < 0 || x == fork)
        {
            return null;
        }

        var step = context.Steps[x];
        var ways = new HashSet<long>();
        foreach (var edge in step.Edges)
        {
            if (step.InputKind == InputKind.From)
            {
                return edge.Routes.Count == 0 ? null : [.. edge.Routes.Select(route => route.Bits)];
            }

            if (Ways(edge.Step.Index, fork, context) is not { } some)
            {
                return null;
            }

            ways.UnionWith(some);
        }

        return ways;
    }

    /// <summary>The fork itself, where it is a one-way router and the branch takes some of its ways only.</summary>
    private static StepNode? OneWayRouter(int branch, int fork, PipelineContext context) =>
        IsOneWay(context.Steps[fork]) && Ways(branch, fork, context) is not null && !IsWholeMerge(branch, fork, context) ? context.Steps[fork] : null;

    /// <summary>Whether the ways of the router were united again before the branch ends, so that each row is there once.</summary>
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
                return $"'{step.Name}' has only the rows that '{edge.Step.Name}' sends there; merge the ways of '{edge.Step.Name}' first";
            }
        }

        return null;
    }

    private static string? RowFault(StepNode step, PipelineContext context) => step switch
    {
        { Kind: StepKind.Expand } => $"'{step.Name}' is an expand and makes several rows of one",
        { InputKind: InputKind.Merge } when !IsExclusive(step, context) => $"'{step.Name}' is a merge and may give several rows of one number",
        _ => null,
    };

    private static bool IsOneWay(StepNode step) =>
        step.Kind == StepKind.Router && RouteParser.RouteType(step) is { } type && !WellKnownTypes.IsFlags(type);

    /// <summary>The sources that are read at the pace of the step's rows; a global step has read its own to the end before.</summary>
    private static IEnumerable<StepNode> Sources(StepNode step)
    {
        var sources = new List<StepNode>();
        var seen = new HashSet<StepNode>();
        var open = new Stack<StepNode>([step]);
        while (open.Count > 0)
        {
            var current = open.Pop();
            if (!seen.Add(current))
            {
                continue;
            }

            if (current.Kind == StepKind.Source || current.Form == MethodForm.All)
            {
                sources.Add(current);
                continue;
            }

            // The rows of a zip have the numbers of its left side.
            foreach (var edge in current.InputKind == InputKind.Zip ? current.Edges.Take(1) : current.Edges)
            {
                open.Push(edge.Step);
            }
        }

        return sources.OrderBy(source => source.Index);
    }

    /// <param name="instead">The edge attributes that take such rows.</param>
    private static void Report(StepNode step, EdgeNode edge, StepNode other, string fault, PipelineContext context, params string[] instead) =>
        context.Bag.Report(
            RouteRules.ForeignRows,
            edge.Place ?? step.Place,
            additional: null,
            [step.Name, other.Name, edge.Step.Name, fault],
            FixData.Empty.With(FixProperties.Edges, instead));
}
