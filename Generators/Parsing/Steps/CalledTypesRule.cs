using System.Collections.Concurrent;
using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Hints at the project's own code that a durable step calls and its fingerprint does not show.</summary>
internal static class CalledTypesRule
{
    public static void Register(SymbolStartAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.GetAttributes().IsEmpty || StepKinds.Of(type).Count != 1
            || StepParser.Parse(type, onProperty: null, context.Compilation, new DiagnosticBag()) is not { IsBroken: false } step
            || step.Kind == StepKind.Source)
        {
            return;
        }

        if (SettingsParser.Parse(step, onProperty: null).Version is not null || !Durability.IsDurable(step, context.Compilation))
        {
            return;
        }

        var named = new HashSet<ISymbol>(Named(step.Attribute), SymbolEqualityComparer.Default);
        var calls = new ConcurrentBag<(INamedTypeSymbol Type, SyntaxNode Node)>();
        context.RegisterOperationAction(
            operation =>
            {
                // A constructor of an attribute is called by nobody.
                if (!IsInAttribute(operation.Operation)
                    && Called(operation.Operation) is { } called
                    && IsAnother(called.Type, type, context.Compilation)
                    && !named.Contains(called.Type))
                {
                    calls.Add(called);
                }
            },
            OperationKind.Invocation,
            OperationKind.MethodReference,
            OperationKind.ObjectCreation,
            OperationKind.PropertyReference);
        context.RegisterSymbolEndAction(end => Report(end, step.Name, calls));
    }

    /// <summary>Reports each type once, where it is first called. All of a step have one fix.</summary>
    private static void Report(
        SymbolAnalysisContext context, string step, IEnumerable<(INamedTypeSymbol Type, SyntaxNode Node)> calls)
    {
        var called = calls
            .GroupBy(call => call.Type, call => call.Node, SymbolEqualityComparer.Default)
            .Select(nodes => (Type: (INamedTypeSymbol)nodes.Key!, Node: First(nodes)))
            .OrderBy(type => type.Node.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(type => type.Node.SpanStart)
            .ToList();
        var properties = FixData.Empty.With(FixProperties.Types, called.Select(type => TypeNames.Metadata(type.Type))).ToProperties();
        foreach (var (type, node) in called)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                SettingRules.CalledTypeUnnamed.Linked(context.Options), node.GetLocation(), properties, step, TypeNames.Message(type)));
        }
    }

    private static SyntaxNode First(IEnumerable<SyntaxNode> nodes) => nodes
        .OrderBy(node => node.SyntaxTree.FilePath, StringComparer.Ordinal)
        .ThenBy(node => node.SpanStart)
        .First();

    private static bool IsInAttribute(IOperation operation)
    {
        var outermost = operation;
        while (outermost.Parent is { } parent)
        {
            outermost = parent;
        }

        return outermost.Kind == OperationKind.Attribute;
    }

    private static IEnumerable<ISymbol> Named(AttributeData? attribute) =>
        NamedArguments.Find(attribute, "DependsOn") is { Kind: TypedConstantKind.Array, IsNull: false } types
            ? types.Values.Select(value => value.Value).OfType<INamedTypeSymbol>().Select(type => type.OriginalDefinition)
            : Enumerable.Empty<ISymbol>();

    /// <summary>The type whose code is called, and what to underline; null where no code of the user's runs.</summary>
    private static (INamedTypeSymbol Type, SyntaxNode Node)? Called(IOperation operation) => operation switch
    {
        IInvocationOperation call when HasBody(call.TargetMethod) =>
            (call.TargetMethod.ContainingType.OriginalDefinition, Name(call.Syntax)),
        IMethodReferenceOperation reference when HasBody(reference.Method) =>
            (reference.Method.ContainingType.OriginalDefinition, Name(reference.Syntax)),
        IObjectCreationOperation { Constructor: { } constructor } made when HasBody(constructor) =>
            (constructor.ContainingType.OriginalDefinition, Name(made.Syntax)),
        IPropertyReferenceOperation reference when HasBody(reference.Property.GetMethod) =>
            (reference.Property.ContainingType.OriginalDefinition, Name(reference.Syntax)),
        _ => null,
    };

    /// <summary>The name that is called, or the type that it is called on by name.</summary>
    private static SyntaxNode Name(SyntaxNode syntax) => syntax switch
    {
        InvocationExpressionSyntax invocation => Name(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ObjectCreationExpressionSyntax created => created.Type,
        _ => syntax,
    };

    /// <summary>Code that somebody wrote: what the compiler makes (of a record, an auto-property) changes with the data alone.</summary>
    private static bool HasBody(IMethodSymbol? method) => method is { IsImplicitlyDeclared: false, IsAbstract: false }
        && method.OriginalDefinition.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() switch
        {
            BaseMethodDeclarationSyntax declaration => declaration.Body is not null || declaration.ExpressionBody is not null,
            AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
            ArrowExpressionClauseSyntax => true,
            _ => false,
        });

    /// <summary>
    /// A type of the project that is not the step, nor one that its fingerprint has with it: its bases, and what is nested in it.
    /// </summary>
    private static bool IsAnother(INamedTypeSymbol called, INamedTypeSymbol step, Compilation compilation)
    {
        if (!SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, compilation.Assembly) || GeneratedTypes.IsGenerated(called))
        {
            return false;
        }

        for (var own = step; own is not null; own = own.BaseType)
        {
            for (var outer = called; outer is not null; outer = outer.ContainingType)
            {
                if (SymbolEqualityComparer.Default.Equals(outer, own.OriginalDefinition))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
