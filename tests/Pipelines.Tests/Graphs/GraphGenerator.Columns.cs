namespace Distil.Pipelines.Tests.Graphs;

/// <summary>What the generator knows of the columns of the steps that it makes.</summary>
internal sealed partial class GraphGenerator
{
    private static void Leave(Node node, IReadOnlyDictionary<string, int> columns, IEnumerable<string> lists)
    {
        if (node.Kind != Kind.Groups)
        {
            foreach (var (column, maker) in columns.Where(pair => pair.Key != node.Drops))
            {
                node.Columns[column] = maker;
            }

            node.Lists.UnionWith(lists);
        }

        if (node.Renames is var (renamed, to) && node.Columns.Remove(renamed))
        {
            node.Columns[to] = node.Id;
        }

        if (node.MakesColumn)
        {
            node.Columns[node.Makes] = node.Id;
        }
    }

    /// <summary>A node through which the columns of the one above it go.</summary>
    private static Node Passing(Node node, Node above)
    {
        node.Numbering = above.Numbering;
        Leave(node, Columns(above), above.Lists);
        return node;
    }

    /// <summary>The columns of a join; null where two branches have made one, or a column was made by one and merged away in another.</summary>
    private static Dictionary<string, int>? Together(List<Node> ends, Node fork, string? gathered)
    {
        var columns = new Dictionary<string, int>();
        foreach (var column in ends.SelectMany(end => end.Columns.Keys).Distinct().Where(column => column != gathered))
        {
            var makers = ends.Where(end => end.Columns.ContainsKey(column)).Select(end => end.Columns[column]).Distinct().ToList();
            if (makers.Count > 1 || (ends.Count(end => end.Columns.ContainsKey(column)) > 1 && fork.Columns.GetValueOrDefault(column, -1) != makers[0]))
            {
                return null;
            }

            columns[column] = makers[0];
        }

        return columns;
    }

    private static Dictionary<string, int> Columns(Node node) => new(node.Columns);
}
