using System.Globalization;
using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Emission.Loops;
using Distil.Generators.Emission.Stages;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Members;

/// <summary>
/// The class that tells the engine of the pipeline: its steps, parameters, outlets, forks and stages. All that generated code alone uses is
/// nested in it.
/// </summary>
internal static class DefinitionEmitter
{
    /// <summary>Prints the members, and begins the nested class.</summary>
    public static IndentedWriter.Closing Begin(EmissionContext context, SourcesEmitter sources)
    {
        var w = context.Writer;
        var model = context.Model;
        w.Gap();
        w.Line("// What the engine is told of the pipeline.");
        w.Line(CSharpTypes.GeneratedCode);
        if (model.UsesObsolete)
        {
            w.Line(CSharpTypes.Obsolete + " // It uses what is obsolete as an error.");
        }

        var definition = w.Block(
            $"private sealed class {context.Definition}({context.Pipeline} pipeline) : {CSharpTypes.Engine}PipelineDefinition<Result>");

        w.Line($"public override string Name => {Names.Literal(model.Declaration.Identifier)};");
        w.Gap();
        w.Line($"public override string TypeName => {Names.Literal(MetadataName(model))};");
        w.Gap();
        w.Line("public override object Instance => pipeline;");
        w.Gap();
        w.Line($"public override global::Distil.PipelineGraph Graph => {context.QualifiedPipeline}.Graph;");
        w.Gap();
        EmitLeaves(model, w);
        w.Gap();
        EmitSteps(context);
        w.Gap();
        ParametersEmitter.EmitDefinitions(context);
        sources.EmitDescription();
        w.Gap();
        EmitBuild(context);
        w.Gap();
        w.Line($"public override Result CreateResult({CSharpTypes.Engine}RunOutcome run) => new(run);");
        return definition;
    }

    /// <summary>Prints the definitions of the leaves, with the columns of their data sets and what files hold of them.</summary>
    private static void EmitLeaves(PipelineModel model, IndentedWriter w)
    {
        w.Line($"public override {CSharpTypes.Engine}LeafDefinition[] Leaves =>");
        w.Line("[");
        using (w.Indented())
        {
            foreach (var leaf in model.Leaves)
            {
                w.Line($"new({Names.Literal(leaf.Name)},");
                w.Line("[");
                using (w.Indented())
                {
                    foreach (var member in leaf.Members.Where(member => member.Omits != Omission.Always))
                    {
                        var column = model.Columns[member.Column];
                        var words = new[] { column.Name, member.FileName, Docs.ShortType(member.Type), column.MadeBy };
                        w.Line($"new({string.Join(", ", words.Select(Names.Literal))}),");
                    }
                }

                w.Line("]),");
            }
        }

        w.Line("];");
    }

    private static string MetadataName(PipelineModel model)
    {
        var types = string.Join("+", model.ContainingTypes.Append(model.Declaration).Select(Arity));
        return model.Namespace is null ? types : $"{model.Namespace}.{types}";

        static string Arity(TypeDeclarationModel type)
        {
            var parameters = type.Name.IndexOf('<');
            return parameters < 0 ? type.Identifier : $"{type.Identifier}`{type.Name.Count(letter => letter == ',') + 1}";
        }
    }

    private static void EmitSteps(EmissionContext context)
    {
        var w = context.Writer;
        w.Line($"public override {CSharpTypes.Engine}StepDefinition[] CreateSteps() =>");
        w.Line("[");
        using (w.Indented())
        {
            foreach (var step in context.Model.Steps)
            {
                var form = step.Kind == StepKind.Source ? MethodForm.Read : step.Method?.Form ?? MethodForm.None;
                w.Line($"new({Names.Literal(step.Name)}, {CSharpTypes.Engine}StepKind.{step.Kind}, {CSharpTypes.Engine}MethodForm.{form}, "
                    + $"pipeline.{Names.Escape(step.Name)}{Settings(step.Settings)}{Initialiser(step)}),");
            }
        }

        w.Line("];");
    }

    private static string Initialiser(StepModel step) =>
        step.Initialiser is null ? "" : $", initialiser: {Names.Literal(step.Initialiser)}";

