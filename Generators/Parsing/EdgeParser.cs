using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>Reads the edge attributes of each property.</summary>
internal static class EdgeParser
{
    public static void Parse(PipelineContext context)
    {
        foreach (var step in context.Steps)
        {
            Parse(step, context);
        }

        foreach (var step in context.Steps)
        {
            foreach (var edge in step.Edges.Where(edge => !edge.Step.Readers.Contains(step)))
            {
                edge.Step.Readers.Add(step);
            }
        }
    }

    private static void Parse(StepNode step, PipelineContext context)
    {
        var attributes = Attributes(step);
        if (attributes.Count == 0)
        {
            return;
        }

        if (attributes.Count > 1 && !CheckSeveral(step, attributes, context))
        {
            step.HasBrokenEdges = true;
            return;
        }

        var first = attributes[0];
        step.InputKind = first.Kind;
        if (first.Kind != InputKind.From)
        {
            ParseMeeting(step, first, context);
            return;
        }

        if (Find(step, first.Names[0], context) is not { } from)
        {
            return;
        }

        var routes = new List<Route>();
        foreach (var edge in attributes)
        {
            if (RouteParser.Given(edge.Attribute) is { } when)
            {
                var route = RouteParser.Parse(step, from, edge.Attribute, when, context);
                if (route is null)
                {
                    step.HasBrokenRoutes = true;
                }
                else
                {
                    routes.Add(route);
                }
            }
        }

        step.Edges.Add(new EdgeNode(from, first.Names[0].Place, routes));
    }

    /// <summary>Several attributes are several ways of one router, and nothing else.</summary>
    private static bool CheckSeveral(StepNode step, List<EdgeAttribute> attributes, PipelineContext context)
    {
        var second = attributes[1];
        var isOneStep = attributes.All(edge => edge.Kind == InputKind.From && edge.Names[0].Name == attributes[0].Names[0].Name);
        if (!isOneStep)
        {
            context.Bag.Report(
                GraphRules.SeveralEdges,
                SourceLocations.Of(second.Attribute) ?? step.Place,
                step.Name,
                string.Join(" and ", attributes.Select(edge => edge.Text)));
            return false;
        }

        var ways = new List<object?>();
        foreach (var edge in attributes)
        {
            var way = RouteParser.Given(edge.Attribute)?.Value;
            if (ways.Contains(way) || (ways.Count > 0 && (way is null || ways.Contains(null))))
            {
                context.Bag.Report(
                    GraphRules.EdgeTwice, edge.Names[0].Place ?? step.Place, step.Name, edge.Names[0].Name ?? "");
                return false;
            }

            ways.Add(way);
        }

        return true;
    }

    private static void ParseMeeting(StepNode step, EdgeAttribute edge, PipelineContext context)
    {
        if (edge.Names.Count < 2)
        {
            context.Bag.Report(
                GraphRules.TooFewBranches,
                SourceLocations.Of(edge.Attribute) ?? step.Place,
                additional: null,
                [step.Name, edge.Kind.ToString(), edge.Names.Count == 0 ? "none" : $"'{edge.Names[0].Name}' alone"],
                FixData.Empty.With(FixProperties.Edges, edge.Names.Count == 1 ? "From" : null));
            step.HasBrokenEdges = true;
            return;
        }

        if (RouteParser.Given(edge.Attribute) is not null)
        {
            context.Bag.Report(RouteRules.WhenOnJoin, SourceLocations.OfSetting(edge.Attribute, "When") ?? step.Place, step.Name);
            step.HasBrokenEdges = true;
        }

        foreach (var name in edge.Names)
        {
            if (Find(step, name, context) is not { } branch)
            {
                continue;
            }

            if (step.Edges.Any(other => other.Step == branch))
            {
                context.Bag.Report(GraphRules.EdgeTwice, name.Place ?? step.Place, step.Name, branch.Name);
                step.HasBrokenEdges = true;
                continue;
            }

            step.Edges.Add(new EdgeNode(branch, name.Place, []));
        }
    }

    /// <summary>The step of this name that can be read; null, with the edge marked as broken, where there is none.</summary>
    private static StepNode? Find(StepNode step, EdgeName name, PipelineContext context)
    {
        var place = name.Place ?? step.Place;
        var found = context.Steps.FirstOrDefault(candidate => candidate.Name == name.Name);
        if (found is null)
        {
            if (name.Name is not null && context.BrokenSteps.Contains(name.Name))
            {
                context.Bag.MarkBroken();
            }
            else
            {
                var others = context.Steps.Where(other => other != step).Select(other => other.Name);
                context.Bag.Report(
                    GraphRules.UnknownStep,
                    place,
                    additional: null,
                    [step.Name, name.Name ?? "null", NearestName.Hint(name.Name ?? "", others, "; there is no other step")],
                    FixData.Empty.With(FixProperties.Nearest, NearestName.Find(name.Name ?? "", others)));
            }
        }
        else if (step.Kind == StepKind.Source)
        {
            context.Bag.Report(GraphRules.SourceWithEdge, place, step.Name, found.Name);
        }
        else if (found == step)
        {
            context.Bag.Report(GraphRules.EdgeToItself, place, step.Name);
        }
        else if (found.Kind == StepKind.Sink)
        {
            context.Bag.Report(GraphRules.ReadsSink, place, step.Name, found.Name);
        }
        else
        {
            return found;
        }

        step.HasBrokenEdges = true;
        return null;
    }

    private static List<EdgeAttribute> Attributes(StepNode step)
    {
        var edges = new List<EdgeAttribute>();
        foreach (var attribute in step.Property.GetAttributes())
        {
            if (WellKnownTypes.IsDistil(attribute.AttributeClass, "FromAttribute"))
            {
                var names = EdgeNames(attribute);
                if (names.Count > 0)
                {
                    edges.Add(new EdgeAttribute(names.Count > 1 ? InputKind.Join : InputKind.From, attribute, names));
                }
            }
            else if (WellKnownTypes.IsDistil(attribute.AttributeClass, "MergeAttribute"))
            {
                edges.Add(new EdgeAttribute(InputKind.Merge, attribute, EdgeNames(attribute)));
            }
            else if (WellKnownTypes.IsDistil(attribute.AttributeClass, "ZipAttribute"))
            {
                edges.Add(new EdgeAttribute(InputKind.Zip, attribute, EdgeNames(attribute)));
            }
        }

        return edges;
    }

    /// <summary>All names that the constructor was given, those of a <c>params</c> array one by one.</summary>
    private static List<EdgeName> EdgeNames(AttributeData attribute)
    {
        var names = new List<EdgeName>();
        for (var i = 0; i < attribute.ConstructorArguments.Length; i++)
        {
            var argument = attribute.ConstructorArguments[i];
            if (argument.Kind != TypedConstantKind.Array)
            {
                names.Add(new EdgeName(argument.Value as string, SourceLocations.OfArgument(attribute, i)));
            }
            else if (!argument.IsNull)
            {
                for (var item = 0; item < argument.Values.Length; item++)
                {
                    names.Add(new EdgeName(argument.Values[item].Value as string, SourceLocations.OfArgument(attribute, i, item)));
                }
            }
        }

        return names;
    }

    private sealed record EdgeName(string? Name, Location? Place);

    private sealed record EdgeAttribute(InputKind Kind, AttributeData Attribute, IReadOnlyList<EdgeName> Names)
    {
        public string Text => Kind is InputKind.From or InputKind.Join ? "[From]" : $"[{Kind}]";
    }
}
