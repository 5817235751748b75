using Distil.Generators.Diagnostics;
using Distil.Generators.Planning;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>What the parts of the parser share while they look at one pipeline.</summary>
internal sealed class PipelineContext(INamedTypeSymbol pipeline, Compilation compilation, DiagnosticBag bag)
{
    private readonly List<Column> _columns = [];

    public INamedTypeSymbol Pipeline { get; } = pipeline;

    public Compilation Compilation { get; } = compilation;

    public DiagnosticBag Bag { get; } = bag;

    public Conversions Conversions { get; } = new(compilation);

    public IReadOnlyList<StepNode> Steps { get; set; } = [];

    /// <summary>Properties that were meant as steps and are none: an edge to one is no unknown name.</summary>
    public HashSet<string> BrokenSteps { get; } = new(StringComparer.Ordinal);

    public Topology Topology { get; set; } = null!;

    public IReadOnlyList<Column> Columns => _columns;

    /// <param name="value">The column whose value it holds under another type; null: a value of its own.</param>
    public Column AddColumn(
        string name, ITypeSymbol type, StepNode maker, Column? value = null, StepNode? nullOnError = null, bool isSuspect = false, bool isPartial = false)
    {
        var column = new Column(_columns.Count, Names.Pascal(name), type, maker, value?.Value ?? _columns.Count)
        {
            NullOnError = nullOnError,
            IsSuspect = isSuspect,
            IsPartial = isPartial,
        };
        _columns.Add(column);
        return column;
    }

    public Location? Place(ISymbol symbol) => SourceLocations.Of(symbol, Compilation);
}
