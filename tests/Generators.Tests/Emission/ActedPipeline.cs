using System.Text;
using Distil.Generators.Emission;
using Distil.Generators.Model;
using Distil.Generators.Planning;
using Distil.Generators.Tests.Planning;

namespace Distil.Generators.Tests.Emission;

/// <summary>
/// A pipeline of the planner's tests as C#: step classes that a user could have written, in the many shapes that methods may
/// have, and what the emitter makes of them.
/// </summary>
internal sealed class ActedPipeline
{
    private const string Cell = "global::Distil.Generators.Tests.Emission.Cell";
    private const string Acted = "global::Distil.Generators.Tests.Emission.ActedSteps";
    private const string Generic = "global::System.Collections.Generic.";

    private readonly int _seed;
    private readonly HashSet<int> _gathered;

    public ActedPipeline(int seed, Pipeline pipeline)
    {
        _seed = seed;
        Pipeline = pipeline;
        ActedSteps.Register(seed, pipeline.Steps);
        _gathered = [.. pipeline.Steps.SelectMany(step => step.Input.Columns).Where(column => column.IsGathered).Select(column => column.Column)];
        Model = new PipelineModel(
            "Acted.g.cs",
            "App",
            EquatableArray<TypeDeclarationModel>.Empty,
            new TypeDeclarationModel("class", "Acted", "Acted"),
            "public",
            HasErrors: false,
            HasHosting: true,
            JsonContext: null,
            pipeline.Steps.Select(Typed).ToEquatableArray(),
            pipeline.Columns.Select(column => column with { Type = TypeOf(column.Id), MadeBy = Words(column.MadeBy) }).ToEquatableArray(),
            pipeline.Leaves.Select(leaf => leaf with
            {
                Members = leaf.Members.Select(member => member with { JsonType = TypeOf(member.Column) }).ToEquatableArray(),
            }).ToEquatableArray(),
            _gathered.Select(GatheredType).Prepend(Cell).Select(type => new JsonTypeModel(
                type, type, JsonKind.Row, false, null, EquatableArray<string>.Empty, new[] { new JsonMemberModel("Raw", "raw", "long", false, true) }.ToEquatableArray(), null))
                .Append(new JsonTypeModel("long", "long", JsonKind.Number, false, null, EquatableArray<string>.Empty, EquatableArray<JsonMemberModel>.Empty, null))
                .ToEquatableArray(),
            pipeline.Plan,
            "graph TD\n  A --> B");
    }

    public Pipeline Pipeline { get; }

    public PipelineModel Model { get; }

    public string Namespace => $"P{_seed}";

    /// <summary>Whether every data set has its source's order.</summary>
    public bool IsOrdered => Pipeline.Steps.All(step => step.Settings.Ordered);

    /// <summary>Two sides of a zip have different lengths: the run would rightly stop.</summary>
    public bool HasUnequalZip => Pipeline.Steps.Where(step => step.Input.Kind == InputKind.Zip).Any(step =>
        step.Input.Branches.Select(branch => Source(branch.Step).Kind).Distinct().Count() > 1);

    public string Emitted => Emit().Replace("global::App.", $"global::{Namespace}.").Replace("namespace App", $"namespace {Namespace}");

    private string Emit()
    {
        try
        {
            return PipelineEmitter.Emit(Model);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {_seed}: {exception.Message}\n{PlanText.Of(Pipeline)}", exception);
        }
    }

    public string UserCode
    {
        get
        {
            var text = new StringBuilder($"#nullable enable\n#pragma warning disable CS1591, CS1998\nnamespace {Namespace};\n");
            text.Append("public sealed partial class Acted\n{\n");
            foreach (var step in Model.Steps)
            {
                text.Append($"    {step.Type} {step.Name} {{ get; }} = new();\n");
            }

            text.Append("}\n");
            foreach (var column in _gathered)
            {
                text.Append($"""
                    public readonly record struct Gathered{column}(long Raw)
                    {"{"}
                        public static implicit operator Gathered{column}(global::Distil.Engine.ColumnView<{Cell}> values) => new({Cell}.Of({Acted}.Gathered({column}, [.. values])).Raw);
                        public static implicit operator {Cell}(Gathered{column} value) => new(value.Raw);
                    {"}"}

                    """);
            }

            foreach (var step in Model.Steps)
            {
                StepClass(text, step);
            }

            return text.ToString().Replace("global::App.", $"global::{Namespace}.");
        }
    }

    private static string Words(string madeBy) => madeBy;

