using Distil.Generators.Diagnostics;
using Distil.Generators.Graph;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Edges;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>Makes one set of columns from those of several branches.</summary>
internal sealed class FanInColumns(StepNode step, PipelineContext context)
{
    /// <summary>By branch: its columns by what their names compare by.</summary>
    private readonly List<Dictionary<string, Column>> _branches = step.Edges
        .Select(edge => edge.Step.Outputs.ToDictionary(column => column.Key, StringComparer.Ordinal))
        .ToList();

    private readonly List<Column> _result = [];

    /// <summary>The columns that several branches made, and by branch which.</summary>
    private readonly List<(List<Column> Made, List<Column?> Makers)> _conflicts = [];

    /// <summary>Whether a column that seems to be missing in a branch may exist, since an error above left columns unknown.</summary>
    private bool IsUncertain => step.Edges.Any(edge => !edge.Step.KnowsOutputs) || step.HasBrokenEdges;

    public List<Column> Combine()
    {
        switch (step.InputKind)
        {
            case InputKind.Join:
                Join();
                break;

            case InputKind.Zip:
                Zip();
                break;

            default:
                Merge();
                break;
        }

        ReportConflicts();
        return _result;
    }

    /// <summary>Whether an error was reported about the branches. Others may be meant then, so missing columns are not reported.</summary>
    private void MarkBroken()
    {
        step.HasBrokenEdges = true;
        step.KnowsRows = false;
    }

    private void Join()
    {
        // With a branch that is not known, nothing certain can be said of the others' fork either.
        var selections = !step.KnowsRows ? null : FanInRules.CheckJoin(step, context);
        if (step.KnowsRows && selections is null)
        {
            MarkBroken();
        }

        var fork = context.Topology.Lca(step.Edges.Select(edge => edge.Step.Index));
        var values = new HashSet<int>(fork < 0 ? [] : context.Steps[fork].Outputs.Select(column => column.Value));
        var gathers = new GatherParser(step, context).Parse(Keys(), Makers(values), IsUncertain || selections is null);
        foreach (var key in Keys())
        {
            if (!gathers.Any(gather => gather.Key == key))
            {
                Add(Givers(key, values, isCertain: selections is not null && !gathers.Exists(gather => gather.IsGuess)), selections);
            }
        }

        foreach (var gather in gathers)
        {
            if (gather.Into is { } into)
            {
                Gather(into, Makers(values)(gather.Key));
            }

            step.HasBrokenEdges |= gather.IsGuess || gather.Into is null;
        }
    }

    private void Zip()
    {
        if (step.KnowsRows && !FanInRules.CheckZip(step, context))
        {
            MarkBroken();
        }

        var isCertain = step.KnowsRows && WellKnownTypes.Attribute(step.Property, "Gather") is null;
        foreach (var key in Keys())
        {
            Add(Givers(key, [], isCertain), null);
        }
    }

    private void Merge()
    {
        foreach (var key in Keys())
        {
            var givers = _branches.Select(branch => Find(branch, key)).ToList();
            var given = givers.OfType<Column>().ToList();
            var isEverywhere = given.Count == _branches.Count;
            if (isEverywhere && given.All(column => column.Id == given[0].Id))
            {
                Take(given[0], givers);
            }
            else
            {
                Unify(given[0].Name, givers, isEverywhere);
            }
        }
    }

    /// <summary>Every name that some branch has, in the order of the branches.</summary>
    private List<string> Keys() =>
        step.Edges.SelectMany(edge => edge.Step.Outputs).Select(column => column.Key).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>Finds, for each branch, the column that it made or replaced since the fork.</summary>
    private Func<string, List<Column?>> Makers(HashSet<int> forkValues) => key => _branches
        .Select(branch => Find(branch, key) is { } column && !forkValues.Contains(column.Value) ? column : null)
        .ToList();

    /// <summary>
    /// The column of each branch that gives the value: the one that the branch made, otherwise the one from before the fork.
    /// </summary>
    private List<Column?> Givers(string key, HashSet<int> forkValues, bool isCertain)
    {
        var makers = Makers(forkValues)(key);
        var made = makers.OfType<Column>().ToList();
        if (made.Count == 0)
        {
            return _branches.Select(branch => Find(branch, key)).ToList();
        }

        if (made.Any(column => column.Value != made[0].Value) && isCertain)
        {
            _conflicts.Add((made, makers));
        }

        return makers.Select(maker => maker?.Value == made[0].Value ? maker : null).ToList();
    }

    /// <summary>
    /// Columns that several branches make are reported as one: they are made by the same branches, for one reason. Under which names the
    /// user wants them nobody knows, so nothing is said of what is missing below.
    /// </summary>
    private void ReportConflicts()
    {
        if (_conflicts.Count > 0)
        {
            var (made, makers) = _conflicts[0];
            var branches = step.Edges.Where((_, branch) => makers[branch] is not null).Select(edge => $"'{edge.Step.Name}'");
            var remedy = step.InputKind == InputKind.Zip
                ? "rename one with [OutputMapping], or leave one out with [Drop]"
                : $"take all of them with [Gather(\"{Names.Snake(made[0].Name)}\", into: …)], rename one with [OutputMapping], or leave "
                    + "one out with [Drop]";
            context.Bag.Report(
                RouteRules.ConflictingColumns,
                step.Location,
                additional: null,
                [step.Name, made[0].Name, string.Join(" and ", branches), remedy + Others()],
                ClashFix.Of(step, [.. _conflicts.Select(conflict => conflict.Made)], context));
            step.HasBrokenEdges = true;
        }

        string Others() => _conflicts.Count == 1
            ? ""
            : "; so is " + string.Join(", and so is ", _conflicts.Skip(1).Select(conflict => $"'{conflict.Made[0].Name}'"));
    }

