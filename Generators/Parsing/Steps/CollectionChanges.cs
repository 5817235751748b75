using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Finds the calls that change a collection of the framework or a <c>StringBuilder</c>.</summary>
internal static class CollectionChanges
{
    private static readonly string[] s_beginnings = ["Add", "Insert", "Remove", "Append"];

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "Clear", "Push", "Pop", "Enqueue", "Dequeue", "TryAdd", "Sort", "Reverse",
    };

    /// <summary>The collection that the call changes; null: it changes none, or one of a type of which nothing is known.</summary>
    public static IOperation? Target(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (!s_names.Contains(method.Name) && !s_beginnings.Any(beginning => method.Name.StartsWith(beginning, StringComparison.Ordinal)))
        {
            return null;
        }

        // Of extensions, those of LINQ change nothing; those that stand beside the collections do.
        var target = invocation.Instance
            ?? (method.IsExtensionMethod && IsOfCollections(method.ContainingType) ? invocation.Arguments.FirstOrDefault()?.Value : null);
        while (target is IConversionOperation { IsImplicit: true } conversion)
        {
            target = conversion.Operand;
        }

        return target is not (null or IInstanceReferenceOperation)
            && (IsOfCollections(target.Type) || WellKnownTypes.Is(target.Type, "System.Text", "StringBuilder"))
            ? target
            : null;
    }

    private static bool IsOfCollections(ITypeSymbol? type) =>
        StatePath.IsIn(type, "System.Collections") || StatePath.IsIn(type, "System.Collections.Generic");
}
