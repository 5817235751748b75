using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>Which columns are still needed where: a column that nothing below reads is not carried on.</summary>
internal sealed class Liveness
{
    private readonly StepGraph _graph;
    private readonly IReadOnlyList<ColumnModel> _columns;
    private readonly HashSet<int>[] _inputs;
    private readonly HashSet<int>[] _outputs;

    internal Liveness(StepGraph graph, IReadOnlyList<ColumnModel> columns, IReadOnlyList<LeafModel> leaves)
    {
        _graph = graph;
        _columns = columns;
        _inputs = [.. graph.Steps.Select(_ => new HashSet<int>())];
        _outputs = [.. graph.Steps.Select(_ => new HashSet<int>())];
        foreach (var leaf in leaves)
        {
            _outputs[leaf.Step].UnionWith(leaf.Members.Select(member => member.Column));
        }

        foreach (var step in graph.Order.Reverse())
        {
            foreach (var reader in graph.Readers(step))
            {
                _outputs[step].UnionWith(OfBranch(reader));
            }

            _inputs[step] = OfInput(graph.Steps[step], _outputs[step]);
        }
    }

    /// <summary>The columns that a step and those below it need of its rows, after its branches have met.</summary>
    internal IReadOnlyCollection<int> Input(int step) => _inputs[step];

    /// <summary>The columns that are needed of the rows that leave a step.</summary>
    internal IReadOnlyCollection<int> Output(int step) => _outputs[step];

    /// <summary>The columns that are needed of one edge.</summary>
    internal IReadOnlyCollection<int> OfBranch(EdgeEnd edge)
    {
        var input = _graph.Steps[edge.Step].Input;
        if (input.Kind is InputKind.From or InputKind.None)
        {
            return _inputs[edge.Step];
        }

        var combined = new Dictionary<int, CombinedColumnModel>();
        foreach (var column in input.Columns)
        {
            combined[column.Column] = column;
        }

        var result = new HashSet<int>();
        var comesAlways = ComesAlways(edge.Step);
        foreach (var column in _inputs[edge.Step])
        {
            if (!combined.TryGetValue(column, out var sources))
            {
                throw new InvalidOperationException(
                    $"{_graph.Steps[edge.Step].Name} needs the column {Name(column)}, which no branch gives.");
            }

            if (sources.IsNeededOf(edge.Branch, input.Kind, comesAlways))
            {
                result.Add(sources.Sources[edge.Branch]);
            }
        }

        return result;
    }

    private static HashSet<int> OfInput(StepModel step, HashSet<int> output)
    {
        var result = new HashSet<int>();
        if (!StepGraph.MakesNewRows(step))
        {
            var refined = step.Refinements.ToDictionary(refinement => refinement.To, refinement => refinement.From);
            var made = new HashSet<int>(step.Output.Members.Select(member => member.Column));
            foreach (var column in WithoutBuilt(step, output, isBefore: false).Where(column => !made.Contains(column)))
            {
                result.Add(refined.TryGetValue(column, out var from) ? from : column);
            }
        }

        result.UnionWith(step.ArgumentColumns);
        return WithoutBuilt(step, result, isBefore: true);
    }

    /// <summary>The columns with the row objects that are made at a step replaced by the columns that they are made of.</summary>
    private static HashSet<int> WithoutBuilt(StepModel step, HashSet<int> columns, bool isBefore)
    {
        var result = new HashSet<int>(columns);
        foreach (var build in step.Builds.Where(build => build.IsBefore == isBefore && columns.Contains(build.Column)))
        {
            result.Remove(build.Column);
            result.UnionWith(build.Members.Select(member => member.Column));
        }

        return result;
    }

    /// <summary>Whether every combined row comes by a branch.</summary>
    private Func<int, bool> ComesAlways(int fanIn)
    {
        if (_graph.RouteStep(fanIn) < 0)
        {
            return static _ => true;
        }

        var selections = _graph.Selections(fanIn);
        return branch => selections[branch].IsEvery;
    }

    private string Name(int column) => column >= 0 && column < _columns.Count ? _columns[column].Name : $"#{column}";
}
