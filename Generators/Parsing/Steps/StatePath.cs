using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Follows an expression such as <c>_counts[text].Total</c> to what it begins with.</summary>
internal static class StatePath
{
    /// <summary>The field, property or parameter at the beginning; null where a call or a local stands there.</summary>
    public static IOperation? Root(IOperation operation)
    {
        var current = operation;
        while (Owner(current) is { } owner)
        {
            current = owner;
        }

        return current is IMemberReferenceOperation or IParameterReferenceOperation ? current : null;
    }

    /// <summary>Whether some part is a collection that several callers may change at a time.</summary>
    public static bool IsShared(IOperation operation)
    {
        for (var current = Owner(operation); current is not null; current = Owner(current))
        {
            if (IsIn(current.Type, "System.Collections.Concurrent"))
            {
                return true;
            }
        }

        return IsIn(operation.Type, "System.Collections.Concurrent");
    }

    public static bool IsIn(ITypeSymbol? type, string @namespace) => type?.ContainingNamespace?.ToDisplayString() == @namespace;

    /// <summary>The object of which the expression is a member or an element; null at the beginning.</summary>
    private static IOperation? Owner(IOperation operation) => operation switch
    {
        IMemberReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } reference => reference.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        IImplicitIndexerReferenceOperation element => element.Instance,
        IInlineArrayAccessOperation element => element.Instance,
        IConversionOperation conversion => conversion.Operand,
        IParenthesizedOperation parenthesized => parenthesized.Operand,
        IConditionalAccessInstanceOperation instance => Access(instance)?.Operation,
        _ => null,
    };

    /// <summary>The nearest <c>?.</c> behind which the expression stands.</summary>
    private static IConditionalAccessOperation? Access(IConditionalAccessInstanceOperation instance)
    {
        IOperation child = instance;
        for (var current = instance.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access;
            }

            child = current;
        }

        return null;
    }
}