    private string TypeOf(int column) => _gathered.Contains(column) ? GatheredType(column) : Cell;

    private static string GatheredType(int column) => $"global::App.Gathered{column}";

    private StepModel Source(int step)
    {
        var model = Pipeline.Steps[step];
        return model.Kind == StepKind.Source || StepGraph.MakesNewRows(model) ? model : Source(model.Input.Branches[0].Step);
    }

    /// <summary>The step with the types of its method, which the planner's tests have no need of.</summary>
    private StepModel Typed(StepModel step)
    {
        var input = step.Input with
        {
            Columns = step.Input.Columns.Select(column => column.IsGathered ? column with { ElementType = Cell } : column).ToEquatableArray(),
        };
        if (step.Method is not { } method)
        {
            return step with { Type = "global::Distil.Pass", Input = input };
        }

        var isList = method.Form is MethodForm.Batch or MethodForm.All;
        var isMany = step.Kind is StepKind.Source or StepKind.Expand;
        var wrapper = isMany
            ? (method.IsAsync || (step.Kind == StepKind.Source && step.Index % 2 == 1) ? ReturnWrapper.AsyncEnumerable : ReturnWrapper.Enumerable)
            : method.IsAsync && step.Index % 2 == 0 ? ReturnWrapper.Task : method.Wrapper;
        var result = step.Kind switch
        {
            StepKind.Filter => "bool",
            StepKind.Router => step.RouteType!.Type,
            StepKind.Sink => null,
            _ when step.Output.Members.Count == 0 && !isMany => null,
            _ => $"global::App.{step.Name}Out",
        };
        var shape = !isList || result is null ? ListShape.None : step.Index % 4 == 3 ? ListShape.Memory : ListShape.ReadOnlyList;
        var list = shape == ListShape.None ? null
            : shape == ListShape.Memory ? $"global::System.ReadOnlyMemory<{result}>"
            : step.Index % 4 == 0 ? result + "[]"
            : step.Index % 4 == 1 ? $"{Generic}List<{result}>" : $"{Generic}IReadOnlyList<{result}>";
        var container = !isList ? ColumnContainer.None
            : (step.Index % 3) switch
            {
                0 => ColumnContainer.ReadOnlyList,
                1 => ColumnContainer.ReadOnlyMemory,
                _ => method.IsAsync ? ColumnContainer.ReadOnlyMemory : ColumnContainer.ReadOnlySpan,
            };
        var arguments = step.Arguments.Select(argument => argument with
        {
            Type = Cell,
            Container = container,
            NeedsConversion = _gathered.Contains(argument.Column),
        }).ToList();
        if (isList)
        {
            arguments.Add(new ArgumentModel(
                ArgumentKind.Row, "nothing", "global::Distil.Generators.Tests.Emission.Nothing", container, -1, false, EquatableArray<RowMemberModel>.Empty));
        }

        if (step.Index % 3 == 0)
        {
            arguments.Add(new ArgumentModel(
                ArgumentKind.CancellationToken, "ct", "global::System.Threading.CancellationToken", ColumnContainer.None, -1, false, EquatableArray<RowMemberModel>.Empty));
        }

        if (step.Index % 2 == 0)
        {
            arguments.Add(new ArgumentModel(
                ArgumentKind.Context, "context", "global::Distil.StepContext", ColumnContainer.None, -1, false, EquatableArray<RowMemberModel>.Empty));
        }

        return step with
        {
            Arguments = arguments.ToEquatableArray(),
            Method = method with { Wrapper = wrapper, ResultType = result, ListShape = shape, ListType = list },
            Input = input,
        };
    }

