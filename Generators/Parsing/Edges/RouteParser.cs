using System.Globalization;
using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Edges;

/// <summary>Reads the routes that steps take from routers.</summary>
internal static class RouteParser
{
    /// <summary>The <c>When</c> of a <c>[From]</c>; null where there is none.</summary>
    public static TypedConstant? FindWhen(AttributeData attribute) =>
        NamedArguments.Find(attribute, "When") is { IsNull: false } when ? when : null;

    public static INamedTypeSymbol? RouteType(StepNode router) => router.Shape.Method?.Result as INamedTypeSymbol;

    /// <returns>Null where the route is none of the router's, or the router is not understood.</returns>
    public static Route? Parse(StepNode step, StepNode router, AttributeData attribute, TypedConstant when, PipelineContext context)
    {
        var location = SourceLocations.OfSetting(attribute, "When") ?? step.Location;
        if (router.Kind != StepKind.Router)
        {
            if (!router.Shape.IsKindCertain)
            {
                return null;
            }

            context.Bag.Report(RouteRules.WhenOnNoRouter, location, step.Name, router.Name);
            return null;
        }

        if (RouteType(router) is not { } type)
        {
            return null;
        }

        if (when.Kind != TypedConstantKind.Enum || !SymbolEqualityComparer.Default.Equals(when.Type, type))
        {
            context.Bag.Report(
                RouteRules.WhenOfAnotherType,
                location,
                additional: null,
                [step.Name, router.Name, Text(when), when.Type is null ? "null" : TypeNames.Message(when.Type), TypeNames.Message(type)],
                Fix(Text(when), type));
            return null;
        }

        var bits = Bits(when.Value);
        var route = Routes(type).FirstOrDefault(candidate => candidate.Bits == bits);
        if (route is not null)
        {
            return route;
        }

        var isNone = WellKnownTypes.IsFlags(type) && bits == 0;
        var isKnown = Members(type).Any(member => Bits(member.ConstantValue) == bits);
        context.Bag.Report(
            RouteRules.WhenNoSingleMember,
            location,
            step.Name,
            router.Name,
            Text(when),
            isNone ? "no way" : isKnown || IsCombination(type, bits) ? "a combination of flags" : "no member",
            TypeNames.Message(type),
            isKnown || isNone ? "" : NearestName.Hint("", Routes(type).Select(candidate => candidate.Name), ""));
        return null;
    }

    private static FixData Fix(string written, INamedTypeSymbol type)
    {
        var routes = Routes(type).ToList();
        var nearest = NearestName.Find(written, routes.Select(route => route.Name));
        return FixData.Empty.With(FixProperties.Nearest, routes.FirstOrDefault(route => route.Name == nearest)?.Code);
    }

    /// <summary>Warns of routes that no step takes.</summary>
    public static void CheckRoutes(StepNode router, PipelineContext context)
    {
        // After an error, what would have taken a route is not known: an edge that is wrong may be the very one.
        if (context.Bag.HasErrors || router.Kind != StepKind.Router || router.Readers.Count == 0 || RouteType(router) is not { } type)
        {
            return;
        }

        var edges = context.Steps
            .SelectMany(step => step.Edges.Where(edge => edge.Step == router).Select(edge => (Reader: step, Edge: edge)))
            .ToList();
        if (edges.Any(edge => edge.Edge.Routes.Count == 0))
        {
            return;
        }

        var taken = edges.SelectMany(edge => edge.Edge.Routes).Select(route => route.Bits).ToList();
        var missing = Routes(type).Where(route => !taken.Contains(route.Bits)).ToList();
        if (missing.Count > 0)
        {
            context.Bag.Report(
                RouteRules.RouteWithoutEdge,
                router.Location,
                additional: null,
                [router.Name, string.Join(", ", missing.Select(route => $"'{route.Name}'"))],
                FixData.Empty
                    .With(FixProperties.Routes, missing.Select(route => route.Code))
                    .With(FixProperties.RouteNames, FreeNames.ForLeaves(missing.Select(route => route.Name), context)));
        }
    }

    /// <summary>The single routes: of flags, the members of one bit; of several names for one value, the first.</summary>
    private static IEnumerable<Route> Routes(INamedTypeSymbol type)
    {
        var isFlags = WellKnownTypes.IsFlags(type);
        var seen = new HashSet<long>();
        foreach (var member in Members(type))
        {
            var bits = Bits(member.ConstantValue);
            var isRoute = !isFlags || (bits != 0 && (bits & (bits - 1)) == 0);
            if (isRoute && seen.Add(bits))
            {
                yield return new Route(member.Name, TypeNames.Member(member), bits);
            }
        }
    }

    /// <summary>The values of the members, sorted, as ranges without gaps; of flags, the one value that has all of their bits.</summary>
    public static IEnumerable<RouteRange> Values(INamedTypeSymbol type)
    {
        var values = Members(type).Select(member => Bits(member.ConstantValue)).Distinct().OrderBy(value => value).ToList();
        if (WellKnownTypes.IsFlags(type))
        {
            var bits = values.Aggregate(0L, (all, value) => all | value);
            return [new RouteRange(bits, bits)];
        }

        var ranges = new List<RouteRange>();
        foreach (var value in values)
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1] is var last && value == last.Last + 1)
            {
                ranges[ranges.Count - 1] = last with { Last = value };
            }
            else
            {
                ranges.Add(new RouteRange(value, value));
            }
        }

        return ranges;
    }

    private static IEnumerable<IFieldSymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue && field.CanBeReferencedByName);

    private static bool IsCombination(INamedTypeSymbol type, long bits) =>
        WellKnownTypes.IsFlags(type) && (bits & ~Routes(type).Aggregate(0L, (all, route) => all | route.Bits)) == 0;

    private static string Text(TypedConstant when)
    {
        if (when.Kind == TypedConstantKind.Enum && when.Type is INamedTypeSymbol type)
        {
            var bits = Bits(when.Value);
            if (Members(type).FirstOrDefault(candidate => Bits(candidate.ConstantValue) == bits) is { } member)
            {
                return member.Name;
            }

            return IsCombination(type, bits)
                ? string.Join(" | ", Routes(type).Where(route => (route.Bits & bits) != 0).Select(route => route.Name))
                : Number(when.Value);
        }

        return when.Kind == TypedConstantKind.Primitive ? Number(when.Value) : when.Type?.Name ?? "null";
    }

    private static string Number(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static long Bits(object? value) => value switch
    {
        ulong large => unchecked((long)large),
        null => 0,
        IConvertible convertible => convertible.ToInt64(CultureInfo.InvariantCulture),
        _ => 0,
    };
}
