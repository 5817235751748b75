using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Edges;
using Distil.Generators.Parsing.Fingerprints;
using Distil.Generators.Parsing.Leaves;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing;

/// <summary>Makes the model, whose records hold no symbol, of what the parser has found.</summary>
internal static class ModelBuilder
{
    public static PipelineModel Build(
        PipelineContext context,
        IReadOnlyList<LeafShape> leaves,
        INamedTypeSymbol? json,
        EquatableArray<JsonTypeModel> jsonTypes,
        EquatableArray<string> clashes)
    {
        var pipeline = context.Pipeline;
        if (context.Bag.HasErrors)
        {
            Fallback.AddNamed(context);
        }

        var accessibility = Visibility.OfMembers(pipeline, ShownTypes(context, leaves));
        var rowKeys = new KeyTypeParser(context.Compilation);
        var inputKeys = new KeyTypeParser(context.Compilation, new JsonContextTypes(json));
        var steps = Steps(context, leaves, rowKeys, new AnswerParser(context, jsonTypes, inputKeys));
        var hasGlobal = context.Steps.Any(static step => step.Shape.Method?.Form == MethodForm.All);
        var columns = context.Columns.Select(column => Column(column) with { Held = hasGlobal ? HeldTypes.Of(column.Type) : null })
            .ToEquatableArray();
        var leafModels = context.Bag.HasErrors
            ? new Fallback(context, accessibility, clashes).Leaves(leaves).ToEquatableArray()
            : leaves.Select(leaf => leaf.Model).ToEquatableArray();
        return new PipelineModel(
            DeclarationParser.HintName(pipeline),
            DeclarationParser.Namespace(pipeline),
            DeclarationParser.Containing(pipeline),
            DeclarationParser.Declaration(pipeline),
            accessibility,
            context.Bag.HasErrors || !AreKnown(leafModels, jsonTypes),
            HasHosting(context),
            json is null ? null : TypeNames.Code(json),
            steps,
            columns,
            leafModels,
            jsonTypes,
            PlanModel.Empty,
            MermaidWriter.Write(context.Steps),
            Visibility.IsPublic(pipeline),
            ReservedNames.Taken(context),
            pipeline.GetDocumentationCommentXml()?.Contains("<summary") == true,
            clashes,
            UsesObsolete: context.Steps.SelectMany(UsedSymbols.Of).Any(Obsolescence.IsError),
            IsObsolete: Obsolescence.IsErrorOutside(pipeline))
        {
            Creation = CreationParser.Parse(context),
            KeyTypes = rowKeys.Types.Union(inputKeys.Types).OrderBy(static type => type.Key, StringComparer.Ordinal).ToEquatableArray(),
        };
    }

    /// <summary>
    /// Whether all types in files are known. One that the compiler does not know is in no file, and the compiler reports it.
    /// </summary>
    private static bool AreKnown(EquatableArray<LeafModel> leaves, EquatableArray<JsonTypeModel> jsonTypes)
    {
        var known = new HashSet<string>(jsonTypes.Select(type => type.Key), StringComparer.Ordinal);
        return leaves.All(leaf => leaf.Members.All(member => member.Omits == Omission.Always || known.Contains(member.JsonType)));
    }

    private static EquatableArray<StepModel> Steps(
        PipelineContext context, IReadOnlyList<LeafShape> leaves, KeyTypeParser rowKeys, AnswerParser answers)
    {
        var sources = 0;
        var models = new List<StepModel>();
        foreach (var step in context.Steps)
        {
            var isNumbered = step.Kind == StepKind.Source || step.MakesNewRows;
            var leaf = leaves.FirstOrDefault(leaf => leaf.Step == step)?.Model.Index ?? -1;
            models.Add(Step(step, context.Compilation, isNumbered ? sources++ : -1, leaf) with
            {
                // Files are compared themselves, wherever they are.
                ConstructorParameters = step.Kind == StepKind.Source && !step.Shape.ReadsLines
                    ? ConstructorParameters.NamedBy(step, context)
                    : EquatableArray<string>.Empty,
                RowKey = WellKnownTypes.IsDistil(step.Shape.Type, "Rows", arity: 1)
                    ? RowKey(step.Shape.Type.TypeArguments[0], rowKeys)
                    : null,
                Answer = answers.Parse(step),
            });
        }

        return models.ToEquatableArray();
    }

