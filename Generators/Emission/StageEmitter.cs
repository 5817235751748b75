using Distil.Generators.Model;

namespace Distil.Generators.Emission;

/// <summary>The class of a stage: what its head asks for, and its body.</summary>
internal static class StageEmitter
{
    public static void Emit(EmissionContext context, StageModel stage)
    {
        var w = context.Writer;
        w.Gap();
        var title = $"// ── Stage {stage.Index + 1}: {context.Title(stage)} ";
        w.Line(title + new string('─', Math.Max(4, 100 - title.Length)));
        w.Line($"// {stage.Why.TrimEnd('.')}.");
        if (stage.Steps.Count > 1)
        {
            w.Line($"// Fused: {string.Join(", ", stage.Steps.Select(step => context.Step(step).Name))}.");
        }

        w.Line(CSharpTypes.GeneratedCode);
        switch (stage.Head)
        {
            case HeadKind.Leaf:
                LeafEmitter.Emit(context, stage);
                break;
            case HeadKind.Source:
                SourceEmitter.Emit(new StageBody(context, stage));
                break;
            case HeadKind.Join or HeadKind.Merge or HeadKind.Zip:
                AlignEmitter.Emit(new StageBody(context, stage));
                break;
            default:
                InputStageEmitter.Emit(new StageBody(context, stage));
                break;
        }
    }

    /// <summary>Fields, and the constructor that opens the ports.</summary>
    /// <param name="baseArguments">What the base class is given after the run and the number of forks.</param>
    /// <param name="level">The head's mark of a key that comes with the rows.</param>
    public static void EmitConstructor(StageBody body, string baseArguments, Func<KeyModel, int> level, string? field = null)
    {
        var w = body.Writer;
        var context = body.Context;
        var name = context.Stages[body.Stage.Index];
        foreach (var step in body.StepFields)
        {
            w.Line($"private readonly {context.Step(step.Key).Type} {step.Value};");
        }

        foreach (var port in body.Stage.Ports)
        {
            w.Line($"private readonly {CSharpTypes.Engine}Port<{context.Ports[port].Class}> {body.PortFields[port]};");
        }

        if (field is not null)
        {
            w.Line(field);
        }

        var parameters = new List<string> { $"{CSharpTypes.Engine}PipelineRun run" };
        if (body.StepFields.Count > 0)
        {
            parameters.Insert(0, $"{context.Pipeline} pipeline");
        }

        parameters.AddRange(body.Stage.Ports.Select(port => $"{CSharpTypes.Engine}PortLink<{context.Ports[port].Class}> {context.Ports[port].Variable}"));
        w.Gap();
        w.Line(parameters.Count > 2 ? $"public {name}(" : $"public {name}({string.Join(", ", parameters)})");
        using (w.Indented())
        {
            for (var i = 0; parameters.Count > 2 && i < parameters.Count; i++)
            {
                w.Line(parameters[i] + (i == parameters.Count - 1 ? ")" : ","));
            }

            w.Line($": base(run, forks: {body.CountedForks.Count}{baseArguments})");
        }

        using (w.Braces())
        {
            foreach (var step in body.StepFields)
            {
                w.Line($"{step.Value} = pipeline.{Names.Escape(context.Step(step.Key).Name)};");
            }

            foreach (var port in body.Stage.Ports)
            {
                var names = context.Ports[port];
                w.Line($"{body.PortFields[port]} = Open({names.Variable}{body.Marks(names.Port, level)});");
            }
        }

        w.Gap();
    }

    /// <summary>The arguments of the constructor, as <c>Build</c> passes them.</summary>
    public static string Arguments(StageBody body) => string.Join(", ", new[] { "run" }
        .Concat(body.Stage.Ports.Select(port => body.Context.Ports[port].Variable))
        .Prepend(body.StepFields.Count > 0 ? "pipeline" : "")
        .Where(argument => argument.Length > 0));

    /// <summary>
    /// The method that runs the body: the locals that outlive a row, the loop, and what happens when user code throws.
    /// </summary>
    /// <param name="index">The row's index for a failure.</param>
    /// <param name="emitLoop">Prints what is repeated.</param>
    public static void EmitBody(StageBody body, string index, Action emitLoop)
    {
        var w = body.Writer;
        if (body.TracksStep)
        {
            w.Line($"var at = {FirstStep(body).Index};");
        }

        var counters = body.Scan.Counters
            .SelectMany(step => new[] { step.In, step.Out })
            .Where(counter => counter != "0")
            .Distinct()
            .ToList();
        if (counters.Count > 0)
        {
            w.Line($"long {string.Join(", ", counters.Select(counter => counter + " = 0"))};");
        }

        foreach (var port in body.Stage.Ports)
        {
            w.Line($"var {body.PortLocals[port]} = {body.PortFields[port]}.Batch;");
        }

        if (!body.CanFail)
        {
            emitLoop();
            EmitCounts(body);
            return;
        }

        using (w.Block("try"))
        {
            emitLoop();
        }

        using (w.Block($"catch ({CSharpTypes.Exception} exception)"))
        {
            w.Line($"throw Failed({(body.TracksStep ? "at" : FirstStep(body).Index.ToString(System.Globalization.CultureInfo.InvariantCulture))}, {index}, {body.RowId()}, exception);");
        }

        using (w.Block("finally"))
        {
            EmitCounts(body);
        }

        w.Gap();
    }

    /// <summary>Ends the loop where a port has as many rows as one batch carries: only where a row can become several.</summary>
    public static void EmitFullPorts(StageBody body)
    {
        if (!body.Scan.Multiplies || body.Stage.Ports.Count == 0)
        {
            return;
        }

        var w = body.Writer;
        w.Gap();
        using (w.Block($"if ({string.Join(" || ", body.Stage.Ports.Select(port => $"{body.PortLocals[port]}.Count >= Run.TransportSize"))})"))
        {
            w.Line("i++;");
            w.Line("break;");
        }
    }

    private static StepModel FirstStep(StageBody body) =>
        body.Stage.Head == HeadKind.Source ? body.Context.Step(body.Stage.Step) : body.Scan.Called[0];

    private static void EmitCounts(StageBody body)
    {
        foreach (var step in body.Scan.Counters)
        {
            body.Writer.Line($"Count({step.Step}, {step.In}, {step.Out});");
        }
    }
}
