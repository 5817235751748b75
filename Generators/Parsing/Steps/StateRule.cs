using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Distil.Generators.Parsing.Steps;

/// <summary>
/// Warns of a step whose method changes state that outlives the call: a member of the step, or an object that a member refers to.
/// </summary>
internal static class StateRule
{
    public static void Register(SymbolStartAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class
            || type.GetAttributes().IsEmpty
            || StepKinds.Of(type) is not [var (kind, _)]
            || kind == StepKind.Sink)
        {
            return;
        }

        var names = new HashSet<string>(
            StepKinds.Methods(kind).SelectMany(method => new[] { method.Name, method.Name + "Async" }), StringComparer.Ordinal);
        context.RegisterOperationAction(
            operation => Analyze(operation, type, names),
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment,
            OperationKind.CoalesceAssignment,
            OperationKind.Increment,
            OperationKind.Decrement,
            OperationKind.DeconstructionAssignment,
            OperationKind.Argument,
            OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol type, HashSet<string> names)
    {
        if (context.ContainingSymbol is not IMethodSymbol method || !names.Contains(method.Name)
            || !SymbolEqualityComparer.Default.Equals(method.ContainingType, type)
            || IsInAttribute(context.Operation))
        {
            return;
        }

        foreach (var target in Targets(context.Operation))
        {
            if (State(target, isAssigned: context.Operation is not IInvocationOperation) is { } state)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    ShapeRules.StepKeepsState.Linked(context.Options), target.Syntax.GetLocation(), type.Name, state.Name, method.Name));
            }
        }
    }

    /// <summary>A named argument of an attribute has the shape of an assignment.</summary>
    private static bool IsInAttribute(IOperation operation)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current.Kind == OperationKind.Attribute)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The expressions that an operation assigns or changes.</summary>
    private static IEnumerable<IOperation> Targets(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => Elements(tuple),
        IAssignmentOperation assignment => new[] { assignment.Target },
        IIncrementOrDecrementOperation step => new[] { step.Target },
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => new[] { argument.Value },
        IInvocationOperation invocation when CollectionChanges.Target(invocation) is { } changed => new[] { changed },
        _ => Enumerable.Empty<IOperation>(),
    };

    private static IEnumerable<IOperation> Elements(ITupleOperation tuple) =>
        tuple.Elements.SelectMany(element => element is ITupleOperation inner ? Elements(inner) : new[] { element });

    /// <summary>
    /// The member or constructor's parameter of the step, or the static member, of which the target is a part; null: there is none.
    /// </summary>
    /// <param name="isAssigned">The target itself becomes another; false: the object that it refers to is changed.</param>
    private static ISymbol? State(IOperation target, bool isAssigned)
    {
        var symbol = target switch
        {
            IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference when isAssigned && Outlives(reference) =>
                reference.Member,
            _ => StatePath.Root(target) is { } root && (root == target || !StatePath.IsShared(target)) ? Kept(root) : null,
        };
        return symbol is IPropertySymbol && WellKnownTypes.Attribute(symbol, "RuntimeParameter") is not null ? null : symbol;
    }

    /// <summary>
    /// The member that keeps an object from one call to the next; null if there is none. A property that computes its value keeps nothing.
    /// </summary>
    private static ISymbol? Kept(IOperation root) => root switch
    {
        IFieldReferenceOperation reference when Outlives(reference) => reference.Field,
        IPropertyReferenceOperation reference when Outlives(reference) && IsAuto(reference.Property) => reference.Property,
        IParameterReferenceOperation reference => Captured(reference),
        _ => null,
    };

    private static IParameterSymbol? Captured(IParameterReferenceOperation reference) =>
        reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? reference.Parameter : null;

    private static bool IsAuto(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition));

    /// <summary>A member of the step or of a type, and not of an object that the method made.</summary>
    private static bool Outlives(IMemberReferenceOperation reference) =>
        reference.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}
