using Distil.Generators.Diagnostics;
using Distil.Generators.Graph;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>The state that the parts of the parser share while they parse one pipeline.</summary>
internal sealed class PipelineContext(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag)
{
    private readonly List<Column> _columns = [];
    private readonly List<(string Key, HashSet<StepNode> Above)> _missing = [];

    public INamedTypeSymbol Pipeline { get; } = pipeline;

    public Compilation Compilation { get; } = compilation;

    public DiagnosticBag Bag { get; } = bag;

    public Conversions Conversions { get; } = new(compilation);

    public IReadOnlyList<StepNode> Steps { get; set; } = [];

    /// <summary>Properties that were meant as steps and are none: an edge to one is no unknown name.</summary>
    public HashSet<string> BrokenSteps { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the steps that those properties read.</summary>
    public HashSet<string> ReadByBrokenSteps { get; } = new(StringComparer.Ordinal);

    public Topology Topology { get; set; } = null!;

    public IReadOnlyList<Column> Columns => _columns;

    /// <param name="value">The column whose value it holds under another type; null: a value of its own.</param>
    /// <param name="file">What is said of it in files; null: the same as of <paramref name="value"/>.</param>
    public Column AddColumn(
        string name,
        ITypeSymbol type,
        StepNode maker,
        Column? value = null,
        StepNode? nullOnError = null,
        bool isSuspect = false,
        bool isPartial = false,
        FileRules? file = null)
    {
        var column = new Column(_columns.Count, Names.Pascal(name), type, maker, value?.Value ?? _columns.Count)
        {
            NullOnError = nullOnError,
            File = file ?? value?.File ?? FileRules.None,
            IsSuspect = isSuspect,
            IsPartial = isPartial,
        };
        _columns.Add(column);
        return column;
    }

    /// <summary>
    /// Notes that a step lacks a column. What was lost once is missing at every step that the same rows come to, and is reported at the
    /// first.
    /// </summary>
    /// <returns>Whether it has not been reported yet.</returns>
    public bool IsFirstToMiss(string name, StepNode step)
    {
        var key = Names.Key(name);
        var above = StepNode.WithAbove(step);
        if (_missing.Exists(other => other.Key == key && other.Above.Overlaps(above)))
        {
            return false;
        }

        _missing.Add((key, above));
        return true;
    }

    /// <summary>Notes that an error was reported about a column's type: nothing more is said of its value.</summary>
    public void Suspect(Column column)
    {
        foreach (var same in _columns.Where(other => other.Value == column.Value))
        {
            same.IsSuspect = true;
        }
    }

    /// <summary>Adds a column that carries whole rows.</summary>
    public Column AddObject(INamedTypeSymbol row, StepNode maker, IEnumerable<int> members)
    {
        var column = new Column(_columns.Count, Names.Pascal(row.Name), row, maker, _columns.Count) { Members = [.. members] };
        _columns.Add(column);
        return column;
    }

    public Location? Location(ISymbol symbol) => SourceLocations.Of(symbol, Compilation);
}
