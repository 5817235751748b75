using System.Xml;

namespace ApiDocs;

/// <summary>
/// The documented types and the names of their type parameters. A compiler name only counts them (<c>Dictionary`2</c>), and does not
/// tell namespaces from outer types; with this, references read <c>Dictionary&lt;TKey, TValue&gt;.KeyCollection</c>.
/// </summary>
public sealed class TypeNames
{
    private readonly Dictionary<string, string[]> _parameters = new(StringComparer.Ordinal);

    /// <summary>Reads the types of a folder of documentation files.</summary>
    public static TypeNames Load(string folder)
    {
        var names = new TypeNames();
        foreach (Member type in DocFolder.Files(folder).SelectMany(file => DocFile.Members(file, IsType)))
        {
            names.Add(type.MemberId[2..], type.Xml);
        }

        return names;
    }

    /// <summary>Adds a type: its compiler name without the <c>T:</c>, and its documentation.</summary>
    public void Add(string type, string xml) =>
        _parameters[type] = type.Contains('`', StringComparison.Ordinal) ? ParametersIn(xml) : [];

    /// <summary>Whether a type of this compiler name is documented.</summary>
    public bool Contains(string type) => _parameters.ContainsKey(type);

    /// <summary>The names of a type's own type parameters; where they are not documented, T or T1, T2 and so on.</summary>
    public IReadOnlyList<string> ParametersOf(string type, int count) =>
        _parameters.TryGetValue(type, out string[]? names) && names.Length >= count
            ? names[^count..] // A nested type's documentation may list those of its outer types before its own.
            : Unnamed(count);

    /// <summary>Stand-ins for names that are not known.</summary>
    public static IReadOnlyList<string> Unnamed(int count) =>
        count == 1 ? ["T"] : [.. Enumerable.Range(1, count).Select(n => $"T{n}")];

    private static bool IsType(string memberId) => memberId.StartsWith("T:", StringComparison.Ordinal);

    private static string[] ParametersIn(string xml)
    {
        List<string> names = [];
        using var reader = XmlReader.Create(new StringReader(xml), PlainXml.Fragment);
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 0, LocalName: "typeparam" } && reader.GetAttribute("name") is { } name)
            {
                names.Add(name);
            }
        }

        return [.. names];
    }
}