    /// <param name="selections">By branch which rows come by it; null: every row comes by every branch.</param>
    private void Add(List<Column?> givers, IReadOnlyList<RouteSelection>? selections)
    {
        bool IsAlways(int branch) => selections is null || selections[branch].IsEvery;

        var sure = givers.Where((column, branch) => column is not null && IsAlways(branch)).OfType<Column>().ToList();
        var best = sure.FirstOrDefault(column => !Conversions.IsNullable(column.Type)) ?? sure.FirstOrDefault(column => !column.IsPartial);
        if (best is not null)
        {
            // A branch that is always taken gives it; what another knows less certain about the same value is not needed.
            Take(best, givers.Select(column => column?.Id == best.Id ? column : null));
            return;
        }

        // A row is here only if some branch was taken: where all give the column, or one that always is, one of them has.
        var given = givers.OfType<Column>().ToList();
        var isCovered = sure.Count > 0 || given.Count == givers.Count;
        if (given.All(column => column.Id == given[0].Id) && isCovered)
        {
            Take(given[0], givers);
        }
        else
        {
            Unify(given[0].Name, givers, isCovered);
        }
    }

    private void Take(Column column, IEnumerable<Column?> givers)
    {
        _result.Add(column);
        Record(column, givers, element: null);
    }

    /// <param name="isCovered">Every row comes by a branch that has the column; otherwise it can be null.</param>
    private void Unify(string name, List<Column?> givers, bool isCovered)
    {
        var given = givers.OfType<Column>().ToList();
        var isSuspect = IsUncertain || given.Any(column => column.IsSuspect);
        var type = context.Conversions.Common(given.Select(column => column.Type).ToList(), nullable: !isCovered);
        if (type is null && !isSuspect)
        {
            ReportNoCommonType(name, givers);
            isSuspect = true;
        }

        // A branch that dropped it has not made another: above this fan-in a sibling may still have the value.
        var isOneValue = given.All(column => column.Value == given[0].Value);
        var nullOnError = type is not null && Conversions.IsNullable(type)
            ? given.Select(column => column.NullOnError).FirstOrDefault(cause => cause is not null)
            : null;
        var column = context.AddColumn(
            name,
            type ?? given[0].Type,
            step,
            isOneValue ? given[0] : null,
            nullOnError,
            isSuspect,
            isPartial: !isCovered || given.Any(giver => giver.IsPartial),
            given.All(giver => giver.File == given[0].File) ? given[0].File : FileRules.None);
        _result.Add(column);
        Record(column, givers, element: null);
    }

    private void Gather(string into, List<Column?> makers)
    {
        var made = makers.OfType<Column>().ToList();
        var element = context.Conversions.Common(made.Select(column => column.Type).ToList(), nullable: false);
        if (element is null && !made.Any(column => column.IsSuspect))
        {
            ReportNoCommonType(made[0].Name, makers);
        }

        var type = element ?? made[0].Type;
        var list = context.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IReadOnlyList_T);
        var column = context.AddColumn(into, list.Construct(type), step, isSuspect: element is null);
        foreach (var used in made)
        {
            used.IsUsed = true;
        }

        _result.Add(column);
        Record(column, makers, TypeNames.Code(type));
    }

    /// <summary>
    /// Reports that the branches' types have none in common, at the first branch whose type does not fit those before it.
    /// </summary>
    private void ReportNoCommonType(string name, List<Column?> givers)
    {
        var types = new List<ITypeSymbol>();
        var location = step.Location;
        for (var branch = 0; branch < givers.Count; branch++)
        {
            if (givers[branch] is { } column)
            {
                types.Add(column.Type);
                if (context.Conversions.Common(types, nullable: false) is null)
                {
                    location = step.Edges[branch].Location ?? location;
                    break;
                }
            }
        }

        var all = givers.Select(
            (column, branch) => column is null ? null : $"'{TypeNames.Message(column.Type)}' from '{step.Edges[branch].Step.Name}'");
        context.Bag.Report(ColumnRules.NoCommonType, location, step.Name, name, string.Join(" and ", all.Where(text => text is not null)));
    }

    private void Record(Column column, IEnumerable<Column?> givers, string? element) => step.Combined.Add(new CombinedColumnModel(
        column.Id,
        givers.Select(giver => giver?.Id ?? -1).ToEquatableArray(),
        IsGathered: element is not null,
        element,
        SkipsNulls: element is null
            && step.InputKind == InputKind.Join
            && givers.OfType<Column>().Any(giver => giver.IsPartial && giver.Id != column.Id)));

    private static Column? Find(Dictionary<string, Column> branch, string key) => branch.TryGetValue(key, out var column) ? column : null;
}
