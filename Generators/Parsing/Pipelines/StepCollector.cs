using Distil.Generators.Diagnostics;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>Finds the steps among a pipeline's properties.</summary>
internal static class StepCollector
{
    private static readonly HashSet<string> s_edges = new(StringComparer.Ordinal)
    {
        "FromAttribute", "MergeAttribute", "ZipAttribute", "GatherAttribute", "InputMappingAttribute", "OutputMappingAttribute",
        "KeepAttribute", "DropAttribute", "LeafAttribute",
    };

    public static void Collect(PipelineContext context, CancellationToken cancellationToken)
    {
        var steps = new List<StepNode>();
        var autos = AutoProperties(context.Pipeline);

        // A class of the project without its attribute is reported where it is used first.
        var noSteps = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var property in Properties(context.Pipeline))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsStep(property, autos, noSteps, context) && Shape(property, context) is { } shape)
            {
                steps.Add(new StepNode(steps.Count, property, shape, context.Location(property)));
            }
        }

        context.Steps = steps;
        foreach (var step in steps)
        {
            ReadSettings(step, context);
        }

        CheckNames(context);
    }

    /// <summary>
    /// Whether a property is a step. One that is meant as a step and is none is noted, and reported unless another error is.
    /// </summary>
    private static bool IsStep(IPropertySymbol property, HashSet<ISymbol> autos, HashSet<ISymbol> noSteps, PipelineContext context)
    {
        if (WellKnownTypes.IsUnknown(property.Type))
        {
            if (IsGetOnlyAuto(property, autos) || IsMarked(property))
            {
                context.BrokenSteps.Add(property.Name);
                context.Bag.MarkBroken();
            }

            return false;
        }

        if (!IsMeantAsStep(property, autos))
        {
            return false;
        }

        var location = context.Location(property);
        if (!StepKinds.IsStep(property.Type))
        {
            context.BrokenSteps.Add(property.Name);
            if (!SourceLocations.IsHere(property.Type, context.Compilation) || noSteps.Add(property.Type))
            {
                context.Bag.Report(
                    ShapeRules.NotAStep, TypeLocation(property) ?? location, property.Name, TypeNames.Message(property.Type));
            }

            return false;
        }

        if (WellKnownTypes.IsFileLocal(property.Type))
        {
            // The compiler says that the pipeline cannot have such a member.
            context.BrokenSteps.Add(property.Name);
            context.Bag.MarkBroken();
            return false;
        }

        if (GeneratedTypes.Find(property.Type) is { } generated)
        {
            context.BrokenSteps.Add(property.Name);
            context.Bag.Report(
                ShapeRules.GeneratedRowAsInput, TypeLocation(property) ?? location, property.Name, TypeNames.Message(generated));
            return false;
        }

        if (ShapeFault(property, autos) is { } fault)
        {
            context.Bag.Report(ShapeRules.StepNotGetOnly, location, property.Name, fault);
        }

        return true;
    }

    private static StepShape? Shape(IPropertySymbol property, PipelineContext context) => StepParser.ParseUse(
        (INamedTypeSymbol)property.Type,
        StepKinds.Of(property).Select(kind => kind.Attribute).FirstOrDefault(),
        TypeLocation(property) ?? context.Location(property),
        context.Compilation,
        context.Bag);

    private static void ReadSettings(StepNode step, PipelineContext context)
    {
        foreach (var (kind, attribute) in StepKinds.Of(step.Property))
        {
            if (kind.ToString() == step.Shape.KindName)
            {
                step.SettingsAttribute = attribute;
            }
            else if (step.Shape.IsKindCertain)
            {
                context.Bag.Report(
                    SettingRules.SettingsOfAnotherKind,
                    SourceLocations.Of(attribute) ?? step.Location,
                    additional: null,
                    [step.Name, kind.ToString(), step.Shape.KindName],
                    FixData.Empty.With(FixProperties.Attribute, step.Shape.KindName));
            }
        }

        step.Settings = SettingsParser.Parse(step.Shape, step.SettingsAttribute);
        if (!step.Shape.IsBroken)
        {
            SettingsRules.Check(step.Name, step.Shape, step.SettingsAttribute, step.Settings.NewRows, context.Bag);
        }
    }

    private static void CheckNames(PipelineContext context)
    {
        if (context.Steps.Count == 0 && context.BrokenSteps.Count == 0)
        {
            context.Bag.Report(ShapeRules.NoSteps, context.Location(context.Pipeline), context.Pipeline.Name);
        }

        foreach (var twins in context.Steps.GroupBy(step => Names.Key(step.Name), StringComparer.Ordinal))
        {
            foreach (var twin in twins.Skip(1))
            {
                context.Bag.Report(ShapeRules.SameStepName, twin.Location, twins.First().Name, twin.Name);
            }
        }
    }

    /// <summary>The user's properties as declared.</summary>
    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol pipeline) => DeclaredMembers.Properties(pipeline)
        .Where(property => !property.IsIndexer && !property.IsImplicitlyDeclared && !GeneratedTypes.IsGenerated(property));

    /// <summary>The properties that have a field of their own.</summary>
    private static HashSet<ISymbol> AutoProperties(INamedTypeSymbol pipeline)
    {
        var owners = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var member in pipeline.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } owner })
            {
                owners.Add(owner);
            }
        }

        return owners;
    }

    private static bool IsMeantAsStep(IPropertySymbol property, HashSet<ISymbol> autos) =>
        StepKinds.IsStep(property.Type) || IsMarked(property) || (!property.IsStatic && IsGetOnlyAuto(property, autos));

    private static bool IsMarked(IPropertySymbol property) =>
        StepKinds.Of(property).Count > 0
        || property.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { } type && s_edges.Contains(type.Name) && WellKnownTypes.IsDistil(type, type.Name));

    private static string? ShapeFault(IPropertySymbol property, HashSet<ISymbol> autos)
    {
        if (property.IsStatic)
        {
            return "is static";
        }

        if (property.SetMethod is { } setter)
        {
            return setter.IsInitOnly ? "has 'init'" : "has 'set'";
        }

        return autos.Contains(property) ? null : "has a body of its own";
    }

    private static bool IsGetOnlyAuto(IPropertySymbol property, HashSet<ISymbol> autos) =>
        property is { SetMethod: null, GetMethod: not null } && autos.Contains(property);

    private static Location? TypeLocation(IPropertySymbol property) => property.DeclaringSyntaxReferences
        .Select(reference => (reference.GetSyntax() as Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax)?.Type.GetLocation())
        .FirstOrDefault();
}
