using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>What is kept of the calls of durable steps.</summary>
/// <param name="context">The pipeline.</param>
/// <param name="jsonTypes">The types that files can hold.</param>
/// <param name="keyTypes">Takes the types of which keys are made.</param>
internal sealed class AnswerParser(PipelineContext context, EquatableArray<JsonTypeModel> jsonTypes, KeyTypeParser keyTypes)
{
    private static readonly string[] s_collections = ["IEnumerable", "IReadOnlyCollection", "ICollection"];

    private readonly Dictionary<string, JsonTypeModel> _jsonTypes = jsonTypes.ToDictionary(type => type.Key, StringComparer.Ordinal);

    /// <summary>What is kept of a step's calls; null: nothing, or a type in it is not known, which the compiler reports.</summary>
    public AnswerModel? Parse(StepNode step)
    {
        if (!step.Settings.Durable || context.Bag.HasErrors)
        {
            return null;
        }

        var inputs = step.Arguments.SelectMany(argument => argument.Columns).Select(id => context.Columns[id]).ToList();
        var made = step.Made.Select(made => context.Columns[made.Column]).ToList();
        var columns = made.Where(column => !column.IsObject && step.Outputs.Contains(column)).ToList();
        if (inputs.Exists(column => keyTypes.Add(column.Type) is not null)
            || columns.Exists(column => !_jsonTypes.ContainsKey(TypeNames.Key(column.Type))))
        {
            return null;
        }

        var row = Row(step, made);
        return new AnswerModel(
            inputs.Select(static column => new AnswerInputModel(column.Id, TypeNames.Key(column.Type))).ToEquatableArray(),
            columns.Select(static column => new AnswerColumnModel(column.Id, TypeNames.Key(column.Type))).ToEquatableArray(),
            row is null && columns.TrueForAll(column => IsExact(TypeNames.Key(column.Type))),
            row);
    }

    /// <summary>How the object that goes on beside the columns is made of them.</summary>
    private RowBuildModel? Row(StepNode step, List<Column> made)
    {
        if (made.Find(static column => column.IsObject) is not { Type: INamedTypeSymbol type } column)
        {
            return null;
        }

        var columns = step.Made.Where(made => made.Column != column.Id)
            .ToDictionary(static made => made.Accessor, static made => made.Column, StringComparer.Ordinal);
        var members = RowParser.Parse(type, context.Compilation).Members
            .Select(member => new RowMemberModel(member.Target, member.InConstructor, columns["." + Names.Escape(member.Name)]));
        return new RowBuildModel(column.Id, TypeNames.Code(type), members.ToEquatableArray(), IsBefore: false);
    }

    /// <summary>
    /// Whether a value that was written and read is the same. A local <c>DateTime</c> becomes one in UTC, a whole <c>decimal</c> gets a
    /// digit behind the point, a row may know more than its members, and a converter of the user's may change what it likes. What is
    /// enumerated may give something else each time, and a collection may compare in its own way.
    /// </summary>
    private bool IsExact(string key) => _jsonTypes[key] switch
    {
        { Kind: JsonKind.Row or JsonKind.Context or JsonKind.DateTime } => false,
        { Kind: JsonKind.Number, Type: "decimal" } => false,
        { Kind: JsonKind.List } type when s_collections.Any(
            name => type.Type.StartsWith($"global::System.Collections.Generic.{name}<", StringComparison.Ordinal)) => false,
        { Element: { } element } => IsExact(element),
        _ => true,
    };
}
