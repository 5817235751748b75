using Distil.Generators.Model;
using Distil.Generators.Parsing.Steps;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>One step of a pipeline while it is parsed: the attributes of its property, and what the parser has found.</summary>
internal sealed class StepNode(int index, IPropertySymbol property, StepShape shape, Location? location)
{
    public int Index { get; } = index;

    public IPropertySymbol Property { get; } = property;

    public StepShape Shape { get; } = shape;

    /// <summary>The property's identifier.</summary>
    public Location? Location { get; } = location;

    public string Name => Property.Name;

    public StepKind Kind => Shape.Kind;

    public MethodForm Form => Shape.Form;

    /// <summary>The attribute of the step's kind on the property.</summary>
    public AttributeData? SettingsAttribute { get; set; }

    public SettingsModel Settings { get; set; } = null!;

    public InputKind InputKind { get; set; }

    public List<EdgeNode> Edges { get; } = [];

    /// <summary>Whether some edge is wrong or missing, so that not all of its rows are known.</summary>
    public bool HasBrokenEdges { get; set; }

    /// <summary>Whether the rows that come in are known: every edge above is right, and leads to a source in the end.</summary>
    public bool KnowsRows { get; set; }

    /// <summary>Whether columns are missing here for no known reason, which was reported. Other rows may be meant then.</summary>
    public bool LacksColumn { get; set; }

    /// <summary>Whether it is no source and has no edge.</summary>
    public bool IsUnconnected { get; set; }

    /// <summary>Whether some <c>When</c> is wrong.</summary>
    public bool HasBrokenRoutes { get; set; }

    /// <summary>Whether some column of its own has an invalid name.</summary>
    public bool HasBrokenOutputs { get; set; }

    public List<StepNode> Readers { get; } = [];

    public bool IsLeaf => Readers.Count == 0 && Kind != StepKind.Sink;

    public bool MakesNewRows => Form == MethodForm.All && Settings.NewRows;

    /// <summary>Whether its rows begin a new numbering.</summary>
    public bool StartsNewSource => Kind == StepKind.Source || MakesNewRows || InputKind == InputKind.Zip;

    /// <summary>Whether all columns that come in, or go out, are known; if not, none is said to be missing.</summary>
    public bool KnowsInputs { get; set; } = true;

    public bool KnowsOutputs { get; set; } = true;

    public List<Column> Inputs { get; set; } = [];

    public List<Column> Outputs { get; set; } = [];

    /// <summary>The rows that come as objects.</summary>
    public List<RowObject> IncomingObjects { get; set; } = [];

    /// <summary>The rows that leave it as objects.</summary>
    public List<RowObject> Objects { get; set; } = [];

    public List<CombinedColumnModel> Combined { get; } = [];

    public IReadOnlyList<Mapping> InputMappings { get; set; } = [];

    public IReadOnlyList<Mapping> OutputMappings { get; set; } = [];

    public List<ArgumentModel> Arguments { get; set; } = [];

    public List<OutputMemberModel> Made { get; set; } = [];

    /// <summary>Rows that are made of columns here.</summary>
    public List<RowBuildModel> Builds { get; } = [];

    public List<RefinementModel> Refinements { get; } = [];

    /// <summary>The step, and every one whose rows come to it.</summary>
    public static HashSet<StepNode> WithAbove(StepNode step)
    {
        var above = new HashSet<StepNode>();
        var open = new Stack<StepNode>([step]);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (above.Add(next))
            {
                next.Edges.ForEach(edge => open.Push(edge.Step));
            }
        }

        return above;
    }
}
