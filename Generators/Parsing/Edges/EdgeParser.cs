using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Edges;

/// <summary>Reads the edge attributes of each property.</summary>
internal static class EdgeParser
{
    public static void Parse(PipelineContext context)
    {
        foreach (var step in context.Steps)
        {
            Parse(step, context);
        }

        foreach (var property in context.BrokenSteps.SelectMany(name => context.Pipeline.GetMembers(name)))
        {
            var attributes = property.GetAttributes().Where(attribute => Kind(attribute) is not null);
            context.ReadByBrokenSteps.UnionWith(attributes.SelectMany(EdgeNames).Select(name => name.Name ?? ""));
        }

        foreach (var step in context.Steps)
        {
            foreach (var edge in step.Edges)
            {
                AddReader(step, edge.Step.Name, context);
            }
        }
    }

    private static void AddReader(StepNode step, string? read, PipelineContext context)
    {
        if (context.Steps.FirstOrDefault(other => other.Name == read) is { } above && above != step && !above.Readers.Contains(step))
        {
            above.Readers.Add(step);
        }
    }

    private static void Parse(StepNode step, PipelineContext context)
    {
        var attributes = Attributes(step, context);
        if (attributes.Count == 0)
        {
            return;
        }

        if (attributes.Count > 1 && !CheckSeveral(step, attributes, context))
        {
            GoOn(step, attributes, context);
            return;
        }

        var first = attributes[0];
        step.InputKind = first.Kind;
        if (first.Kind != InputKind.From)
        {
            ParseFanIn(step, first, context);
            return;
        }

        if (Find(step, first.Names[0], context) is not { } from)
        {
            return;
        }

        var routes = new List<Route>();
        foreach (var edge in attributes)
        {
            if (RouteParser.FindWhen(edge.Attribute) is { } when)
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

        step.Edges.Add(new EdgeNode(from, first.Names[0].Location, routes));
    }

    /// <summary>
    /// After an error that was reported: the columns of what the first attribute names have names below, and what the others name is read,
    /// too.
    /// </summary>
    private static void GoOn(StepNode step, List<EdgeAttribute> attributes, PipelineContext context)
    {
        step.HasBrokenEdges = true;
        step.InputKind = attributes[0].Kind;
        foreach (var name in attributes[0].Names)
        {
            var found = context.Steps.FirstOrDefault(other => other.Name == name.Name && other != step && other.Kind != StepKind.Sink);
            if (found is not null && !step.Edges.Exists(edge => edge.Step == found))
            {
                step.Edges.Add(new EdgeNode(found, name.Location, []));
            }
        }

        attributes.Skip(1).SelectMany(edge => edge.Names).ToList().ForEach(name => AddReader(step, name.Name, context));
    }

    /// <summary>Checks several edge attributes on one property: they must be routes of one router.</summary>
    private static bool CheckSeveral(StepNode step, List<EdgeAttribute> attributes, PipelineContext context)
    {
        var second = attributes[1];
        var isOneStep = attributes.All(edge => edge.Kind == InputKind.From && edge.Names[0].Name == attributes[0].Names[0].Name);
        if (!isOneStep)
        {
            // One [Merge] or [Zip] alone is allowed: the compiler says so.
            var kinds = attributes.GroupBy(edge => edge.Attribute.AttributeClass!.Name, StringComparer.Ordinal);
            if (kinds.Any(kind => kind.Key != "FromAttribute" && kind.Count() > 1))
            {
                context.Bag.MarkBroken();
                return false;
            }

            // With another name it may be one step.
            var wrong = attributes
                .SelectMany(edge => edge.Names)
                .FirstOrDefault(name => context.Steps.All(other => other.Name != name.Name) || name.Name == step.Name);
            if (wrong is not null)
            {
                Find(step, wrong, context);
                return false;
            }

            context.Bag.Report(
                GraphRules.SeveralEdges,
                SourceLocations.Of(second.Attribute) ?? step.Location,
                step.Name,
                string.Join(" and ", attributes.Select(edge => edge.Text)));
            return false;
        }

        var routes = new List<object?>();
        foreach (var edge in attributes)
        {
            var route = RouteParser.FindWhen(edge.Attribute)?.Value;
            if (routes.Contains(route) || (routes.Count > 0 && (route is null || routes.Contains(null))))
            {
                context.Bag.Report(
                    GraphRules.EdgeTwice, edge.Names[0].Location ?? step.Location, step.Name, edge.Names[0].Name ?? "");
                return false;
            }

            routes.Add(route);
        }

        return true;
    }

    private static void ParseFanIn(StepNode step, EdgeAttribute edge, PipelineContext context)
    {
        if (edge.Names.Count < 2)
        {
            context.Bag.Report(
                GraphRules.TooFewBranches,
                SourceLocations.Of(edge.Attribute) ?? step.Location,
                additional: null,
                [step.Name, edge.Kind.ToString(), edge.Names.Count == 0 ? "none" : $"'{edge.Names[0].Name}' alone"],
                FixData.Empty.With(FixProperties.Edges, edge.Names.Count == 1 ? "From" : null));
            step.HasBrokenEdges = true;
            return;
        }

        if (RouteParser.FindWhen(edge.Attribute) is not null)
        {
            context.Bag.Report(RouteRules.WhenOnJoin, SourceLocations.OfSetting(edge.Attribute, "When") ?? step.Location, step.Name);
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
                context.Bag.Report(GraphRules.EdgeTwice, name.Location ?? step.Location, step.Name, branch.Name);
                step.HasBrokenEdges = true;
                continue;
            }

            step.Edges.Add(new EdgeNode(branch, name.Location, []));
        }
    }

