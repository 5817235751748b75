using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>Finds the columns that a step's method takes.</summary>
internal sealed class ArgumentBinder(StepNode step, RowObjects objects, PipelineContext context)
{
    private readonly List<MissingColumn> _missing = [];

    public List<ArgumentModel> Bind()
    {
        var arguments = (step.Shape.Method?.Parameters ?? []).Select(Bind).ToList();
        ReportMissing();
        return arguments;
    }

    private ArgumentModel Bind(ParameterShape parameter)
    {
        if (parameter.Kind != ArgumentKind.Column)
        {
            return Argument(parameter, parameter.Kind, null, []);
        }

        if (parameter.Row is { } row && TakesMembers(parameter, row))
        {
            return BindMembers(parameter, row);
        }

        var column = Resolve(parameter.Name, parameter.Type, parameter.IsOptional, parameter);
        return Argument(parameter, column is null ? ArgumentKind.Omitted : ArgumentKind.Column, column, []);
    }

    /// <summary>Whether a row is put together from its members: there is no column of its name and type, or a mapping says so.</summary>
    private bool TakesMembers(ParameterShape parameter, RowShape row)
    {
        if (Mapped(parameter.Name) is not null)
        {
            return false;
        }

        if (row.Members.Any(member => Mapped(member.Name) is not null))
        {
            return true;
        }

        var own = Find(parameter.Name);
        var isOwn = own is not null && context.Conversions.Classify(own.Type, parameter.Type) != Match.Differs;
        var found = row.Members.Select(member => Find(member.Name)).OfType<Column>().ToList();
        var isComplete = found.Count > 0 && row.Members.All(member => member.IsOptional || Find(member.Name) is not null);
        if (isOwn && isComplete && !step.InputMappings.Any(mapping => mapping.IsGuess))
        {
            context.Bag.Report(
                ColumnRules.RowOrMembers,
                step.Location,
                context.Location(parameter.Symbol),
                [step.Name, parameter.Name, string.Join(", ", found.Select(column => $"'{column.Name}'"))],
                FixData.Empty.With(FixProperties.Parameter, parameter.Name).With(FixProperties.Nearest, Names.Snake(own!.Name)));
        }

        return !isOwn && (isComplete || !parameter.IsOptional);
    }

    private ArgumentModel BindMembers(ParameterShape parameter, RowShape row)
    {
        var members = new List<RowMemberModel>();
        foreach (var member in row.Members)
        {
            if (Resolve(member.Name, member.Type, member.MayBeLeftOut, parameter) is { } column)
            {
                members.Add(new RowMemberModel(member.Target, member.InConstructor, column.Id));
            }
            else if (!member.MayBeLeftOut)
            {
                // The first that is missing says it.
                break;
            }
        }

        if (row.Members.All(member => Mapped(member.Name) is null) && objects.Find(step, parameter.Type) is { } made)
        {
            return Argument(parameter, ArgumentKind.Column, objects.Carry(step, made), []);
        }

        if (members.Count > 0 && row.Constructor is { } constructor && RowConstructors.DoesMore(constructor, context.Compilation))
        {
            context.Bag.Report(
                ColumnRules.ConstructorRunsAgain,
                context.Location(parameter.Symbol) ?? step.Location,
                step.Name,
                parameter.Name,
                TypeNames.Message(row.Type));
        }

        return Argument(parameter, ArgumentKind.Row, null, members);
    }

    /// <summary>The column for a parameter, or for a member of a row; null, after it was reported, where there is none.</summary>
    private Column? Resolve(string name, ITypeSymbol type, bool isOptional, ParameterShape parameter)
    {
        var mapping = Mapped(name);
        if (mapping is { IsGuess: true })
        {
            // Whether this parameter was meant nobody knows: so it takes what there is.
            var guessed = Find(mapping.Column) ?? Find(name);
            if (guessed is not null)
            {
                guessed.IsUsed = true;
            }

            return guessed;
        }

        if (Find(mapping?.Column ?? name) is not { } column)
        {
            if (step.KnowsInputs)
            {
                NoteMissing(name, type, isOptional, parameter, mapping);
            }

            return null;
        }

        column.IsUsed = true;
        if (!column.IsSuspect && step.KnowsRows)
        {
            CheckType(column, name, type, parameter, mapping?.ColumnLocation ?? step.Location);
        }

        return column;
    }

