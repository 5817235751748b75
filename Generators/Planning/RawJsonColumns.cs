using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// Finds the columns that are passed through as raw JSON: a source of JSON lines made them, no step reads them, and wherever they are
/// combined with others, those are raw JSON of the same type. The types are text, booleans, numbers, GUIDs, enums and lists of these: the
/// runtime can check that a value is written as a data set writes it, and reading one calls no code of the user's.
/// </summary>
internal sealed class RawJsonColumns
{
    private readonly EquatableArray<StepModel> _steps;
    private readonly EquatableArray<LeafModel> _leaves;
    private readonly Dictionary<string, JsonTypeModel> _types;
    private readonly SortedDictionary<int, string> _raw = [];

    private RawJsonColumns(EquatableArray<StepModel> steps, EquatableArray<LeafModel> leaves, EquatableArray<JsonTypeModel> types)
    {
        _steps = steps;
        _leaves = leaves;
        _types = types.ToDictionary(type => type.Key, StringComparer.Ordinal);
    }

    /// <summary>The ids of these columns, in order.</summary>
    internal static EquatableArray<int> Find(
        EquatableArray<StepModel> steps, EquatableArray<LeafModel> leaves, EquatableArray<JsonTypeModel> types)
    {
        var columns = new RawJsonColumns(steps, leaves, types);
        columns.AddSources();
        while (columns.AddCombined())
        {
            // Until no further column is made of these alone.
        }

        while (columns.Withdraw())
        {
            // Until every column that is left passes everywhere.
        }

        return columns._raw.Keys.ToEquatableArray();
    }

    private void AddSources()
    {
        foreach (var member in _steps.Where(step => step.Json is not null).SelectMany(step => step.Json!.Members))
        {
            if (TypeOf(member.Json.JsonType) is { } type && CanBeRaw(type))
            {
                _raw[member.Column] = type.Key;
            }
        }
    }

    private bool CanBeRaw(JsonTypeModel type) => type.Kind switch
    {
        JsonKind.Text or JsonKind.Boolean or JsonKind.Number or JsonKind.Guid or JsonKind.Enum => true,
        JsonKind.Array or JsonKind.List => TypeOf(type.Element!) is { } element && CanBeRaw(element),
        _ => false,
    };

    private bool AddCombined()
    {
        var count = _raw.Count;
        foreach (var column in Combined().Where(column => !column.IsGathered && !_raw.ContainsKey(column.Column)))
        {
            var types = column.Sources
                .Where(source => source >= 0)
                .Select(source => _raw.TryGetValue(source, out var type) ? type : null)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (types is [{ } only])
            {
                _raw[column.Column] = only;
            }
        }

        return _raw.Count > count;
    }

    private bool Withdraw()
    {
        var read = new HashSet<int>(_steps.SelectMany(step => step.ArgumentColumns));
        read.UnionWith(_steps.SelectMany(step => step.Builds).SelectMany(build => build.Members).Select(member => member.Column));
        read.UnionWith(_leaves.SelectMany(leaf => leaf.Members)
            .Where(member => _raw.TryGetValue(member.Column, out var type) && (TypeOf(member.JsonType)?.Key != type || IsLookedAt(member)))
            .Select(member => member.Column));
        foreach (var column in Combined())
        {
            var sources = column.Sources.Where(source => source >= 0).ToList();
            if (column.IsGathered || !_raw.ContainsKey(column.Column) || read.Contains(column.Column))
            {
                read.UnionWith(sources);
            }
            else if (sources.Exists(source => !_raw.ContainsKey(source)))
            {
                read.Add(column.Column);
            }
        }

        var withdrawn = read.Where(_raw.ContainsKey).ToList();
        withdrawn.ForEach(column => _raw.Remove(column));
        return withdrawn.Count > 0;
    }

    /// <summary>Whether it is written depends on more than whether it is null.</summary>
    private bool IsLookedAt(LeafMemberModel member) =>
        member.Omits == Omission.WhenDefault && _types[member.JsonType] is { IsReference: false, Kind: not JsonKind.Nullable };

    /// <summary>The columns that are made of others at a fan-in, and those that have another name.</summary>
    private IEnumerable<CombinedColumnModel> Combined() => _steps.SelectMany(step => step.Input.Columns.Concat(
        step.Refinements.Where(refinement => refinement.IsRename).Select(rename => new CombinedColumnModel(
            rename.To, new[] { rename.From }.ToEquatableArray(), IsGathered: false, ElementType: null, SkipsNulls: false))));

    /// <summary>The type, whether null is a value of it or not.</summary>
    private JsonTypeModel? TypeOf(string key) =>
        !_types.TryGetValue(key, out var type) ? null
        : type.Kind == JsonKind.Nullable ? TypeOf(type.Element!)
        : type;
}
