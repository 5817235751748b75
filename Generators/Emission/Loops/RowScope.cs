using Distil.Generators.Model;

namespace Distil.Generators.Emission.Loops;

/// <summary>A row at one point of a loop: where its columns and keys are to be found.</summary>
internal sealed class RowScope
{
    private readonly Dictionary<int, string> _columns;
    private readonly Dictionary<KeyModel, string> _keys;
    private readonly Dictionary<string, string> _locals;

    public RowScope()
    {
        _columns = [];
        _keys = [];
        _locals = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private RowScope(RowScope outer)
    {
        _columns = new Dictionary<int, string>(outer._columns);
        _keys = new Dictionary<KeyModel, string>(outer._keys);
        _locals = new Dictionary<string, string>(outer._locals, StringComparer.Ordinal);
    }

    /// <summary>The columns that are at hand, with what they read as.</summary>
    public IReadOnlyDictionary<int, string> Columns => _columns;

    /// <summary>The keys that are at hand, with what they read as.</summary>
    public IReadOnlyDictionary<KeyModel, string> Keys => _keys;

    /// <summary>A scope that begins with what this one has.</summary>
    public RowScope Inner() => new(this);

    public void Set(int column, string expression) => _columns[column] = expression;

    public void Set(KeyKind kind, int id, string expression) => _keys[new KeyModel(kind, id)] = expression;

    /// <summary>Says how what is neither a column nor a key, such as a route, reads from here on.</summary>
    public void Set(string what, string expression) => _locals[what] = expression;

    /// <summary>What is neither a column nor a key, if it is at hand.</summary>
    public string? LocalOrNull(string what) => _locals.TryGetValue(what, out var expression) ? expression : null;

    public bool Has(int column) => _columns.ContainsKey(column);

    /// <summary>Depths of the children's numbers that are at hand.</summary>
    public IEnumerable<int> ChildDepths => _keys.Keys.Where(key => key.Kind == KeyKind.Child).Select(key => key.Id).OrderBy(depth => depth);

    /// <summary>A column, if it is at hand.</summary>
    public string? ColumnOrNull(int column) => _columns.TryGetValue(column, out var expression) ? expression : null;

    public string Column(int column) => _columns.TryGetValue(column, out var expression)
        ? expression
        : throw new InvalidOperationException($"Column {column} is not at hand.");

    /// <summary>A key, if it is at hand.</summary>
    public string? KeyOrNull(KeyModel key) => _keys.TryGetValue(key, out var expression) ? expression : null;

    /// <summary>A key; a row that came by no expand of that depth has child number -1.</summary>
    public string Key(KeyModel key) => _keys.TryGetValue(key, out var expression) ? expression
        : key.Kind == KeyKind.Child ? "-1"
        : throw new InvalidOperationException($"Key {key} is not at hand.");
}