    /// <summary>The settings that differ from those that the runtime's <c>StepSettings</c> begins with.</summary>
    private static string Settings(SettingsModel settings)
    {
        var members = new List<string>();
        Add(settings.BatchSize != 50, $"BatchSize = {settings.BatchSize}");
        Add(settings.Concurrency != 1, $"Concurrency = {settings.Concurrency}");
        Add(settings.Retries != 0, $"Retries = {settings.Retries}");
        Add(settings.RetryDelaySeconds != SettingsModel.DefaultRetryDelay, $"RetryDelaySeconds = {Number(settings.RetryDelaySeconds)}");
        Add(
            settings.MaxRetryDelaySeconds != SettingsModel.DefaultMaxRetryDelay,
            $"MaxRetryDelaySeconds = {Number(settings.MaxRetryDelaySeconds)}");
        Add(settings.OnError != ErrorPolicy.DeadLetter, $"OnError = global::Distil.OnError.{settings.OnError}");
        Add(settings.Window != 0, $"Window = {settings.Window}");
        Add(settings.Devices != 0, $"Devices = {settings.Devices}");
        Add(!settings.Ordered, "Ordered = false");
        Add(settings.Durable, "Durable = true");
        Add(!settings.SplitBatches, "SplitBatches = false");
        Add(settings.NewRows, "NewRows = true");
        Add(settings.TimeoutSeconds is not null, $"TimeoutSeconds = {Number(settings.TimeoutSeconds ?? 0)}");
        Add(settings.Version is not null, $"Version = {Names.Literal(settings.Version ?? "")}");
        return members.Count == 0 ? "" : $", new() {{ {string.Join(", ", members)} }}";

        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

        void Add(bool isSet, string member)
        {
            if (isSet)
            {
                members.Add(member);
            }
        }
    }

    private static void EmitBuild(EmissionContext context)
    {
        var w = context.Writer;
        var plan = context.Model.Plan;
        using var build = w.Block(
            $"public override void Build({CSharpTypes.Engine}PipelineBuilder build, {CSharpTypes.Engine}PipelineRun run)");
        if (plan.Outlets.Count > 0)
        {
            w.Line("// Edges: what crosses from one loop to the next.");
        }

        foreach (var outlet in context.Outlets)
        {
            w.Line($"var {outlet.Variable} = build.Edge<{outlet.Class}>(readers: {outlet.Readers.Count}, "
                + $"fanIn: {(outlet.Outlet.FeedsFanIn ? "true" : "false")});");
        }

        var forks = new ForkGates(context);
        forks.Emit();
        HeldEmitter.EmitDeclarations(context);

        w.Gap();
        w.Line("// Stages: the loops.");
        foreach (var stage in plan.Stages)
        {
            w.Line($"build.{stage.Head}({string.Join(", ", Arguments(context, stage, forks))});");
        }
    }

    private static IEnumerable<string> Arguments(EmissionContext context, StageModel stage, ForkGates forks)
    {
        var name = Names.Literal(context.Title(stage));
        var inputs = stage.Inputs
            .Select((input, branch) => (Names: context.Outlets[input.Outlet], Branch: branch))
            .Select(input => (Outlet: input.Names.Variable, Reader: input.Names.Readers.IndexOf((stage.Index, input.Branch))))
            .ToList();
        if (stage.Head == HeadKind.Leaf)
        {
            return
            [
                $"{stage.Leaf}", $"{stage.Step}", inputs[0].Outlet, $"{inputs[0].Reader}",
                $"new {context.Stages[stage.Index]}()",
            ];
        }

        // A loop may have replicas, each with code of its own.
        var created = $"new {context.Stages[stage.Index]}({KernelEmitter.Arguments(context, stage)})";
        var kernel = stage.Head == HeadKind.Loop ? "() => " + created : created;
        var counted = $"[{string.Join(", ", context.CountedForks(stage).Select(forks.Counted))}]";
        var aligned = $"[{string.Join(", ", inputs.Select(input => $"({input.Outlet}, {input.Reader})"))}]";
        return stage.Head switch
        {
            HeadKind.Source => [name, kernel, counted],
            HeadKind.Loop => [name, inputs[0].Outlet, $"{inputs[0].Reader}", kernel, counted, .. Replicated(context, stage)],
            HeadKind.Call or HeadKind.Expand =>
                [name, inputs[0].Outlet, $"{inputs[0].Reader}", kernel, counted, $"ordered: {(stage.IsOrdered ? "true" : "false")}"],
            HeadKind.Batch =>
            [
                name, inputs[0].Outlet, $"{inputs[0].Reader}", kernel, counted, stage.IsOrdered ? "true" : "false",
                .. CloseLevels(context, stage).Select(level => level.ToString(CultureInfo.InvariantCulture)),
            ],
            HeadKind.All => [name, inputs[0].Outlet, $"{inputs[0].Reader}", kernel, counted],
            HeadKind.Zip =>
            [
                name, $"{stage.Step}", aligned,
                $"[{string.Join(", ", context.Step(stage.Step).Input.Branches.Select(branch => SourceIndex(context, branch.Step)))}]",
                kernel, counted, .. forks.HeldBy(stage),
            ],
            _ => [name, $"{stage.Step}", aligned, kernel, counted, .. forks.HeldBy(stage)],
        };
    }

