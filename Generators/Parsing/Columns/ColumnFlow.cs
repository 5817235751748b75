using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Edges;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>
/// Follows the columns through the graph. After an error it goes on with what is known, so that the members that are generated
/// lack as little as possible, and says nothing of what follows from the error.
/// </summary>
internal static class ColumnFlow
{
    public static void Run(PipelineContext context, CancellationToken cancellationToken)
    {
        var order = context.Topology.Order;
        var ordered = new HashSet<int>(order);
        foreach (var step in context.Steps.Where(step => !ordered.Contains(step.Index)))
        {
            // Of a circle, or below one: whatever is read of it first is not known yet.
            step.KnowsOutputs = false;
        }

        var objects = new RowObjects(context);
        foreach (var index in order.Concat(context.Steps.Select(step => step.Index).Where(index => !ordered.Contains(index))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Flow(context.Steps[index], objects, context);
        }

        FanInRules.CheckZippedAndMerged(context);
    }

    private static void Flow(StepNode step, RowObjects objects, PipelineContext context)
    {
        step.KnowsRows &= step.Edges.All(edge => edge.Step.KnowsRows);
        step.Inputs = step.InputKind switch
        {
            InputKind.None => [],
            InputKind.From => step.Edges.SelectMany(edge => edge.Step.Outputs).ToList(),
            _ => step.Edges.Count > 0 ? new FanInColumns(step, context).Combine() : [],
        };
        step.KnowsInputs = !step.HasBrokenEdges && step.Edges.All(edge => edge.Step.KnowsOutputs) && !IsInCircle(step, context);
        GatherParser.CheckIsJoin(step, context);
        step.IncomingObjects = RowObjects.Incoming(step);

        step.InputMappings = MappingParser.Inputs(step, context);
        step.Arguments = new ArgumentBinder(step, objects, context).Bind();
        step.OutputMappings = MappingParser.Outputs(step, context);
        var made = Make(step, context);
        var isNew = step.Kind == StepKind.Source || step.MakesNewRows;
        var renamed = Rename(step, context);
        var keys = new HashSet<string>(made.Concat(renamed.Values).Select(column => column.Key), StringComparer.Ordinal);
        var refined = Refine(step, context);
        var kept = isNew ? [] : Kept(step, renamed, refined, keys);
        step.KnowsOutputs = !step.Shape.IsBroken && !step.HasBrokenOutputs && !step.LacksColumn && (isNew || step.KnowsInputs);
        step.Outputs = KeepAndDrop(step, kept.Concat(made).ToList(), context);
        step.Objects = RowObjects.Outgoing(step, made);
        step.KnowsRows &= !step.LacksColumn;
    }

    /// <summary>
    /// The columns that came in and leave unchanged, renamed or refined. Where a mapping is a guess, its column leaves under its old name,
    /// too.
    /// </summary>
    private static IEnumerable<Column> Kept(
        StepNode step, Dictionary<int, Column> renamed, Dictionary<int, Column> refined, HashSet<string> keys)
    {
        var kept = step.Inputs
            .Where(column => renamed.ContainsKey(column.Id) || !keys.Contains(column.Key))
            .Select(column => refined.TryGetValue(column.Id, out var to) || renamed.TryGetValue(column.Id, out to) ? to : column);
        var guesses = step.Kind == StepKind.Pass ? step.OutputMappings.Where(mapping => mapping.IsGuess) : [];
        return kept.Concat(guesses.SelectMany(mapping => step.Inputs.Where(column =>
            renamed.ContainsKey(column.Id) && Names.Same(column.Name, mapping.Target) && !keys.Contains(column.Key))));
    }

    /// <summary>The step's own columns, under the names that the pipeline gives them.</summary>
    private static List<Column> Make(StepNode step, PipelineContext context)
    {
        var mappings = step.OutputMappings;
        var made = new List<Column>();
        foreach (var output in step.Shape.Method?.Outputs ?? [])
        {
            var mapping = mappings.FirstOrDefault(candidate => Names.Same(candidate.Target, output.Name));
            var name = mapping?.Column ?? output.Name;
            if (made.FirstOrDefault(other => Names.Same(other.Name, name)) is { } twin)
            {
                var location = mapping?.ColumnLocation
                    ?? mappings.FirstOrDefault(candidate => Names.Same(candidate.Column, name))?.ColumnLocation;
                var first = mappings.FirstOrDefault(candidate => Names.Same(candidate.Column, name) && candidate != mapping)?.Target
                    ?? twin.Name;
                context.Bag.Report(
                    ColumnRules.SameColumnTwice, location ?? step.Location, step.Name, twin.Name, $"'{first}' and '{output.Name}'");

                // What reads it under another name has not made a second mistake.
                step.HasBrokenOutputs = true;
                if (made.Any(other => Names.Same(other.Name, output.Name)))
                {
                    continue;
                }

                name = output.Name;
            }

            var isNulled = step.Settings.OnError == ErrorPolicy.Null
                && step.Kind == StepKind.Step
                && step.Form is MethodForm.Row or MethodForm.Batch;
            var nullOnError = isNulled && !Conversions.IsNullable(output.Type) ? step : null;
            if (mapping is { IsGuess: true } && !Names.Same(name, output.Name) && !made.Any(other => Names.Same(other.Name, output.Name)))
            {
                // The mapping may be another's: what reads the column under its own name has not made a second mistake.
                made.Add(context.AddColumn(output.Name, output.Type, step, isSuspect: true));
            }

            // The pipeline has given it another name: that is its name in files, too.
            var file = Names.Same(name, output.Name) ? output.File : output.File with { Name = null };
            var column = context.AddColumn(
                name,
                isNulled ? context.Conversions.MakeNullable(output.Type) : output.Type,
                step,
                nullOnError: nullOnError,
                isSuspect: mapping is { IsGuess: true },
                file: file);
            made.Add(column);
            step.Made.Add(new OutputMemberModel(output.Accessor, column.Id));
        }

        return made;
    }

    /// <summary>The columns to which a <c>Pass</c> gives another name, each with the column below it.</summary>
    private static Dictionary<int, Column> Rename(StepNode step, PipelineContext context)
    {
        var renamed = new Dictionary<int, Column>();
        foreach (var mapping in step.Kind == StepKind.Pass ? step.OutputMappings : [])
        {
            if (step.Inputs.FirstOrDefault(column => Names.Same(column.Name, mapping.Target)) is not { } from)
            {
                continue;
            }

            if (renamed.FirstOrDefault(other => Names.Same(other.Value.Name, mapping.Column)) is { Value: { } twin } first)
            {
                var both = $"'{context.Columns[first.Key].Name}' and '{from.Name}'";
                context.Bag.Report(ColumnRules.SameColumnTwice, mapping.ColumnLocation ?? step.Location, step.Name, twin.Name, both);
                step.HasBrokenOutputs = true;
                continue;
            }

            var to = context.AddColumn(
                mapping.Column,
                from.Type,
                step,
                nullOnError: from.NullOnError,
                isSuspect: from.IsSuspect || mapping.IsGuess,
                isPartial: from.IsPartial);
            renamed.Add(from.Id, to);
            step.Refinements.Add(new RefinementModel(from.Id, to.Id, IsRename: true));
        }

        return renamed;
    }

    /// <summary>The columns that a filter promises not to be null, each with the column below it.</summary>
    private static Dictionary<int, Column> Refine(StepNode step, PipelineContext context)
    {
        var refined = new Dictionary<int, Column>();
        var parameters = step.Shape.Method?.Parameters ?? [];
        foreach (var (parameter, argument) in parameters.Zip(step.Arguments, (parameter, argument) => (parameter, argument)))
        {
            if (parameter.Promises && argument.Kind == ArgumentKind.Column && !refined.ContainsKey(argument.Column)
                && context.Columns[argument.Column] is var from && Conversions.IsNullable(from.Type))
            {
                var to = context.AddColumn(from.Name, Conversions.MakeNotNull(from.Type), step, from, isSuspect: from.IsSuspect);
                refined.Add(from.Id, to);
                step.Refinements.Add(new RefinementModel(from.Id, to.Id));
            }
        }

        return refined;
    }

    private static List<Column> KeepAndDrop(StepNode step, List<Column> columns, PipelineContext context)
    {
        var keep = WellKnownTypes.Attribute(step.Property, "Keep");
        var drop = WellKnownTypes.Attribute(step.Property, "Drop");
        if (step.Kind == StepKind.Sink)
        {
            if ((keep ?? drop) is { } onSink && step.Shape.IsKindCertain)
            {
                context.Bag.Report(
                    ColumnRules.KeepAndDrop,
                    SourceLocations.Of(onSink) ?? step.Location,
                    step.Name,
                    keep is null ? "[Drop]" : "[Keep]",
                    "neither on a sink, from which no column leaves");
            }

            return [];
        }

        if (keep is not null && drop is not null)
        {
            context.Bag.Report(
                ColumnRules.KeepAndDrop, SourceLocations.Of(drop) ?? step.Location, step.Name, "[Keep] and [Drop]", "one of them");
        }

        if (keep is not null)
        {
            var kept = Listed(step, keep, "Keep", columns, context);
            return columns.Where(kept.Contains).ToList();
        }

        if (drop is null)
        {
            return columns;
        }

        var dropped = Listed(step, drop, "Drop", columns, context);
        foreach (var column in dropped)
        {
            column.IsUsed = true;
        }

        return columns.Where(column => !dropped.Contains(column)).ToList();
    }

    private static HashSet<Column> Listed(
        StepNode step, AttributeData attribute, string name, List<Column> columns, PipelineContext context)
    {
        var listed = new HashSet<Column>();
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array } array])
        {
            context.Bag.MarkBroken();
            return listed;
        }

        // Null in the place of the names is a name that no column has.
        var values = array.IsNull ? System.Collections.Immutable.ImmutableArray.Create(default(TypedConstant)) : array.Values;
        var unknown = new List<(string Written, int Item)>();
        for (var item = 0; item < values.Length; item++)
        {
            var written = values[item].Value as string ?? "";
            if (columns.FirstOrDefault(column => Names.Same(column.Name, written)) is { } found)
            {
                listed.Add(found);
            }
            else if (step.KnowsOutputs)
            {
                unknown.Add((written, item));
            }
        }

        ReportUnknown(step, attribute, name, columns, listed, unknown, context);
        return listed;
    }

    /// <summary>
    /// What was meant by a name that is nearly right is kept, or dropped. Other names may be wrong for one reason, that other rows are
    /// meant: they are reported as one, and nothing more is said of what is missing below.
    /// </summary>
    private static void ReportUnknown(
        StepNode step,
        AttributeData attribute,
        string name,
        List<Column> columns,
        HashSet<Column> listed,
        List<(string Written, int Item)> unknown,
        PipelineContext context)
    {
        var names = columns.Select(column => column.Name).ToList();
        var far = new List<(string Written, int Item)>();
        foreach (var (written, item) in unknown)
        {
            if (NearestName.Find(written, columns.Where(column => !listed.Contains(column)).Select(column => column.Name)) is { } meant)
            {
                listed.Add(columns.First(column => column.Name == meant));
                if (context.IsFirstToMiss(written, step))
                {
                    Report(written, item, "");
                }
            }
            else
            {
                step.KnowsOutputs = false;
                step.LacksColumn = true;
                if (context.IsFirstToMiss(written, step))
                {
                    far.Add((written, item));
                }
            }
        }

        if (far.Count > 0)
        {
            var others = far.Count == 1 ? "" : ", nor is " + string.Join(" or ", far.Skip(1).Select(other => $"'{other.Written}'"));
            Report(far[0].Written, far[0].Item, others);
        }

        void Report(string written, int item, string others) => context.Bag.Report(
            ColumnRules.UnknownColumn,
            SourceLocations.OfArgument(attribute, 0, item) ?? step.Location,
            additional: null,
            [step.Name, name, written, others + NearestName.Hint(written, names, "; there is none")],
            FixData.Empty.With(FixProperties.Nearest, NearestName.FindColumn(written, names)));
    }

    private static bool IsInCircle(StepNode step, PipelineContext context) =>
        context.Topology.IsCyclic && !context.Topology.Order.Contains(step.Index);
}
