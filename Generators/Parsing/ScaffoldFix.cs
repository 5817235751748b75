using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Edges;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>
/// What a step class without a method could have for one: its parameters are the columns that reach it in the pipelines that use it.
/// Looked for only where a class lacks its method.
/// </summary>
internal static class ScaffoldFix
{
    public static FixData Extend(FixData fix, StepShape step, Compilation compilation, CancellationToken cancellationToken)
    {
        var uses = Uses(step.Type, compilation, cancellationToken);
        var columns = Columns(uses.Select(use => use.Step).ToList(), step.Type);
        var route = step.Kind == StepKind.Router
            ? uses.Select(use => RouteType(use.Step, use.Context)).FirstOrDefault(type => type is not null)
            : null;
        var result = uses.Count > 0 && step.Kind is StepKind.Source or StepKind.Step or StepKind.Expand ? Answer(uses[0].Step) : [];
        var types = columns.Select(column => column.Type).Concat(result.Select(made => made.Type)).Concat(route is null ? [] : [route]);
        return fix
            .With(FixProperties.Methods, Methods(step, uses.Select(use => use.Step)))
            .With(FixProperties.ParameterNames, columns.Select(column => Names.Escape(Names.Camel(column.Name))))
            .With(FixProperties.ParameterTypes, columns.Select(column => TypeNames.Code(column.Type)))
            .With(FixProperties.Result, ResultType(result))
            .With(
                FixProperties.ResultColumn,
                result.Count == 1 && !Names.Same(result[0].Name, step.Name) ? Names.Snake(Names.Pascal(result[0].Name)) : null)
            .With(FixProperties.RouteType, route is null ? null : TypeNames.Code(route))
            .With(FixProperties.Modifier, Visibility.OfMembers(step.Type, types) == "public" ? "public" : "internal");
    }

    /// <summary>The kind's methods, the one that its settings speak of first.</summary>
    private static IEnumerable<string> Methods(StepShape step, IEnumerable<StepNode> uses)
    {
        var attributes = uses.Select(use => use.SettingsAttribute).Append(step.Attribute).ToList();
        var isBatch = attributes.Any(attribute => NamedArguments.Find(attribute, "BatchSize") is not null);
        var isGlobal = attributes.Any(attribute => NamedArguments.Find(attribute, "NewRows") is { Value: true });
        var first = isGlobal ? MethodForm.All : isBatch ? MethodForm.Batch : MethodForm.Row;
        return StepKinds.Methods(step.Kind).OrderBy(method => method.Form == first ? 0 : 1).Select(method => method.Name);
    }

    /// <summary>The steps of this class in the pipelines of this compilation, always in the same order.</summary>
    private static List<(StepNode Step, PipelineContext Context)> Uses(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var uses = new List<(StepNode, PipelineContext)>();
        foreach (var pipeline in Types(compilation.Assembly.GlobalNamespace).Where(candidate => UsesStep(candidate, type)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = new PipelineContext(pipeline, compilation, new DiagnosticBag());
            PipelineReader.ReadSteps(context, cancellationToken);
            uses.AddRange(context.Steps.Where(step => IsOf(step.Shape.Type, type)).Select(step => (step, context)));
        }

        return uses;
    }

    /// <summary>The columns that all of these steps receive, with types that do for all; those that a class can take.</summary>
    private static List<Column> Columns(List<StepNode> uses, INamedTypeSymbol type)
    {
        var columns = uses.Count == 0 || StepKinds.Of(type).Any(kind => kind.Kind == StepKind.Source) ? [] : uses[0].Inputs;
        return columns
            .Where(column => uses.All(use => use.Inputs.Any(other => other.Key == column.Key && IsSame(other, column))))
            .Where(column => !Mentions(column.Type) && Visibility.OfMembers(type, [column.Type]) != "private")
            .ToList();
    }

    /// <summary>The columns that the steps below take and no other step makes.</summary>
    private static List<(string Name, ITypeSymbol Type)> Answer(StepNode maker)
    {
        var result = new List<(string Name, ITypeSymbol Type)>();
        var seen = new HashSet<StepNode> { maker };
        var open = new Queue<StepNode>(maker.Readers);
        while (open.Count > 0)
        {
            var reader = open.Dequeue();
            if (!seen.Add(reader))
            {
                continue;
            }

            var parameters = reader.Shape.Method?.Parameters ?? [];
            foreach (var parameter in parameters.Where(parameter => parameter.Kind == ArgumentKind.Column && !parameter.IsOptional))
            {
                var members = parameter.Row?.Members.Where(member => !member.IsOptional).Select(member => (member.Name, member.Type));
                foreach (var (target, type) in members ?? [(parameter.Name, parameter.Type)])
                {
                    var name = reader.InputMappings.FirstOrDefault(mapping => Names.Same(mapping.Target, target))?.Column ?? target;
                    var isThere = reader.Inputs.Any(column => Names.Same(column.Name, name))
                        || result.Any(made => Names.Same(made.Name, name));
                    if (!isThere && Names.IsColumnName(name) && !Mentions(type) && !type.IsRefLikeType
                        && Visibility.OfMembers(maker.Shape.Type, [type]) != "private")
                    {
                        result.Add((name, type));
                    }
                }
            }

            foreach (var next in reader.Readers)
            {
                open.Enqueue(next);
            }
        }

        return result;
    }

    private static string? ResultType(List<(string Name, ITypeSymbol Type)> result) => result.Count switch
    {
        0 => null,
        1 => TypeNames.Code(result[0].Type),
        _ => "(" + string.Join(", ", result.Select(made => TypeNames.Code(made.Type) + " " + Names.Pascal(made.Name))) + ")",
    };

    private static bool IsSame(Column left, Column right) => SymbolEqualityComparer.IncludeNullability.Equals(left.Type, right.Type);

    /// <summary>
    /// Whether the type cannot be written outside the pipeline: it has to do with one of its type parameters, or is not known.
    /// </summary>
    private static bool Mentions(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => Mentions(array.ElementType),
        INamedTypeSymbol named => named.TypeKind == TypeKind.Error || named.TypeArguments.Any(Mentions),
        _ => type.TypeKind == TypeKind.Error,
    };

    /// <summary>The enum that the <c>When</c> of the edges below the router names.</summary>
    private static ITypeSymbol? RouteType(StepNode router, PipelineContext context) => context.Steps
        .Where(step => step.Edges.Any(edge => edge.Step == router))
        .SelectMany(step => WellKnownTypes.Attributes(step.Property, "From"))
        .Select(attribute => RouteParser.FindWhen(attribute))
        .Where(when => when is { Kind: TypedConstantKind.Enum })
        .Select(when => when!.Value.Type)
        .FirstOrDefault();

    private static bool UsesStep(INamedTypeSymbol pipeline, INamedTypeSymbol type) =>
        WellKnownTypes.IsPipeline(pipeline) && pipeline.GetMembers().OfType<IPropertySymbol>().Any(property => IsOf(property.Type, type));

    private static bool IsOf(ITypeSymbol used, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(used.OriginalDefinition, type);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .OrderBy(member => member.MetadataName, StringComparer.Ordinal)
        .SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));
}
