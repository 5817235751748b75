using Distil.Generators.Emission.Code;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Context;

/// <summary>
/// The columns of a batch or of results, as generated code reads them. Few enough columns have a generic class of the runtime, whose fields
/// are numbered; for more, and for those that travel as raw JSON, the class is printed, and its fields are called as the columns are.
/// </summary>
internal sealed class ColumnFields
{
    /// <summary>The most columns that a generic class of the runtime has.</summary>
    private const int Most = 8;

    private readonly NameScope _names;
    private readonly List<Field> _all = [];
    private readonly Dictionary<int, Field> _byColumn = [];

    public ColumnFields(params string[] taken) => _names = new NameScope(taken);

    /// <summary>Whether the class is printed, field by field.</summary>
    public bool IsPrinted { get; set; }

    public IReadOnlyList<Field> All => _all;

    /// <summary>Ids of the columns.</summary>
    public IEnumerable<int> Columns => _byColumn.Keys;

    /// <summary>The field of a column, as it is read of the batch.</summary>
    public string this[int column] => Name(_byColumn[column]);

    public bool Has(int column) => _byColumn.ContainsKey(column);

    public bool TryGet(int column, out string field)
    {
        var has = _byColumn.TryGetValue(column, out var found);
        field = has ? Name(found!) : "";
        return has;
    }

    /// <summary>The name of a local that holds the field of a column.</summary>
    public string Word(int column) => _byColumn[column].Name.TrimStart('@');

    /// <summary>The field, as it is read of the batch.</summary>
    public string Name(Field field) => IsPrinted ? field.Name : $"Column{_all.IndexOf(field) + 1}";

    public void Add(EmissionContext context, int column)
    {
        var name = context.Column(column).Name;
        var member = _names.Take(name);
        if (member != Names.Escape(name))
        {
            member = _names.Take(name + "Column");
        }

        var isRawJson = context.IsRawJson(column);
        _byColumn.Add(column, Add(member, isRawJson ? CSharpTypes.JsonCells : context.Column(column).Type, isRawJson));
    }

    /// <summary>A field that is no column: what a filter, router or expand returns.</summary>
    public Field Add(string name, string type) => Add(_names.Take(name), type, isRawJson: false);

    /// <summary>The class of the runtime that has such fields.</summary>
    public string Class(string name) => CSharpTypes.Engine + name
        + (IsPrinted || _all.Count == 0 ? "" : $"<{string.Join(", ", _all.Select(field => field.Type))}>");

    private Field Add(string name, string type, bool isRawJson)
    {
        var field = new Field(name, type, isRawJson);
        _all.Add(field);
        IsPrinted |= isRawJson || _all.Count > Most;
        return field;
    }

    /// <param name="Type">Of one value; of raw JSON the type of the column.</param>
    internal sealed record Field(string Name, string Type, bool IsRawJson);
}
