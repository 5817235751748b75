using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>Tells of steps that read no step, and which ones they could read.</summary>
internal sealed class UnconnectedSteps
{
    private const int Most = 3;

    private readonly PipelineContext _context;

    private readonly Dictionary<StepNode, IReadOnlyList<StepNode>> _candidates = [];

    private UnconnectedSteps(PipelineContext context) => _context = context;

    public static void Check(PipelineContext context)
    {
        var steps = new UnconnectedSteps(context);
        foreach (var step in context.Steps.Where(step => step.IsUnconnected))
        {
            context.Bag.Report(
                GraphRules.NotConnected,
                step.Location,
                additional: null,
                [step.Name],
                FixData.Empty.With(FixProperties.Candidates, steps.Candidates(step).Select(candidate => candidate.Name)));
        }
    }

    /// <summary>
    /// The steps that have the columns that it needs, the nearest declared before it first; if none has, the step before it.
    /// </summary>
    private IReadOnlyList<StepNode> Candidates(StepNode step)
    {
        if (_candidates.TryGetValue(step, out var known))
        {
            return known;
        }

        // While it is looked for, a circle ends here.
        _candidates[step] = [];
        var others = _context.Steps
            .Where(other => other != step && other.Kind != StepKind.Sink && !Reads(other, step))
            .OrderBy(other => other.Index < step.Index ? step.Index - other.Index : _context.Steps.Count + other.Index)
            .ToList();
        var fitting = others.Where(other => Fits(step, Columns(other, []))).Take(Most).ToList();
        return _candidates[step] = fitting.Count > 0 ? fitting : others.Take(1).ToList();
    }

    /// <summary>What leaves a step, with what would come if the unconnected ones above it read what is offered to them.</summary>
    private IReadOnlyList<Column> Columns(StepNode step, HashSet<StepNode> seen)
    {
        if (step.KnowsOutputs || !seen.Add(step))
        {
            return step.Outputs;
        }

        var above = step.IsUnconnected ? Candidates(step).Take(1) : step.Edges.Select(edge => edge.Step);
        return [.. step.Outputs, .. above.SelectMany(from => Columns(from, seen))];
    }

    private bool Fits(StepNode step, IReadOnlyList<Column> columns)
    {
        bool Has(string name, ITypeSymbol type)
        {
            var wanted = step.InputMappings.FirstOrDefault(mapping => Names.Same(mapping.Target, name))?.Column ?? name;
            return columns.Any(column =>
                Names.Same(column.Name, wanted) && _context.Conversions.Classify(column.Type, type) == Match.Converts);
        }

        return (step.Shape.Method?.Parameters ?? []).All(parameter =>
            parameter.Kind != ArgumentKind.Column
            || parameter.IsOptional
            || Has(parameter.Name, parameter.Type)
            || (parameter.Row is { } row && row.Members.All(member => member.IsOptional || Has(member.Name, member.Type))));
    }

    private static bool Reads(StepNode step, StepNode above)
    {
        var seen = new HashSet<StepNode>();
        var open = new Stack<StepNode>([step]);
        while (open.Count > 0)
        {
            foreach (var edge in open.Pop().Edges)
            {
                if (edge.Step == above)
                {
                    return true;
                }

                if (seen.Add(edge.Step))
                {
                    open.Push(edge.Step);
                }
            }
        }

        return false;
    }
}
