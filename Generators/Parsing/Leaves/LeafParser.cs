using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>Makes the data sets' row types, or checks the user's own.</summary>
internal static class LeafParser
{
    public static List<LeafShape> Parse(PipelineContext context)
    {
        var leaves = new List<LeafShape>();
        foreach (var step in context.Steps.Where(step => step.IsLeaf))
        {
            var leaf = UserType(step, context) is { } row ? Bind(step, row, leaves.Count, context) : Generate(step, leaves.Count);
            foreach (var column in leaf.Columns)
            {
                column.IsUsed = true;
            }

            leaves.Add(leaf);
        }

        return leaves;
    }

    /// <summary>
    /// The data sets that are surely meant as such, so that they can be judged. Where some edge is wrong, that one may be to read the step
    /// that nothing reads.
    /// </summary>
    public static IReadOnlyList<LeafShape> Certain(IReadOnlyList<LeafShape> leaves, PipelineContext context)
    {
        var isUncertain = context.Steps.Any(step => step.HasBrokenEdges || step.LacksColumn);
        return [.. leaves.Where(leaf =>
            leaf.UserType is not null || (!isUncertain && !context.ReadByBrokenSteps.Contains(leaf.Step.Name)))];
    }

    /// <summary>The name of the row type that is generated for a leaf.</summary>
    public static string RowName(StepNode step) => step.Name + "Row";

    /// <summary>The data set of a step with a row type of its own making.</summary>
    public static LeafShape Generate(StepNode step, int index) => new(
        step,
        new LeafModel(
            index,
            step.Index,
            step.Name,
            RowName(step),
            IsUserType: false,
            step.Outputs.Select(Member).ToEquatableArray()),
        step.Outputs.Select(column => column.Type).ToList(),
        step.Outputs,
        Row: null);

    /// <summary>The member of a generated row type that holds a column.</summary>
    public static LeafMemberModel Member(Column column) => new(
        column.Name,
        InConstructor: false,
        column.Id,
        TypeNames.Code(column.Type),
        TypeNames.Key(column.Type),
        column.File.NameOf(column.Name))
    {
        IsExact = column.File.Name is not null,
        Omits = column.File.Omits,
        IsNotRead = column.File.Omits == Omission.Always,
    };

    /// <summary>The member of the user's row type that takes a column: what it is in files is that type's to say.</summary>
    private static LeafMemberModel Member(RowMember member, FileRules file, Column column) => new(
        member.Target,
        member.InConstructor,
        column.Id,
        TypeNames.Code(member.Type),
        TypeNames.Key(member.Type),
        file.NameOf(column.Name))
    {
        IsExact = file.Name is not null,
        Omits = file.Omits,
        IsNotRead = !file.IsRead || file.Omits == Omission.Always,
        IsOptional = member.MayBeLeftOut,
    };

    private static RowShape? UserType(StepNode step, PipelineContext context)
    {
        if (WellKnownTypes.Attribute(step.Property, "Leaf") is not { } attribute)
        {
            return null;
        }

        var location = SourceLocations.OfArgument(attribute, 0) ?? step.Location;
        if (attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Type, IsNull: true }])
        {
            context.Bag.Report(ColumnRules.LeafTypeNoRow, location, step.Name, "null", "is no type");
            return null;
        }

        if (attribute.ConstructorArguments is not [{ Value: ITypeSymbol type }] || WellKnownTypes.IsUnknown(type))
        {
            context.Bag.MarkBroken();
            return null;
        }

        if (GeneratedTypes.Find(type) is { } generated)
        {
            context.Bag.Report(ShapeRules.GeneratedRowAsInput, location, step.Name, TypeNames.Message(generated));
            return null;
        }

        if (GeneratedCodeRules.ReportsFileLocal(type, step.Name, location, context))
        {
            return null;
        }

        var isOpen = type is INamedTypeSymbol { IsUnboundGenericType: true };
        if (!WellKnownTypes.IsRow(type) || isOpen)
        {
            context.Bag.Report(
                ColumnRules.LeafTypeNoRow,
                location,
                step.Name,
                TypeNames.Message(type),
                isOpen ? "lacks its type arguments" : "is not marked [Row]");
            return null;
        }

        var row = RowParser.Parse((INamedTypeSymbol)type, context.Compilation);
        RowProblems.Report(row, location, context.Compilation, context.Bag);
        RowProblems.ReportFileName(row, location, context.Compilation, context.Bag);
        return row.Problem is null ? row : null;
    }

    private static LeafShape Bind(StepNode step, RowShape row, int index, PipelineContext context)
    {
        var location = SourceLocations.OfArgument(WellKnownTypes.Attribute(step.Property, "Leaf")!, 0) ?? step.Location;
        var members = new List<LeafMemberModel>();
        var types = new List<ITypeSymbol>();
        var columns = new List<Column>();
        var missing = new List<RowMember>();
        foreach (var member in row.Members)
        {
            if (step.Outputs.FirstOrDefault(column => Names.Same(column.Name, member.Name)) is not { } found)
            {
                if (!member.MayBeLeftOut && step.KnowsOutputs && context.IsFirstToMiss(member.Name, step))
                {
                    missing.Add(member);
                }

                continue;
            }

            if (!found.IsSuspect && step.KnowsRows && context.Conversions.Classify(found.Type, member.Type) != Match.Converts)
            {
                context.Suspect(found);
                context.Bag.Report(
                    ColumnRules.LeafMemberType,
                    location,
                    context.Location(member.Property),
                    [
                        step.Name, found.Name, TypeNames.Message(found.Type), TypeNames.Message(row.Type) + "." + member.Name,
                        TypeNames.Message(member.Type), found.Maker.Name,
                    ]);
            }

            members.Add(Member(member, row.FileOf(member), found));
            types.Add(member.Type);
            columns.Add(found);
        }

        ReportMissing(step, row, missing, location, context);
        var model = new LeafModel(index, step.Index, step.Name, TypeNames.Code(row.Type), IsUserType: true, members.ToEquatableArray());
        return new LeafShape(step, model, types, columns, row);
    }

    /// <summary>Members that lack a column, reported as one where they may lack it for one reason: that other rows are meant.</summary>
    private static void ReportMissing(StepNode step, RowShape row, List<RowMember> missing, Location? location, PipelineContext context)
    {
        var names = step.Outputs.Select(column => column.Name).ToList();
        var isEachExplained = missing.TrueForAll(member => NearestName.Find(member.Name, names) is not null);
        foreach (var member in isEachExplained ? missing : missing.Take(1))
        {
            var others = isEachExplained || missing.Count == 1
                ? ""
                : ", nor for " + string.Join(" or ", missing.Skip(1).Select(other => $"'{other.Name}'"));
            context.Bag.Report(
                ColumnRules.LeafMemberMissing,
                location,
                context.Location(member.Property),
                [step.Name, member.Name, TypeNames.Message(row.Type), others + NearestName.Hint(member.Name, names, "; it has none")]);
        }
    }
}
