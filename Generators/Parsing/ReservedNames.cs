using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Leaves;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>Keeps the user's names apart from those of the members that are generated.</summary>
internal static class ReservedNames
{
    /// <returns>The names of generated members that the user's own have; generated under these, they would not compile.</returns>
    public static EquatableArray<string> Check(IReadOnlyList<LeafShape> leaves, PipelineContext context)
    {
        var clashes = CheckMembers(leaves, context);
        foreach (var step in context.Steps)
        {
            CheckStep(step, context);
        }

        foreach (var leaf in leaves)
        {
            if (FreeNames.ResultMembers.Contains(leaf.Step.Name, StringComparer.Ordinal))
            {
                Report(
                    leaf.Step.Name,
                    leaf.Step.Location,
                    "every result has a property of this name; expected another for a step whose rows are a data set",
                    context);
            }

            foreach (var member in leaf.Model.Members.Where(_ => leaf.UserType is null))
            {
                if (NameScope.ObjectMembers.Contains(member.Name, StringComparer.Ordinal) || member.Name == leaf.Model.RowType)
                {
                    Report(
                        member.Name,
                        leaf.Step.Location,
                        $"the generated row type '{leaf.Model.RowType}' cannot have a property of this name; rename the column with "
                            + "[OutputMapping]",
                        context);
                }
            }
        }

        return clashes;
    }

    /// <summary>
    /// What else the class has, its bases' members, its type parameters and those of its constructor included: the generator goes round
    /// these names where it is free to choose.
    /// </summary>
    public static EquatableArray<string> Taken(PipelineContext context)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var type = context.Pipeline; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType)
        {
            foreach (var member in type.GetMembers().Where(member => member.CanBeReferencedByName && !GeneratedTypes.IsGenerated(member)))
            {
                names.Add(member.Name);
            }
        }

        names.UnionWith(TypeParameters(context.Pipeline).Select(parameter => parameter.Name));
        names.UnionWith(ConstructorParameters.Of(context.Pipeline).Select(parameter => parameter.Name));
        names.ExceptWith(context.Steps.Select(step => step.Name));
        return names.ToEquatableArray();
    }

    /// <summary>Members that the user wrote and the generator would write again.</summary>
    private static EquatableArray<string> CheckMembers(IReadOnlyList<LeafShape> leaves, PipelineContext context)
    {
        var names = PipelineModel.FixedNames
            .Concat(leaves.Where(leaf => leaf.UserType is null).Select(leaf => leaf.Model.RowType))
            .ToList();
        var clashes = new List<string>();
        foreach (var member in context.Pipeline.GetMembers().Where(member => names.Contains(member.Name, StringComparer.Ordinal)))
        {
            var isOwn = !member.IsImplicitlyDeclared && !GeneratedTypes.IsGenerated(member);
            if (isOwn && !context.Steps.Any(step => SymbolEqualityComparer.Default.Equals(step.Property, member)))
            {
                clashes.Add(member.Name);
                Report(
                    member.Name,
                    context.Location(member),
                    $"the generator adds a member of this name to the pipeline '{context.Pipeline.Name}'",
                    context);
            }
        }

        var parameters = TypeParameters(context.Pipeline);
        foreach (var parameter in parameters.Where(parameter => names.Contains(parameter.Name, StringComparer.Ordinal)))
        {
            clashes.Add(parameter.Name);
            Report(
                parameter.Name,
                context.Location(parameter),
                $"the generator adds a member of this name to the pipeline '{context.Pipeline.Name}', behind which the type parameter is "
                    + "not seen",
                context);
        }

        foreach (var name in names.Where(name => !clashes.Contains(name)).ToList())
        {
            if (HiddenMembers.Find(name, context.Pipeline, context.Compilation) is { } inherited && MustBeSeen(inherited) is { } why)
            {
                clashes.Add(name);
                ReportInherited(inherited, why, isGenerated: name != "StreamAsync" || leaves.Count == 1, context);
            }
        }

        // The class itself cannot have a member of its own name.
        if (names.Contains(context.Pipeline.Name, StringComparer.Ordinal))
        {
            clashes.Add(context.Pipeline.Name);
            Report(
                context.Pipeline.Name,
                context.Location(context.Pipeline),
                "the generator adds a member of this name to every pipeline",
                context);
        }

        foreach (var step in context.Steps.Where(step => names.Contains(step.Name, StringComparer.Ordinal)))
        {
            clashes.Add(step.Name);
            Report(step.Name, step.Location, "the generator adds a member of this name to every pipeline", context);
        }

        return clashes.ToEquatableArray();
    }

    /// <summary>The reason why a member cannot be hidden; null if it can.</summary>
    private static string? MustBeSeen(ISymbol member) =>
        member.IsAbstract && member is not INamedTypeSymbol ? "abstract"
        : member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } ? "required"
        : null;

    private static void ReportInherited(ISymbol member, string why, bool isGenerated, PipelineContext context)
    {
        if (member.IsAbstract && !context.Pipeline.IsAbstract)
        {
            // The compiler says that the class must implement it.
            context.Bag.MarkBroken();
        }
        else if (isGenerated)
        {
            Report(
                member.Name,
                context.Location(context.Pipeline),
                "the generator adds a member of this name to every pipeline, and that of the base class "
                    + $"'{TypeNames.Message(member.ContainingType)}' is {why} and cannot be hidden",
                context);
        }
    }

    /// <summary>The type parameters of the class and of the types around it.</summary>
    private static IEnumerable<ITypeParameterSymbol> TypeParameters(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? type.TypeParameters.Concat(TypeParameters(outer)) : type.TypeParameters;

    private static void CheckStep(StepNode step, PipelineContext context)
    {
        if (NameScope.ObjectMembers.Contains(step.Name, StringComparer.Ordinal))
        {
            Report(step.Name, step.Location, "every object has a member of this name", context);
        }
        else if (CreationRules.IsSame(step.Name, CreationRules.RunSection))
        {
            Report(
                step.Name,
                step.Location,
                $"in a configuration the section '{context.Pipeline.Name}:{CreationRules.RunSection}' says how the pipeline is run",
                context);
        }
    }

    private static void Report(string name, Location? location, string why, PipelineContext context) =>
        context.Bag.Report(ShapeRules.ReservedName, location, name, why);
}
