using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Code;

/// <summary>
/// Checks that a router returned a member of its enum. Without the check, a row with another value would vanish silently.
/// </summary>
internal static class RouteCheck
{
    /// <summary>
    /// The statement that throws where a router gave no member; null where the enum has no member to be held to, or every value is one.
    /// </summary>
    /// <param name="step">The router.</param>
    /// <param name="route">What it gave, as a local.</param>
    /// <param name="throwing">Makes of the exception what is thrown.</param>
    public static string? Statement(StepModel step, string route, Func<string, string>? throwing = null)
    {
        var type = step.RouteType!;
        if (type.Members.Count == 0 || (type.IsFlags && type.Members[0].First == -1))
        {
            return null;
        }

        var value = $"unchecked((long){route})";
        var isWrong = type.IsFlags
            ? $"({value} & ~{Number(type.Members[0].First)}) != 0"
            : $"{value} is not {Pattern(type.Members)}";
        var name = type.Type.Substring(type.Type.LastIndexOfAny(['.', ':']) + 1);
        var exception =
            $"{(type.IsFlags ? "NoFlags" : "NoRoute")}({Names.Literal(step.Name)}, {Names.Literal(step.Method!.Name)}, "
                + $"{Names.Literal(name)}, (decimal){route})";
        return $"if ({isWrong}) {{ throw {(throwing is null ? exception : throwing(exception))}; }}";
    }

    /// <summary>The condition that a router chose one of these routes.</summary>
    /// <param name="route">What it chose, as a local.</param>
    public static string Condition(string route, EquatableArray<string> routes, bool isFlags) =>
        !isFlags ? $"{route} is {string.Join(" or ", routes)}"
        : routes.Count == 1 ? $"({route} & {routes[0]}) != 0"
        : $"({route} & ({string.Join(" | ", routes)})) != 0";

    private static string Pattern(EquatableArray<RouteRange> ranges)
    {
        var parts = ranges.Select(range => range.First == range.Last
            ? Number(range.First)
            : $"(>= {Number(range.First)} and <= {Number(range.Last)})").ToList();
        return parts.Count == 1 ? parts[0] : $"({string.Join(" or ", parts)})";
    }

    // The least of all has no literal of its own.
    private static string Number(long value) => value switch
    {
        long.MinValue => "long.MinValue",
        < 0 => $"({value.ToString(System.Globalization.CultureInfo.InvariantCulture)}L)",
        _ => $"{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}L",
    };
}