    /// <summary>Notes that there is no column for a parameter or for a member of a row. An optional parameter gets a hint.</summary>
    private void NoteMissing(string name, ITypeSymbol type, bool isOptional, ParameterShape parameter, Mapping? mapping)
    {
        var wanted = mapping?.Column ?? name;
        var location = mapping?.ColumnLocation ?? step.Location;
        var parameterLocation = context.Location(parameter.Symbol);
        var unmarked = step.Inputs.Find(candidate => UnmarkedRows.Has(candidate.Type, wanted, context.Compilation));
        if (unmarked is { IsSuspect: true })
        {
            // That its type is no row has been reported.
            return;
        }

        if (isOptional && mapping is null)
        {
            // A hint for the case that the name was meant to be a column's; a member left out of a row says nothing.
            if (name == parameter.Name)
            {
                var nearest = NearestName.Find(name, step.Inputs.Select(candidate => candidate.Name));
                context.Bag.Report(
                    ColumnRules.OptionalUnbound,
                    location,
                    parameterLocation,
                    [step.Name, name, nearest is null ? "" : $"; did you mean '{nearest}'?"],
                    Fix(name, name, type));
            }
        }
        else if (context.IsFirstToMiss(wanted, step))
        {
            var row = UnmarkedRow(wanted, parameter, unmarked);
            var cause = row is null ? WhyMissing(wanted) : UnmarkedRows.Hint(row);
            var fix = Fix(name, wanted, type);
            _missing.Add(
                new MissingColumn(wanted, Wanted(name, type, parameter), location, parameterLocation, cause, row is not null, fix));
        }
    }

    private void CheckType(Column column, string name, ITypeSymbol type, ParameterShape parameter, Location? location)
    {
        var match = context.Conversions.Classify(column.Type, type);
        if (match == Match.Converts)
        {
            return;
        }

        context.Suspect(column);
        SuspectOfSameBranches(column);
        var parameterLocation = context.Location(parameter.Symbol);
        var (given, taken) = (TypeNames.Message(column.Type), TypeNames.Message(type));
        switch (match)
        {
            case Match.Differs:
                context.Bag.Report(
                    ColumnRules.WrongType, location, parameterLocation, [step.Name, column.Name, taken, given, column.Maker.Name]);
                break;

            case Match.MayBeNull when column.NullOnError is { } cause:
                // The setting is the mistake, or each of its columns is meant to be null: reported once.
                context.Columns.Where(other => other.NullOnError == cause).ToList().ForEach(context.Suspect);
                context.Bag.Report(
                    SettingRules.NullOnErrorRead,
                    location,
                    parameterLocation,
                    [step.Name, column.Name, taken, cause.Name],
                    Nullable(name, parameter));
                break;

            case Match.MayBeNull:
                context.Bag.Report(
                    ColumnRules.WrongNullability,
                    location,
                    parameterLocation,
                    [step.Name, column.Name, taken, given, column.Maker.Name],
                    Nullable(name, parameter));
                break;
        }
    }

    /// <summary>
    /// Marks the columns of a merge that the same branches lack as suspect: they are null for the same reason, which is reported once.
    /// </summary>
    private void SuspectOfSameBranches(Column column)
    {
        if (!column.IsPartial || column.Maker.InputKind != InputKind.Merge)
        {
            return;
        }

        var combined = column.Maker.Combined;
        if (combined.Find(one => one.Column == column.Id) is not { } own)
        {
            return;
        }

        foreach (var other in combined.Where(HasSameBranches))
        {
            context.Suspect(context.Columns[other.Column]);
        }

        bool HasSameBranches(CombinedColumnModel other) =>
            other.Sources.Zip(own.Sources, (left, right) => left < 0 == right < 0).All(same => same);
    }

    /// <summary>
    /// Columns that are missing for one reason are reported as one: those that one step drops, and all of them where for some nothing near
    /// is there, since then other rows may be meant; of those nothing is said below. Otherwise each is a mistake of its own.
    /// </summary>
    private void ReportMissing()
    {
        var isEachExplained = _missing.All(missing => missing.Cause is not null || Nearest(missing) is not null);
        step.LacksColumn |= !isEachExplained || _missing.Exists(missing => missing.IsInUnmarkedRow);
        var reasons = _missing.GroupBy(missing => !isEachExplained ? "" : missing.Cause ?? missing.Name, StringComparer.Ordinal);
        foreach (var alike in reasons.Select(reason => reason.ToList()))
        {
            var missing = alike[0];
            if (missing.Cause is null && Nearest(missing) is { } nearest)
            {
                // It goes on as if the column that was meant were taken: what becomes of it here is not known.
                context.Suspect(Find(nearest)!);
            }

            var others = alike.Count == 1 ? "" : ", nor " + string.Join(" or ", alike.Skip(1).Select(other => $"'{other.Name}'"));
            var why = missing.Cause ?? NearestName.Hint(missing.Name, step.Inputs.Select(column => column.Name), "; they have no column");
            context.Bag.Report(
                ColumnRules.MissingColumn,
                missing.Location,
                missing.ParameterLocation,
                [step.Name, missing.Name, missing.Type, others + why],
                missing.Fix);
        }
    }

