using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Distil.Generators.Parsing;

/// <summary>Warns of a step whose method writes to what outlives the call.</summary>
internal static class StateRule
{
    public static void Register(SymbolStartAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.GetAttributes().IsEmpty || StepKinds.Of(type) is not [var (kind, _)] || kind == StepKind.Sink)
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
            OperationKind.Argument);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol type, HashSet<string> names)
    {
        if (context.ContainingSymbol is not IMethodSymbol method || !names.Contains(method.Name)
            || !SymbolEqualityComparer.Default.Equals(method.ContainingType, type))
        {
            return;
        }

        foreach (var target in Targets(context.Operation))
        {
            if (State(target) is { } state)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    ShapeRules.StepKeepsState, target.Syntax.GetLocation(), type.Name, state.Name, method.Name));
            }
        }
    }

    private static IEnumerable<IOperation> Targets(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => tuple.Elements,
        IAssignmentOperation assignment => new[] { assignment.Target },
        IIncrementOrDecrementOperation step => new[] { step.Target },
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => new[] { argument.Value },
        _ => Enumerable.Empty<IOperation>(),
    };

    /// <summary>The field or property of the step itself, or the constructor's parameter that it keeps; null for all else.</summary>
    private static ISymbol? State(IOperation target) => target switch
    {
        IFieldReferenceOperation reference when Outlives(reference) => reference.Field,
        IPropertyReferenceOperation reference
            when Outlives(reference) && WellKnownTypes.Attribute(reference.Property, "RuntimeParameter") is null => reference.Property,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter,
        _ => null,
    };

    /// <summary>A member of the step or of a type, and not of an object that the method made.</summary>
    private static bool Outlives(IMemberReferenceOperation reference) =>
        reference.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}
