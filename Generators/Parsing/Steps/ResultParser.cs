using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>What a step's method gives, taken out of its task, sequence or list.</summary>
internal sealed record ResultShape(
    ReturnWrapper Wrapper, ListShape ListShape, ITypeSymbol? Type, ITypeSymbol? List, IReadOnlyList<OutputShape> Outputs);

/// <summary>Reads what a step's method returns and which columns that makes.</summary>
internal static class ResultParser
{
    public static ResultShape? Parse(
        StepShape step, IMethodSymbol method, MethodForm form, bool newRows, Compilation compilation, DiagnosticBag bag)
    {
        if (WellKnownTypes.IsUnknown(method.ReturnType))
        {
            bag.MarkBroken();
            return null;
        }

        var location = SourceLocations.Of(method, compilation) ?? SourceLocations.Of(step.Type, compilation);
        var name = step.Name + "." + method.Name;
        if (GeneratedTypes.Find(method.ReturnType) is { } generated)
        {
            bag.Report(ShapeRules.GeneratedRowAsInput, location, name, TypeNames.Message(generated));
            return null;
        }

        var isAsync = method.Name.EndsWith("Async", StringComparison.Ordinal);
        if (IsAsyncVoid(method))
        {
            // Nobody can await it: what it throws would end the process.
            var called = isAsync ? "" : $", and the name '{method.Name}Async'";
            bag.Report(ShapeRules.WrongReturn, location, name, "async void", Expected(step.Kind, form, isAsync: true, newRows) + called);
            return null;
        }

        var result = method.ReturnsByRef || method.ReturnsByRefReadonly
            ? null
            : step.Kind is StepKind.Source or StepKind.Expand ? Sequence(method.ReturnType, isAsync) : Answer(method, form, isAsync);
        if (result is null || !IsOfKind(step.Kind, form, newRows, result))
        {
            var isMisnamed = IsMisnamed(method, isAsync);
            var expected = isMisnamed ? $"the name '{method.Name}Async' for what is awaited" : Expected(step.Kind, form, isAsync, newRows);
            bag.Report(
                ShapeRules.WrongReturn,
                location,
                additional: null,
                [name, TypeNames.Message(method.ReturnType), expected],
                FixData.Empty.With(FixProperties.Nearest, isMisnamed ? method.Name + "Async" : null));
            return null;
        }

        if (result.Type is null || step.Kind is StepKind.Filter or StepKind.Router)
        {
            return result;
        }

        if (result.Wrapper == ReturnWrapper.JsonRows && !WellKnownTypes.IsRow(result.Type))
        {
            var hint = UnmarkedRows.Unmarked(result.Type, compilation) is { } unmarked
                ? $": mark '{TypeNames.Message(unmarked)}' with [Row]"
                : "";
            bag.Report(
                ShapeRules.WrongReturn,
                location,
                name,
                TypeNames.Message(method.ReturnType),
                "JsonRows of a [Row] type, whose properties are the members of a line" + hint);
            return null;
        }

        var outputs = OutputParser.Parse(step, method, result.Type, location, compilation, bag);
        return outputs is null ? null : result with { Outputs = outputs };
    }

    /// <summary>Whether the method says <c>async</c> and gives no task; of a partial method, the part with the body says it.</summary>
    private static bool IsAsyncVoid(IMethodSymbol method) => method.ReturnsVoid && (method.PartialImplementationPart ?? method).IsAsync;

    private static ResultShape? Sequence(ITypeSymbol type, bool isAsync)
    {
        if (WellKnownTypes.JsonRowsItem(type) is { } row)
        {
            return new ResultShape(ReturnWrapper.JsonRows, ListShape.None, row, null, []);
        }

        var item = isAsync
            ? WellKnownTypes.AsyncEnumerableItem(type)
            : type.SpecialType == SpecialType.System_String ? null : WellKnownTypes.ItemOf(type, "IEnumerable");
        return item is null ? null : new ResultShape(
            isAsync ? ReturnWrapper.AsyncEnumerable : ReturnWrapper.Enumerable, ListShape.None, item, null, []);
    }

    private static ResultShape? Answer(IMethodSymbol method, MethodForm form, bool isAsync)
    {
        var wrapper = ReturnWrapper.None;
        ITypeSymbol? type = method.ReturnsVoid ? null : method.ReturnType;
        if (type is not null && WellKnownTypes.IsTask(type, out var taskResult))
        {
            (wrapper, type) = (ReturnWrapper.Task, taskResult);
        }
        else if (type is not null && WellKnownTypes.IsValueTask(type, out var valueTaskResult))
        {
            (wrapper, type) = (ReturnWrapper.ValueTask, valueTaskResult);
        }

        if (isAsync != (wrapper != ReturnWrapper.None))
        {
            return null;
        }

        if (type is null || form == MethodForm.Row)
        {
            return new ResultShape(wrapper, ListShape.None, type, null, []);
        }

        if ((WellKnownTypes.ReadOnlyMemoryItem(type) ?? WellKnownTypes.MemoryItem(type)) is { } memoryItem)
        {
            return new ResultShape(wrapper, ListShape.Memory, memoryItem, type, []);
        }

        return WellKnownTypes.ItemOf(type, "IReadOnlyList") is { } listItem
            ? new ResultShape(wrapper, ListShape.ReadOnlyList, listItem, type, [])
            : null;
    }

    private static bool IsOfKind(StepKind kind, MethodForm form, bool newRows, ResultShape result) => kind switch
    {
        StepKind.Filter => result.Type?.SpecialType == SpecialType.System_Boolean,
        StepKind.Router => result.Type?.TypeKind == TypeKind.Enum,
        StepKind.Sink => result.Type is null,
        StepKind.Step when newRows && form == MethodForm.All => result.Type is not null,
        _ => true,
    };

    /// <summary>
    /// Whether the name ends in <c>Async</c> without a task, or gives a task without that ending, which is the most frequent mistake.
    /// </summary>
    private static bool IsMisnamed(IMethodSymbol method, bool isAsync)
    {
        var isTask = WellKnownTypes.IsTask(method.ReturnType, out _) || WellKnownTypes.IsValueTask(method.ReturnType, out _);
        var isAsyncSequence = WellKnownTypes.AsyncEnumerableItem(method.ReturnType) is not null;
        return !isAsync && (isTask || isAsyncSequence);
    }

    private static string Expected(StepKind kind, MethodForm form, bool isAsync, bool newRows)
    {
        if (kind is StepKind.Source or StepKind.Expand)
        {
            return isAsync ? "IAsyncEnumerable<T>" : "IEnumerable<T>";
        }

        var one = kind switch
        {
            StepKind.Filter => "bool",
            StepKind.Router => "an enum",
            StepKind.Sink => "",
            _ => "T",
        };
        if (kind == StepKind.Sink)
        {
            return isAsync ? "Task or ValueTask" : "void";
        }

        var item = one == "an enum" ? "TEnum" : one;
        var answer = form == MethodForm.Row
            ? one
            : $"IReadOnlyList<{item}>, a list or array that converts to it, or ReadOnlyMemory<{item}>";
        if (isAsync)
        {
            answer = form == MethodForm.Row
                ? $"Task<{item}> or ValueTask<{item}>"
                : $"Task<IReadOnlyList<{item}>> or ValueTask<IReadOnlyList<{item}>>, or one of a list or array that converts to it";
        }

        return kind == StepKind.Step && !newRows ? answer + (isAsync ? ", or Task or ValueTask alone" : ", or void") : answer;
    }
}
