namespace Distil;

/// <summary>One edge of a graph.</summary>
/// <param name="From">The step that gives the rows.</param>
/// <param name="To">The step that receives them.</param>
/// <param name="Kind">What the edge is part of: from, join, merge or zip.</param>
/// <param name="Routes">Of a router's edge: the routes that take it. Empty: every row does.</param>
public sealed record GraphEdge(string From, string To, string Kind, IReadOnlyList<string> Routes)
{
    /// <summary>What a drawing says on the edge: its routes, or how branches meet at its end; empty: neither.</summary>
    internal string Label => Kind == "from" ? string.Join(", ", Routes) : Kind;
}