    private void StepClass(StringBuilder text, StepModel step)
    {
        if (step.Kind == StepKind.Router)
        {
            text.Append($"{(step.RouteType!.IsFlags ? "[global::System.Flags] " : "")}public enum {step.Name}Way {{ {(step.RouteType.IsFlags ? "None = 0, " : "")}A = 1, B = 2, C = 4 }}\n");
        }

        if (step.Method is not { } method)
        {
            return;
        }

        var members = step.Output.Members.Select(member => member.Accessor.Substring(1)).ToList();
        if (method.ResultType is { } result && result.EndsWith("Out", StringComparison.Ordinal))
        {
            text.Append($"public readonly record struct {step.Name}Out({string.Join(", ", members.Select(member => $"{Cell} {member}"))});\n");
        }

        var parameters = string.Join(", ", step.Arguments.Select(argument => argument.Container switch
        {
            ColumnContainer.None => $"{argument.Type} {argument.Parameter}",
            ColumnContainer.ReadOnlyList => $"{Generic}IReadOnlyList<{argument.Type}> {argument.Parameter}",
            _ => $"global::System.{argument.Container}<{argument.Type}> {argument.Parameter}",
        }).Select((parameter, index) =>
            step.Arguments[index].Kind == ArgumentKind.CancellationToken && method.Wrapper == ReturnWrapper.AsyncEnumerable
                ? "[global::System.Runtime.CompilerServices.EnumeratorCancellation] " + parameter
                : parameter));
        var columns = step.Arguments.Where(argument => argument.Kind == ArgumentKind.Column).Select(argument => argument.Parameter).ToList();
        var isList = method.Form is MethodForm.Batch or MethodForm.All;
        var index = (string column, ArgumentModel argument) => argument.Container == ColumnContainer.ReadOnlyMemory ? $"{column}.Span[i]" : $"{column}[i]";
        var row = string.Concat(step.Arguments.Where(argument => argument.Kind == ArgumentKind.Column)
            .Select(argument => ", " + (isList ? index(argument.Parameter, argument) : argument.Parameter)));
        var returned = isList ? method.ListType : method.ResultType;
        var type = method.Wrapper switch
        {
            ReturnWrapper.Task => "global::System.Threading.Tasks.Task" + (returned is null ? "" : $"<{returned}>"),
            ReturnWrapper.ValueTask => "global::System.Threading.Tasks.ValueTask" + (returned is null ? "" : $"<{returned}>"),
            ReturnWrapper.Enumerable => $"{Generic}IEnumerable<{method.ResultType}>",
            ReturnWrapper.AsyncEnumerable => $"{Generic}IAsyncEnumerable<{method.ResultType}>",
            _ => returned ?? "void",
        };
        var isAsync = method.Wrapper is ReturnWrapper.Task or ReturnWrapper.ValueTask or ReturnWrapper.AsyncEnumerable;
        var wait = isAsync ? "if (global::System.Random.Shared.Next(4) == 0) await global::System.Threading.Tasks.Task.Yield();" : "";
        var place = $"{_seed}, {step.Index}";
        var value = (string salt, string arguments) => $"new {step.Name}Out({string.Join(", ", members.Select((_, member) => $"{Acted}.Value({place}, {member}, {salt}{arguments})"))})";
        var answer = step.Kind switch
        {
            StepKind.Filter => $"{Acted}.Keeps({place}{row})",
            StepKind.Router => $"({step.RouteType!.Type}){Acted}.Route({place}{row})",
            _ => value("0", row),
        };
        text.Append($"public sealed class {step.Name}\n{{\n    public {(isAsync ? "async " : "")}{type} {method.Name}({parameters})\n    {{\n        {wait}\n");
        text.Append(step.Kind switch
        {
            StepKind.Source => $"        for (var i = 0; i < {Answers.SourceRows}; i++) yield return {value("i", "")};\n",
            StepKind.Expand => $"        var n = {Acted}.Children({place}{row}); for (var i = 0; i < n; i++) yield return {value("i", row)};\n",
            _ when StepGraph.MakesNewRows(step) =>
                $"        var all = new {Generic}List<{Cell}>(); for (var i = 0; i < nothing.{Length(step)}; i++) {{ {string.Concat(step.Arguments.Where(argument => argument.Kind == ArgumentKind.Column).Select(argument => $"all.Add({index(argument.Parameter, argument)}); "))}}}\n"
                + $"        var rows = new {Generic}List<{method.ResultType}>(); for (var i = 0; i < {Answers.SourceRows / 2}; i++) rows.Add({value("i", ", all.ToArray()")});\n        return {Returned(method, "rows")};\n",
            _ when returned is null => "",
            _ when isList =>
                $"        var rows = new {Generic}List<{method.ResultType}>(); for (var i = 0; i < nothing.{Length(step)}; i++) rows.Add({answer});\n        return {Returned(method, "rows")};\n",
            _ => $"        return {answer};\n",
        });
        text.Append("    }\n}\n");
    }

    private static string Length(StepModel step) => step.Arguments.First(argument => argument.Parameter == "nothing").Container == ColumnContainer.ReadOnlyList ? "Count" : "Length";

    private static string Returned(MethodModel method, string rows) =>
        method.ListShape == ListShape.Memory ? $"new {method.ListType}({rows}.ToArray())" : method.ListType!.EndsWith("[]", StringComparison.Ordinal) ? rows + ".ToArray()" : rows;
}