    private string? Nearest(MissingColumn missing) => NearestName.Find(missing.Name, step.Inputs.Select(column => column.Name));

    /// <summary>The type that was probably meant as a row and lacks <c>[Row]</c>; null if there is none.</summary>
    private ITypeSymbol? UnmarkedRow(string wanted, ParameterShape parameter, Column? unmarked)
    {
        if (unmarked is not null)
        {
            unmarked.IsSuspect = true;
            return unmarked.Type;
        }

        return wanted == parameter.Name
            ? UnmarkedRows.MadeOf(step.Inputs.ConvertAll(column => column.Name), parameter.Type, context.Compilation)
            : null;
    }

    /// <summary>The step above at which a column of this name was lost.</summary>
    private string? WhyMissing(string name)
    {
        var key = Names.Key(name);
        var seen = new HashSet<StepNode>();
        var open = new Queue<StepNode>(step.Edges.Select(edge => edge.Step));
        while (open.Count > 0)
        {
            var above = open.Dequeue();
            if (!seen.Add(above))
            {
                continue;
            }

            if (above.Refinements.FirstOrDefault(made => made.IsRename && context.Columns[made.From].Key == key) is { } rename)
            {
                return $": '{above.Name}' renames it to '{context.Columns[rename.To].Name}'";
            }

            var isHere = above.Inputs.Any(column => column.Key == key)
                || above.Made.Any(made => context.Columns[made.Column] is { IsObject: false } column && column.Key == key);
            if (isHere)
            {
                return above.MakesNewRows ? $": the new rows of '{above.Name}' do not have it" : $": '{above.Name}' drops it";
            }

            foreach (var edge in above.Edges)
            {
                open.Enqueue(edge.Step);
            }
        }

        return null;
    }

    /// <summary>The expected type and, for a member of a row, the row that it belongs to, as a message says it.</summary>
    private static string Wanted(string name, ITypeSymbol type, ParameterShape parameter) =>
        $"'{TypeNames.Message(type)}'" + (name == parameter.Name ? "" : $", the member '{name}' of '{parameter.Name}'");

    /// <summary>
    /// The nearest column that the parameter could take instead. A column of another type is not offered, since it would be the next
    /// mistake.
    /// </summary>
    private FixData Fix(string parameter, string wanted, ITypeSymbol type)
    {
        var fitting = step.Inputs.Where(column => context.Conversions.Classify(column.Type, type) == Match.Converts);
        var nearest = NearestName.FindColumn(wanted, fitting.Select(column => column.Name));
        return nearest is null
            ? FixData.Empty
            : FixData.Empty.With(FixProperties.Nearest, nearest).With(FixProperties.Parameter, parameter);
    }

    /// <summary>The parameter that could take null: not a row of which a member is meant, nor one whose type's arguments are.</summary>
    private static FixData Nullable(string name, ParameterShape parameter)
    {
        var isOwn = name == parameter.Name && parameter.Type is not INamedTypeSymbol { IsGenericType: true } and not IArrayTypeSymbol;
        return FixData.Empty.With(FixProperties.Parameter, isOwn ? name : null);
    }

    private static ArgumentModel Argument(ParameterShape parameter, ArgumentKind kind, Column? column, List<RowMemberModel> members) => new(
        kind,
        parameter.Name,
        TypeNames.Code(parameter.Type),
        parameter.Container,
        column?.Id ?? -1,
        column is not null && !SymbolEqualityComparer.Default.Equals(column.Type, parameter.Type),
        members.ToEquatableArray());

    private Mapping? Mapped(string target) => step.InputMappings.FirstOrDefault(mapping => Names.Same(mapping.Target, target));

    private Column? Find(string name)
    {
        var key = Names.Key(name);
        return step.Inputs.FirstOrDefault(column => column.Key == key);
    }

    /// <param name="Cause">Why it is not there, as the message ends; null: nobody knows.</param>
    private sealed record MissingColumn(
        string Name, string Type, Location? Location, Location? ParameterLocation, string? Cause, bool IsInUnmarkedRow, FixData Fix);
}
