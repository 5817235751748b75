using Distil.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>One step that another reads.</summary>
/// <param name="Step">The step whose rows come.</param>
/// <param name="Location">Where the name is written.</param>
/// <param name="Routes">The routes of a router that it takes; empty: every row.</param>
internal sealed record EdgeNode(StepNode Step, Location? Location, IReadOnlyList<Route> Routes)
{
    public BranchModel Branch => new(
        Step.Index,
        Routes.Select(route => route.Code).ToEquatableArray(),
        Routes.Aggregate(0L, (bits, route) => bits | route.Bits));
}

/// <summary>One route of a router.</summary>
/// <param name="Code">The enum's member, fully qualified.</param>
internal sealed record Route(string Name, string Code, long Bits);