    private static RowKeyModel RowKey(ITypeSymbol row, KeyTypeParser types) => types.Add(row) is { } unknown
        ? new(Type: null, TypeNames.Message(unknown))
        : new(TypeNames.Key(row), Unknown: null);

    private static StepModel Step(StepNode step, Compilation compilation, int sourceIndex, int leafIndex)
    {
        var shape = step.Shape;
        return new StepModel(
            step.Index,
            step.Name,
            step.Kind,
            TypeNames.Code(shape.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            TypeNames.Message(shape.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            sourceIndex,
            shape.Method is { } method ? Method(method) : null,
            step.Settings,
            Input(step),
            step.Arguments.ToEquatableArray(),
            new OutputModel(step.Made.ToEquatableArray()),
            step.Refinements.ToEquatableArray(),
            step.Inputs.Select(column => column.Id).ToEquatableArray(),
            step.Outputs.Select(column => column.Id).ToEquatableArray(),
            shape.Parameters.Select(parameter => Parameter(parameter, step)).ToEquatableArray(),
            step.Kind == StepKind.Router && RouteParser.RouteType(step) is { } route
                ? new RouteTypeModel(TypeNames.Code(route), WellKnownTypes.IsFlags(route), RouteParser.Values(route).ToEquatableArray())
                : null,
            WellKnownTypes.Implements(shape.Type, "IStepLifecycle"),
            WellKnownTypes.Implements(shape.Type, "IFingerprint"),
            leafIndex,
            JsonInput(step, compilation))
        {
            Builds = step.Builds.ToEquatableArray(),
            Initialiser = InitialiserHash.Of(step.Property),
        };
    }

    private static ParameterModel Parameter(ParameterModel parameter, StepNode step) =>
        ParameterDefaults.AssignedBy(step.Property, parameter.Name) is { } assigned ? parameter with { Default = assigned } : parameter;

    /// <summary>The rows of a source; null where it reads no files of JSON lines.</summary>
    private static JsonInputModel? JsonInput(StepNode step, Compilation compilation)
    {
        if (step.Shape.Method is not { Wrapper: ReturnWrapper.JsonRows, Result: INamedTypeSymbol type })
        {
            return null;
        }

        var columns = step.Made.ToDictionary(made => made.Accessor, made => made.Column, StringComparer.Ordinal);
        return new JsonInputModel(
            TypeNames.Code(type),
            RowParser.Parse(type, compilation).Members
                .Where(member => columns.ContainsKey(Accessor(member)))
                .Select(member => new JsonInputMemberModel(JsonMembers.Of(member), columns[Accessor(member)]))
                .ToEquatableArray());
    }

    private static string Accessor(RowMember member) => "." + Names.Escape(member.Name);

    private static MethodModel Method(MethodShape method) => new(
        method.Symbol.Name,
        method.Form,
        method.Wrapper,
        method.ListShape,
        method.Result is null ? null : TypeNames.Code(method.Result),
        method.List is null ? null : TypeNames.Code(method.List));

    private static InputModel Input(StepNode step) => step.InputKind == InputKind.None
        ? InputModel.None
        : new InputModel(
            step.InputKind,
            step.Edges.Select(edge => edge.Branch).ToEquatableArray(),
            step.Combined.ToEquatableArray());

    private static ColumnModel Column(Column column) => new(
        column.Id,
        column.Name,
        column.File.NameOf(column.Name),
        TypeNames.Code(column.Type),
        column.Type.IsValueType,
        Conversions.IsNullable(column.Type),
        !column.IsObject && Conversions.MustHaveValue(column.Type),
        column.Maker.Name);

    private static IEnumerable<ITypeSymbol> ShownTypes(PipelineContext context, IReadOnlyList<LeafShape> leaves) => leaves
        .SelectMany(leaf => leaf.UserType is null ? leaf.Types : [leaf.UserType])
        .Concat(context.Steps.SelectMany(step => step.Shape.ParameterTypes));

    private static bool HasHosting(PipelineContext context)
    {
        var isGeneric = false;
        for (var type = context.Pipeline; type is not null; type = type.ContainingType)
        {
            isGeneric |= type.Arity > 0;
        }

        return !isGeneric
            && Visibility.IsSeenInAssembly(context.Pipeline)
            && context.Compilation.GetTypesByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection").Length > 0;
    }
}
