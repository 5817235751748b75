using Microsoft.CodeAnalysis;

namespace Distil.Generators.Diagnostics;

/// <summary>Rules about routes, joins, merges and zips: DSTL0301 to DSTL0399.</summary>
internal static class RouteRules
{
    public static readonly DiagnosticDescriptor WhenOnNoRouter = new(
        "DSTL0301",
        "'When' takes a route of a router",
        "'{0}' takes rows of '{1}' by 'When', and '{1}' is no router",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only a [Router] sends rows to one route and not to another.",
        Rule.HelpLink("DSTL0301"));

    public static readonly DiagnosticDescriptor WhenOfAnotherType = new(
        "DSTL0302",
        "'When' is of the router's enum",
        "'{0}' takes the rows that '{1}' sends to '{2}', a '{3}'; expected a member of '{4}'",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The routes of a router are the members of the enum that it returns.",
        Rule.HelpLink("DSTL0302"));

    public static readonly DiagnosticDescriptor WhenNoSingleMember = new(
        "DSTL0303",
        "'When' is one member",
        "'{0}' takes the rows that '{1}' sends to '{2}', which is {3}; expected one member of '{4}'{5}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Several routes are several [From] of the same router on one property: each row comes once.",
        Rule.HelpLink("DSTL0303"));

    public static readonly DiagnosticDescriptor RouteWithoutEdge = new(
        "DSTL0304",
        "A route has an edge",
        "The rows that '{0}' sends to {1} end there: no step takes them",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Take the route with [From(nameof(router), When = ...)], if only by a Pass.",
        Rule.HelpLink("DSTL0304"));

    public static readonly DiagnosticDescriptor ForeignRows = new(
        "DSTL0305",
        "A join's branches are of the same rows",
        "'{0}' joins '{1}' and '{2}', whose rows do not correspond: {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A join makes one row again of the row that several branches processed. Its branches start at one step, and between there and "
            + "the join each row stays one row.",
        Rule.HelpLink("DSTL0305"));

    public static readonly DiagnosticDescriptor JoinBelowSingleRouteRouter = new(
        "DSTL0306",
        "Branches of a single-route router are merged",
        "'{0}' joins branches of the router '{1}', which sends a row to one route, so that no row comes by both; "
            + "use [Merge], or a [Flags] enum",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A row that took one route is not on the other. [Merge] lets each row through that comes by any branch.",
        Rule.HelpLink("DSTL0306"));

    public static readonly DiagnosticDescriptor ConflictingColumns = new(
        "DSTL0307",
        "A column is made by one branch",
        "The column '{1}' of '{0}' is made by {2}; {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A join takes each column from the branch that made or replaced it. Where two did, say what becomes of them.",
        Rule.HelpLink("DSTL0307"));

    public static readonly DiagnosticDescriptor GatherOnNoJoin = new(
        "DSTL0308",
        "Gather stands on a join",
        "[Gather] on '{0}' has nothing to gather from: expected [From] with several steps",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "[Gather] makes a list of the values that the branches of a join made.",
        Rule.HelpLink("DSTL0308"));

    public static readonly DiagnosticDescriptor NothingToGather = new(
        "DSTL0309",
        "Gather names a column that branches made",
        "[Gather] on '{0}' names '{1}', which no branch makes{2}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "What is gathered is the column that each branch made or replaced since the branches parted.",
        Rule.HelpLink("DSTL0309"));

    public static readonly DiagnosticDescriptor GatherIntoExisting = new(
        "DSTL0310",
        "Gather makes a new column",
        "'{0}' gathers '{1}' into '{2}', which is {3} already",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The list takes the place of the gathered column and of no other.",
        Rule.HelpLink("DSTL0310"));

    public static readonly DiagnosticDescriptor ZipRows = new(
        "DSTL0311",
        "A zip pairs rows of several sources",
        "'{0}' zips '{1}' and '{2}': {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Rows are paired by their number, so each side must be a source, or steps below one that keep its rows.",
        Rule.HelpLink("DSTL0311"));

    public static readonly DiagnosticDescriptor ZippedAndMerged = new(
        "DSTL0312",
        "Sources that are zipped are not merged",
        "'{0}' merges '{1}' and '{2}', whose sources are also zipped by '{3}'; a merge reads one source to its end before the other, a "
            + "zip reads both at once",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "No memory that is bounded could hold the rows of one source while the other is read.",
        Rule.HelpLink("DSTL0312"));

    public static readonly DiagnosticDescriptor WhenOnJoin = new(
        "DSTL0313",
        "'When' stands with one step",
        "'{0}' joins several steps and has 'When', which takes rows of one router; put a Pass between the router and the join",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Give the route a step of its own, [From(nameof(router), When = ...)] Pass Taken { get; } = new(), and join that.",
        Rule.HelpLink("DSTL0313"));
}
