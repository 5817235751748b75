using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Stages;

/// <summary>The parts that the kernels of all stages have: fields, the constructor, the body and the counts.</summary>
internal static class KernelEmitter
{
    /// <summary>Begins the class: its header, which opens the outlets, and its fields.</summary>
    /// <param name="baseClass">The class of the runtime that it derives from.</param>
    /// <param name="baseArguments">What the base class is given after the run and the number of forks.</param>
    /// <param name="level">The head's watermark of a key that comes with the rows.</param>
    /// <param name="field">A field of the head.</param>
    public static IndentedWriter.Closing Begin(
        StageBody body, string baseClass, string baseArguments, Func<KeyModel, int> level, string? field = null)
    {
        var w = body.Writer;
        var context = body.Context;
        var parameters = new List<string> { $"{CSharpTypes.Engine}PipelineRun run" };
        if (body.StepFields.Count > 0)
        {
            parameters.Insert(0, $"{context.Pipeline} pipeline");
        }

        var outlets = "";
        foreach (var outlet in body.Stage.Outlets)
        {
            var names = context.Outlets[outlet];
            parameters.Add($"{CSharpTypes.Engine}Edge<{names.Class}> {names.Variable}");
            outlets += $", Open({names.Variable}{body.Watermarks(names.Outlet, level)})";
        }

        var steps = string.Join(", ", body.Counters.Steps.Select(step => step.Step));
        w.Line($"private sealed class {context.Stages[body.Stage.Index]}({string.Join(", ", parameters)})");
        using (w.Indented())
        {
            w.Line($": {CSharpTypes.Engine}{baseClass}(run, forks: {body.CountedForks.Count}, steps: [{steps}]{baseArguments}{outlets})");
        }

        var kernel = w.Braces();
        if (field is not null)
        {
            w.Line(field);
        }

        foreach (var step in body.Called.Where(step => body.ChildFields.ContainsKey(step.Index)))
        {
            w.Line($"private readonly {CSharpTypes.Generic}List<{step.Method!.ResultType}> {body.ChildFields[step.Index]} = [];");
        }

        var fields = body.Counters.Own.Select(counter => counter.Field).ToList();
        if (fields.Count > 0)
        {
            w.Line($"private long {string.Join(", ", fields)};");
        }

        w.Gap();
        return kernel;
    }

    /// <summary>The arguments that <c>Build</c> passes to the constructor.</summary>
    public static string Arguments(EmissionContext context, StageModel stage) => string.Join(", ", new[] { "run" }
        .Concat(stage.Outlets.Select(outlet => context.Outlets[outlet].Variable))
        .Prepend(StageBody.CallsSteps(stage) ? "pipeline" : "")
        .Where(argument => argument.Length > 0));

    /// <summary>
    /// The header of the method that runs the body. Where what a step is given is kept if it fails, the method is compiled once with that
    /// and once without: a local that a handler reads is stored for each row.
    /// </summary>
    /// <param name="modifiers">Accessibility and the like.</param>
    /// <param name="name">Of the method.</param>
    /// <param name="parameters">Type and name of each.</param>
    public static IDisposable Method(StageBody body, string modifiers, string name, params (string Type, string Name)[] parameters)
    {
        var w = body.Writer;
        var declared = string.Join(", ", parameters.Select(parameter => $"{parameter.Type} {parameter.Name}"));
        if (!body.KeepsInputs)
        {
            return w.Block($"{modifiers} int {name}({declared})");
        }

        var given = string.Join(", ", parameters.Select(parameter => parameter.Name));
        w.Line($"{modifiers} int {name}({declared}) => "
            + $"KeepsInputs ? {name}<{StageBody.Kept}>({given}) : {name}<{StageBody.NotKept}>({given});");
        return w.Block($"private int {name}<TInputs>({declared})");
    }

    /// <summary>The method that runs the body: what is looked up once, and the loop.</summary>
    /// <param name="rows">How many rows the head gives at most.</param>
    /// <param name="emitLoop">Prints what is repeated.</param>
    public static void EmitBody(StageBody body, string rows, Action emitLoop)
    {
        var w = body.Writer;
        foreach (var step in body.Called)
        {
            w.Line($"var {body.StepLocals[step.Index]} = RequireStep({body.StepFields[step.Index]}, {Names.Literal(step.Name)});");
        }

        if (body.Called.Exists(step => step.Kind == StepKind.Sink))
        {
            w.Line("var callsSinks = Run.CallsSinks;");
        }

        foreach (var outlet in body.Stage.Outlets)
        {
            var names = body.Context.Outlets[outlet];
            if (body.Multiplies)
            {
                w.Line($"var {body.OutletLocals[outlet]} = {body.OutletFields[outlet]}.Batch;");
                continue;
            }

            w.Line($"var {body.OutletLocals[outlet]} = {body.OutletFields[outlet]}.Room({rows});");
            var arrays = body.DeclareArrays(body.OutletLocals[outlet], names, names.Outlet.Keys, names.Outlet.Columns);
            arrays.Count = body.Locals.Take(body.OutletLocals[outlet] + "Count");
            w.Line($"var {arrays.Count} = {body.OutletLocals[outlet]}.Count;");
            body.OutletArrays[outlet] = arrays;
        }

        emitLoop();
    }

    /// <summary>Prints the method that adds the rows of a block to the counts of the steps.</summary>
    public static void EmitCounts(StageBody body)
    {
        var w = body.Writer;
        body.Finish?.Emit(body);
        var counters = body.Counters.Own.ToList();
        if (body.Counters.Steps.Count == 0)
        {
            return;
        }

        // Where every row goes through all steps, the runtime counts.
        if (body.Counters.Steps.All(step => step.Out.IsHead))
        {
            return;
        }

        w.Gap();
        using var method = w.Block("protected override void CountRows(long rows)");
        if (body.CanFail)
        {
            w.Line("var all = Counted(rows, 0);");
            w.Together(() => counters.ForEach(counter => w.Line($"var {counter.Name} = Counted({counter.Field}, {counter.First});")));
        }

        foreach (var sum in body.Counters.Sums)
        {
            var parts = string.Join(" + ", sum.Parts.Select(part => Value(part.Rows, part.Last)));
            w.Line($"var {sum.Name} = {(body.CanFail ? $"Counted({parts}, {sum.First})" : parts)};");
        }

        for (var index = 0; index < body.Counters.Steps.Count; index++)
        {
            var step = body.Counters.Steps[index];
            w.Line($"Count({step.Step}, {(step.In is null ? "0" : Value(step.In, index - 1))}, {Value(step.Out, index)});");
        }

        if (counters.Count > 0)
        {
            w.Line($"{string.Join(" = ", counters.Select(counter => counter.Field))} = 0;");
        }

        string Value(RowCounter counter, int index) =>
            body.CanFail ? $"{(counter.Name.Length == 0 ? "all" : counter.Name)}.Behind({index})"
            : counter.Name.Length == 0 ? "rows"
            : counter.Parts.Count > 0 ? counter.Name
            : counter.Field;
    }

    /// <summary>Ends the loop where an outlet has as many rows as one batch carries: only where a row can become several.</summary>
    public static void EmitFullOutlets(StageBody body)
    {
        if (!body.Multiplies || body.Stage.Outlets.Count == 0)
        {
            return;
        }

        var w = body.Writer;
        w.Gap();
        var isFull = string.Join(" || ", body.Stage.Outlets.Select(outlet => $"{body.OutletLocals[outlet]}.Count >= Run.TransportSize"));
        using (w.Block($"if ({isFull})"))
        {
            w.Line("i++;");
            w.Line("break;");
        }
    }
}
