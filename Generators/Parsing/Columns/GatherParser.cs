using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>A <c>[Gather]</c> that is valid.</summary>
/// <param name="Key">What the gathered column's name compares by.</param>
/// <param name="Into">The name of the list; null where it was wrong.</param>
/// <param name="IsGuess">No branch makes what it names; <paramref name="Key"/> is what was probably meant.</param>
internal sealed record Gathering(string Key, string? Into, bool IsGuess = false);

/// <summary>Reads the <c>[Gather]</c> attributes of a join.</summary>
internal sealed class GatherParser(StepNode step, PipelineContext context)
{
    /// <param name="keys">Every column of the branches.</param>
    /// <param name="makers">By branch the column of a name that it made.</param>
    /// <param name="isUncertain">After an error above: what is not found may be there.</param>
    public List<Gathering> Parse(List<string> keys, Func<string, List<Column?>> makers, bool isUncertain)
    {
        var gatherings = new List<Gathering>();
        foreach (var attribute in WellKnownTypes.Attributes(step.Property, "Gather"))
        {
            if (attribute.ConstructorArguments
                is not [{ Kind: TypedConstantKind.Primitive } first, { Kind: TypedConstantKind.Primitive } second])
            {
                context.Bag.MarkBroken();
                continue;
            }

            // Null in the place of a name is a name that nothing has.
            var (column, into) = (first.Value as string ?? "", second.Value as string ?? "");
            var key = Names.Key(column);
            if (!makers(key).Any(maker => maker is not null))
            {
                if (!isUncertain && context.IsFirstToMiss(column, step))
                {
                    var made = keys
                        .SelectMany(candidate => makers(candidate).OfType<Column>().Take(1))
                        .Select(candidate => candidate.Name)
                        .ToList();
                    context.Bag.Report(
                        RouteRules.NothingToGather,
                        SourceLocations.OfArgument(attribute, 0) ?? step.Location,
                        additional: null,
                        [step.Name, column, NearestName.Hint(column, made, "; they make no column")],
                        FixData.Empty.With(FixProperties.Nearest, NearestName.FindColumn(column, made)));
                }

                // It goes on as if the column that was meant stood there.
                var several = keys
                    .Where(candidate => !IsNamed(candidate)
                        && makers(candidate).OfType<Column>().Select(maker => maker.Value).Distinct().Skip(1).Any())
                    .ToList();
                var meant = NearestName.Find(column, several) ?? (several.Count == 1 ? several[0] : null);
                gatherings.Add(new Gathering(meant ?? key, meant is not null && Names.IsColumnName(into) ? into : null, IsGuess: true));
            }
            else if (gatherings.Any(other => other.Key == key))
            {
                context.Bag.Report(ColumnRules.MappedTwice, SourceLocations.OfArgument(attribute, 0) ?? step.Location, step.Name, column);
            }
            else
            {
                gatherings.Add(new Gathering(key, CanGatherInto(attribute, column, into, key, keys, gatherings) ? into : null));
            }
        }

        return gatherings;
    }

    public static void CheckIsJoin(StepNode step, PipelineContext context)
    {
        if (step.InputKind == InputKind.Join || step.HasBrokenEdges)
        {
            return;
        }

        var attributes = WellKnownTypes.Attributes(step.Property, "Gather").ToList();
        if (attributes.Count > 0 && step.KnowsRows)
        {
            context.Bag.Report(RouteRules.GatherOnNoJoin, SourceLocations.Of(attributes[0]) ?? step.Location, step.Name);
        }

        foreach (var attribute in attributes)
        {
            // What reads the list has not made a second mistake.
            if (attribute.ConstructorArguments is [{ Value: string column }, { Value: string into }] && Names.IsColumnName(into)
                && step.Inputs.Find(other => Names.Same(other.Name, column)) is { } gathered
                    && !step.Inputs.Exists(other => Names.Same(other.Name, into)))
            {
                var list = context.Compilation
                    .GetSpecialType(SpecialType.System_Collections_Generic_IReadOnlyList_T)
                    .Construct(gathered.Type);
                step.Inputs.Add(context.AddColumn(into, list, step, isSuspect: true));
            }
        }
    }

    /// <summary>Whether a <c>[Gather]</c> of the step names the column.</summary>
    private bool IsNamed(string key) => WellKnownTypes.Attributes(step.Property, "Gather")
        .Any(attribute => attribute.ConstructorArguments is [{ Value: string column }, _] && Names.Key(column) == key);

    private bool CanGatherInto(
        AttributeData attribute, string column, string into, string key, List<string> keys, List<Gathering> gatherings)
    {
        var location = SourceLocations.OfArgument(attribute, 1) ?? step.Location;
        var intoKey = Names.Key(into);
        if (!Names.IsColumnName(into))
        {
            context.Bag.Report(ColumnRules.InvalidColumnName, location, step.Name, into);
            return false;
        }

        var isGathered = gatherings.Any(other => other.Into is not null && Names.Key(other.Into) == intoKey);
        if (isGathered || (intoKey != key && keys.Contains(intoKey, StringComparer.Ordinal)))
        {
            context.Bag.Report(
                RouteRules.GatherIntoExisting,
                location,
                step.Name,
                column,
                into,
                isGathered ? "gathered into" : "a column of the branches");
            return false;
        }

        return true;
    }
}