    /// <summary>The keys at whose multiples a batch also closes: that of a fork, or the row's number where the fork is a source.</summary>
    private static IEnumerable<int> CloseLevels(EmissionContext context, StageModel stage) => stage.CloseForks
        .Select(fork => Math.Max(0, context.Outlets[stage.Inputs[0].Outlet].Level(KeyKind.Fork, fork)))
        .Distinct();

    /// <summary>The steps whose concurrency says how often a loop is replicated.</summary>
    private static IEnumerable<string> Replicated(EmissionContext context, StageModel stage)
    {
        var steps = stage.Steps.Where(step => context.Step(step).Kind != StepKind.Pass).ToList();
        return (steps.Count > 0 ? steps : [.. stage.Steps]).Select(step => step.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The source, or the global step that made new rows, by whose numbers a step's rows go.</summary>
    private static int SourceIndex(EmissionContext context, int step)
    {
        while (context.Step(step).SourceIndex < 0)
        {
            step = context.Step(step).Input.Branches[0].Step;
        }

        return context.Step(step).SourceIndex;
    }

    /// <summary>
    /// The forks as <c>Build</c> declares them. A source whose rows are paired or merged with another's by their ordinals is held back by
    /// the ordinal, and by its own count where some of its fan-ins go by that.
    /// </summary>
    private sealed class ForkGates
    {
        private readonly EmissionContext _context;
        private readonly List<Gate> _gates = [];

        public ForkGates(EmissionContext context)
        {
            _context = context;
            var names = new NameScope("build", "run", "capacity", "pipeline");
            names.Reserve(context.Outlets.Select(outlet => outlet.Variable));
            foreach (var fork in context.Model.Plan.Forks)
            {
                var step = context.Step(fork.Step);
                var counted = fork.FanIns.Where(fanIn => fanIn.IsCounted).ToList();
                if (counted.Count > 0)
                {
                    _gates.Add(new Gate(
                        fork,
                        names.Take(Names.Camel(step.Name) + "Fork"),
                        $"build.Fork({Names.Literal(step.Name)})",
                        counted,
                        IsOrdinal: false));
                }

                if (fork.IsSource)
                {
                    _gates.Add(new Gate(
                        fork,
                        names.Take(Names.Camel(step.Name) + "Ordinals"),
                        $"build.SourceFork({Names.Literal(step.Name)}, {step.SourceIndex})",
                        [.. fork.FanIns.Where(fanIn => !fanIn.IsCounted)],
                        IsOrdinal: true));
                }
            }
        }

        public void Emit()
        {
            if (_gates.Count > 0)
            {
                _context.Writer.Gap();
                _context.Writer.Line("// Forks: how far the rows may run ahead of the place where their branches meet.");
            }

            foreach (var gate in _gates)
            {
                var fanIns = string.Concat(gate.FanIns.Select(fanIn =>
                    $".FanIn({string.Join(", ", fanIn.BatchSteps
                        .Select(batch => $"new {CSharpTypes.Engine}BatchBelowFork({batch.Step}, {(batch.MayDrop ? "true" : "false")})")
                        .Prepend($"crossesGlobal: {(fanIn.CrossesGlobal ? "true" : "false")}"))})"));
                _context.Writer.Line($"var {gate.Variable} = {gate.Declaration}{fanIns};");
            }
        }

        /// <summary>The gate of a fork that a stage counts.</summary>
        public string Counted(int fork) => _gates.First(gate => gate.Fork.Id == fork && !gate.IsOrdinal).Variable;

        public IEnumerable<string> HeldBy(StageModel stage) =>
            from gate in _gates
            from fanIn in Enumerable.Range(0, gate.FanIns.Count)
            where gate.FanIns[fanIn].Stage == stage.Index
            select $"new {CSharpTypes.Engine}HeldFork({gate.Variable}, {fanIn})";

        private sealed record Gate(
            ForkModel Fork, string Variable, string Declaration, IReadOnlyList<FanInStageModel> FanIns, bool IsOrdinal);
    }
}
