using Distil.Generators.Model;

namespace Distil.Generators.Emission.Loops;

/// <summary>A row at one point of a loop: the expressions that read its columns and keys.</summary>
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

    /// <summary>The columns that are available, each with the expression that reads it.</summary>
    public IReadOnlyDictionary<int, string> Columns => _columns;

    /// <summary>The keys that are available, each with the expression that reads it.</summary>
    public IReadOnlyDictionary<KeyModel, string> Keys => _keys;

    /// <summary>Makes a scope that begins with the columns and keys of this one.</summary>
    public RowScope Inner() => new(this);

    public void Set(int column, string expression) => _columns[column] = expression;

    public void Set(KeyKind kind, int id, string expression) => _keys[new KeyModel(kind, id)] = expression;

    /// <summary>Sets the expression of a value that is neither a column nor a key, such as a route.</summary>
    public void Set(string what, string expression) => _locals[what] = expression;

    /// <summary>The expression of a value that is neither a column nor a key; null if it is not available.</summary>
    public string? LocalOrNull(string what) => _locals.TryGetValue(what, out var expression) ? expression : null;

    public bool Has(int column) => _columns.ContainsKey(column);

    /// <summary>The depths of the child numbers that are available.</summary>
    public IEnumerable<int> ChildDepths => _keys.Keys.Where(key => key.Kind == KeyKind.Child).Select(key => key.Id).OrderBy(depth => depth);

    /// <summary>The expression of a column; null if it is not available.</summary>
    public string? ColumnOrNull(int column) => _columns.TryGetValue(column, out var expression) ? expression : null;

    public string Column(int column) => _columns.TryGetValue(column, out var expression)
        ? expression
        : throw new InvalidOperationException($"Column {column} is not at hand.");

    /// <summary>The expression of a key; null if it is not available.</summary>
    public string? KeyOrNull(KeyModel key) => _keys.TryGetValue(key, out var expression) ? expression : null;

    /// <summary>A key; a row that came by no expand of that depth has child number -1.</summary>
    public string Key(KeyModel key) => _keys.TryGetValue(key, out var expression) ? expression
        : key.Kind == KeyKind.Child ? "-1"
        : throw new InvalidOperationException($"Key {key} is not at hand.");
}
