using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Finds the one method that makes a class a step, and reads its parameters and result.</summary>
internal static class MethodParser
{
    public static MethodShape? Parse(StepShape step, bool newRows, Compilation compilation, DiagnosticBag bag)
    {
        if (Find(step, compilation, bag) is not var (method, form))
        {
            return null;
        }

        var parameters = ParameterParser.Parse(step, method, form, compilation, bag);
        var result = ResultParser.Parse(step, method, form, newRows, compilation, bag);
        return parameters is null || result is null
            ? null
            : new MethodShape(method, form, result.Wrapper, result.ListShape, result.Type, result.List, parameters, result.Outputs);
    }

    private static (IMethodSymbol Method, MethodForm Form)? Find(StepShape step, Compilation compilation, DiagnosticBag bag)
    {
        var candidates = new List<(IMethodSymbol Method, MethodForm Form)>();
        foreach (var method in Methods(step.Type, compilation))
        {
            foreach (var (name, form) in StepKinds.Methods(step.Kind))
            {
                if (method.Name == name || method.Name == name + "Async")
                {
                    candidates.Add((method, form));
                }
            }
        }

        var usable = candidates.Where(candidate => Fault(candidate.Method, compilation) is null).ToList();
        var location = SourceLocations.Of(step.Type, compilation);
        switch (usable.Count)
        {
            case 1:
                return usable[0];

            case 0 when candidates.Count == 0:
                var (meant, similar) = Similar(step, compilation);
                bag.Report(
                    ShapeRules.NoStepMethod,
                    location,
                    additional: null,
                    [step.Name, step.KindName, Expected(step.Kind), similar is null ? "" : $"; did you mean '{meant}' by '{similar}'?"],
                    FixData.Empty.With(FixProperties.Method, similar).With(FixProperties.Nearest, meant));
                return null;

            case 0:
                var unusable = candidates[0].Method;
                bag.Report(
                    ShapeRules.WrongModifier,
                    SourceLocations.Of(unusable, compilation) ?? location,
                    step.Name + "." + unusable.Name,
                    Fault(unusable, compilation)!);
                return null;

            default:
                bag.Report(
                    ShapeRules.SeveralStepMethods,
                    SourceLocations.Of(usable[1].Method, compilation) ?? location,
                    step.Name,
                    string.Join(" and ", usable.Select(candidate => $"'{candidate.Method.Name}'")));
                return null;
        }
    }

    /// <summary>The class's own ordinary methods and those that it inherits and does not hide; an overridden one once.</summary>
    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type, Compilation compilation)
    {
        var nearer = new List<ISymbol>();
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            var declared = DeclaredMembers.Of(current).ToList();
            foreach (var method in declared.OfType<IMethodSymbol>())
            {
                if (method.MethodKind == MethodKind.Ordinary && !nearer.Any(member => Replaces(member, method)))
                {
                    yield return method;
                }
            }

            nearer.AddRange(declared.Where(member => member.IsOverride || MemberAccess.IsUsable(member, compilation)));
        }
    }

    /// <summary>
    /// Whether a member of a derived class hides or overrides the method for those who can use the member: one of the same name that
    /// is no method, or a method with the same parameters.
    /// </summary>
    private static bool Replaces(ISymbol member, IMethodSymbol method) =>
        member.Name == method.Name
        && (member is not IMethodSymbol derived
            || (derived.Arity == method.Arity
                && derived.Parameters.Length == method.Parameters.Length
                && derived.Parameters.Zip(method.Parameters, IsSame).All(same => same)));

    private static bool IsSame(IParameterSymbol left, IParameterSymbol right) =>
        left.RefKind == RefKind.None == (right.RefKind == RefKind.None) && SymbolEqualityComparer.Default.Equals(left.Type, right.Type);

    private static string? Fault(IMethodSymbol method, Compilation compilation) => method switch
    {
        { IsStatic: true } => "static",
        { IsGenericMethod: true } => "generic",
        _ when MemberAccess.IsUsable(method, compilation) => null,
        { DeclaredAccessibility: Accessibility.Internal } => "internal to another assembly",
        { DeclaredAccessibility: Accessibility.Private } => "private",
        _ => "protected",
    };

    private static string Expected(StepKind kind)
    {
        var names = StepKinds.Methods(kind).Select(method => $"'{method.Name}'").ToList();
        return (names.Count == 1 ? names[0] : string.Join(", ", names.Take(names.Count - 1)) + " or " + names[^1])
            + ", with or without the ending 'Async'";
    }

    /// <summary>The method that was probably meant: that of another kind, or one whose name is nearly right.</summary>
    private static (string? Meant, string? Similar) Similar(StepShape step, Compilation compilation)
    {
        var expected = StepKinds.Methods(step.Kind).SelectMany(method => new[] { method.Name, method.Name + "Async" }).ToList();
        var written = Methods(step.Type, compilation)
            .Where(method => method.DeclaredAccessibility == Accessibility.Public && !method.IsImplicitlyDeclared);
        foreach (var method in written)
        {
            if (NearestName.Find(method.Name, expected) is { } nearest)
            {
                return (nearest, method.Name);
            }
        }

        return (null, null);
    }
}