    /// <summary>The step of this name that can be read; null, with the edge marked as broken, where there is none.</summary>
    private static StepNode? Find(StepNode step, EdgeName name, PipelineContext context)
    {
        var location = name.Location ?? step.Location;
        var found = context.Steps.FirstOrDefault(candidate => candidate.Name == name.Name);
        if (found is null)
        {
            if ((name.Name is not null && context.BrokenSteps.Contains(name.Name)) || IsUnknownToCompiler(location, context))
            {
                context.Bag.MarkBroken();
            }
            else
            {
                var others = context.Steps.Where(other => other != step).Select(other => other.Name);
                context.Bag.Report(
                    GraphRules.UnknownStep,
                    location,
                    additional: null,
                    [step.Name, name.Name ?? "null", NearestName.Hint(name.Name ?? "", others, "; there is no other step")],
                    FixData.Empty.With(FixProperties.Nearest, NearestName.Find(name.Name ?? "", others)));
            }
        }
        else if (step.Kind == StepKind.Source && step.Shape.IsKindCertain)
        {
            context.Bag.Report(GraphRules.SourceWithEdge, location, step.Name, found.Name);
        }
        else if (found == step)
        {
            context.Bag.Report(GraphRules.EdgeToItself, location, step.Name);
        }
        else if (found.Kind == StepKind.Sink && found.Shape.IsKindCertain)
        {
            context.Bag.Report(GraphRules.ReadsSink, location, step.Name, found.Name);
        }
        else
        {
            return found;
        }

        step.HasBrokenEdges = true;
        return null;
    }

    /// <summary>Whether the attribute has a <c>nameof</c> of something that does not exist, which the compiler reports.</summary>
    private static bool IsUnknownToCompiler(Location? location, PipelineContext context)
    {
        if (location?.SourceTree is not { } tree || !context.Compilation.ContainsSyntaxTree(tree))
        {
            return false;
        }

        var call = tree
            .GetRoot()
            .FindNode(location.SourceSpan)
            .DescendantNodesAndSelf()
            .OfType<InvocationExpressionSyntax>()
            .FirstOrDefault();
        return call is { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } }
            && call.ArgumentList.Arguments is [{ Expression: { } named }]
            && context.Compilation.GetSemanticModel(tree).GetSymbolInfo(named) is { Symbol: null, CandidateSymbols.IsEmpty: true };
    }

    private static List<EdgeAttribute> Attributes(StepNode step, PipelineContext context)
    {
        var edges = new List<EdgeAttribute>();
        foreach (var attribute in step.Property.GetAttributes())
        {
            if (Kind(attribute) is not { } kind)
            {
                continue;
            }

            if (attribute.AttributeConstructor is null)
            {
                // Of names too few or of another type the compiler tells.
                step.HasBrokenEdges = true;
                context.Bag.MarkBroken();
                continue;
            }

            var names = EdgeNames(attribute);
            edges.Add(new EdgeAttribute(kind == InputKind.From && names.Count > 1 ? InputKind.Join : kind, attribute, names));
        }

        return edges;
    }

    private static InputKind? Kind(AttributeData attribute) => attribute.AttributeClass switch
    {
        var type when WellKnownTypes.IsDistil(type, "FromAttribute") => InputKind.From,
        var type when WellKnownTypes.IsDistil(type, "MergeAttribute") => InputKind.Merge,
        var type when WellKnownTypes.IsDistil(type, "ZipAttribute") => InputKind.Zip,
        _ => null,
    };

    /// <summary>All names that the constructor was given, those of a <c>params</c> array one by one.</summary>
    private static List<EdgeName> EdgeNames(AttributeData attribute)
    {
        var names = new List<EdgeName>();
        for (var i = 0; i < attribute.ConstructorArguments.Length; i++)
        {
            var argument = attribute.ConstructorArguments[i];
            if (argument.Kind != TypedConstantKind.Array || argument.IsNull)
            {
                // Null in the place of the names is a name that nothing has.
                names.Add(new EdgeName(argument.IsNull ? null : argument.Value as string, SourceLocations.OfArgument(attribute, i)));
            }
            else
            {
                for (var item = 0; item < argument.Values.Length; item++)
                {
                    names.Add(new EdgeName(argument.Values[item].Value as string, SourceLocations.OfArgument(attribute, i, item)));
                }
            }
        }

        return names;
    }

    private sealed record EdgeName(string? Name, Location? Location);

    private sealed record EdgeAttribute(InputKind Kind, AttributeData Attribute, IReadOnlyList<EdgeName> Names)
    {
        public string Text => Kind is InputKind.From or InputKind.Join ? "[From]" : $"[{Kind}]";
    }
}
