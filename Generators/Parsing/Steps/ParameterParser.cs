using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Reads what a step's method takes.</summary>
internal static class ParameterParser
{
    private const string Containers = "IReadOnlyList<T>, ReadOnlyMemory<T> or, in a synchronous method, ReadOnlySpan<T>";

    /// <returns>Null where some parameter cannot be passed.</returns>
    public static IReadOnlyList<ParameterShape>? Parse(
        StepShape step, IMethodSymbol method, MethodForm form, Compilation compilation, DiagnosticBag bag)
    {
        var parameters = new List<ParameterShape>();
        var isUsable = true;
        foreach (var symbol in method.Parameters)
        {
            if (WellKnownTypes.IsUnknown(symbol.Type))
            {
                bag.MarkBroken();
                isUsable = false;
                continue;
            }

            if (GeneratedTypes.Find(symbol.Type) is { } generated)
            {
                bag.Report(
                    ShapeRules.GeneratedRowAsInput,
                    Location(symbol, method, compilation),
                    step.Name + "." + method.Name,
                    TypeNames.Message(generated));
                isUsable = false;
                continue;
            }

            var shape = Parse(step, symbol, form, IsAsync(method), compilation, out var fault);
            if (shape is not null && parameters.Any(other => IsSecond(other, shape)))
            {
                fault = new Fault("the second " + TypeNames.Message(symbol.Type), "one");
            }

            if (fault is not null)
            {
                bag.Report(
                    ShapeRules.WrongParameter,
                    Location(symbol, method, compilation),
                    step.Name + "." + method.Name,
                    symbol.Name,
                    fault.Is,
                    fault.Expected);
                isUsable = false;
            }
            else if (shape!.Row?.Problem is not null)
            {
                RowProblems.Report(shape.Row, Location(symbol, method, compilation), compilation, bag);
                isUsable = false;
            }
            else
            {
                parameters.Add(shape);
            }
        }

        return isUsable ? parameters : null;
    }

    private static ParameterShape? Parse(
        StepShape step, IParameterSymbol symbol, MethodForm form, bool isAsync, Compilation compilation, out Fault? fault)
    {
        fault = null;
        var type = NullFlow.Taken(symbol);
        if (symbol.RefKind is not (RefKind.None or RefKind.In))
        {
            fault = new Fault("passed by reference", "a parameter by value");
            return null;
        }

        if (Special(step, symbol) is { } kind)
        {
            return new ParameterShape(symbol, kind, type, ColumnContainer.None, null, symbol.IsOptional, Promises: false);
        }

        if (WellKnownTypes.IsNullableValue(type, out var inside) && WellKnownTypes.IsCancellationToken(inside))
        {
            fault = new Fault($"'{TypeNames.Message(type)}'", "CancellationToken");
            return null;
        }

        if (form != MethodForm.Read)
        {
            return ParseColumn(step, symbol, form, isAsync, compilation, out fault);
        }

        if (symbol.IsOptional)
        {
            return new ParameterShape(symbol, ArgumentKind.Omitted, type, ColumnContainer.None, null, IsOptional: true, Promises: false);
        }

        fault = new Fault(
            "of type '" + TypeNames.Message(type) + "', and a source sees no row", "a CancellationToken, a StepContext or 'long offset'");
        return null;
    }

    /// <summary>A parameter that takes a column, or a row that is made of columns.</summary>
    private static ParameterShape? ParseColumn(
        StepShape step, IParameterSymbol symbol, MethodForm form, bool isAsync, Compilation compilation, out Fault? fault)
    {
        fault = null;
        var type = NullFlow.Taken(symbol);
        var container = ColumnContainer.None;
        if (form is MethodForm.Batch or MethodForm.All)
        {
            (container, var item) = Container(type);
            if (item is null || (container == ColumnContainer.ReadOnlySpan && isAsync))
            {
                fault = new Fault(
                    $"'{TypeNames.Message(type)}'" + (item is null ? "" : " in an asynchronous method"),
                    item is null ? Containers : "IReadOnlyList<T> or ReadOnlyMemory<T>");
                return null;
            }

            type = item;
        }

        // Text goes into a span by itself in a synchronous call; nothing else that lives on the stack comes from a column.
        var isTextSpan = form == MethodForm.Row
            && !isAsync
            && WellKnownTypes.ReadOnlySpanItem(type)?.SpecialType == SpecialType.System_Char;
        if ((type.IsRefLikeType && !isTextSpan) || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            fault = new Fault($"'{TypeNames.Message(symbol.Type)}', which no column can be", "a type that can be stored");
            return null;
        }

        WellKnownTypes.IsNullableValue(type, out var underlying);
        var row = WellKnownTypes.IsRow(underlying) ? RowParser.Parse((INamedTypeSymbol)underlying, compilation) : null;
        var promises = step.Kind == StepKind.Filter && symbol.GetAttributes().Any(attribute =>
            WellKnownTypes.Is(attribute.AttributeClass, "System.Diagnostics.CodeAnalysis", "NotNullWhenAttribute")
            && attribute.ConstructorArguments is [{ Value: true }]);
        return new ParameterShape(symbol, ArgumentKind.Column, type, container, row, symbol.IsOptional, promises);
    }

    private static ArgumentKind? Special(StepShape step, IParameterSymbol symbol)
    {
        if (WellKnownTypes.IsCancellationToken(symbol.Type))
        {
            return ArgumentKind.CancellationToken;
        }

        if (WellKnownTypes.IsStepContext(symbol.Type))
        {
            return ArgumentKind.Context;
        }

        var isOffset = step.Kind == StepKind.Source
            && symbol.Type.SpecialType == SpecialType.System_Int64
            && Names.Same(symbol.Name, "offset");
        return isOffset ? ArgumentKind.Offset : null;
    }

    private static (ColumnContainer Container, ITypeSymbol? Item) Container(ITypeSymbol type)
    {
        if (WellKnownTypes.ReadOnlyListItem(type) is { } listItem)
        {
            return (ColumnContainer.ReadOnlyList, listItem);
        }

        if (WellKnownTypes.ReadOnlyMemoryItem(type) is { } memoryItem)
        {
            return (ColumnContainer.ReadOnlyMemory, memoryItem);
        }

        return (ColumnContainer.ReadOnlySpan, WellKnownTypes.ReadOnlySpanItem(type));
    }

    private static bool IsSecond(ParameterShape first, ParameterShape second) =>
        first.Kind == second.Kind && first.Kind is not (ArgumentKind.Column or ArgumentKind.Omitted);

    private static bool IsAsync(IMethodSymbol method) => method.Name.EndsWith("Async", StringComparison.Ordinal);

    private static Location? Location(IParameterSymbol parameter, IMethodSymbol method, Compilation compilation) =>
        SourceLocations.Of(parameter, compilation) ?? SourceLocations.Of(method, compilation);

    /// <summary>Why a parameter cannot be passed.</summary>
    /// <param name="Is">What is wrong with it, as the message says it.</param>
    private sealed record Fault(string Is, string Expected);
}
