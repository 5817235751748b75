namespace Distil.Generators.Naming;

/// <summary>The names that are taken in one scope.</summary>
internal sealed class NameScope
{
    /// <summary>What every class has.</summary>
    public static readonly string[] ObjectMembers =
        ["Equals", "ReferenceEquals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize"];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public NameScope(params string[] reserved) => _taken.UnionWith(reserved);

    public void Reserve(IEnumerable<string> names) => _taken.UnionWith(names);

    /// <summary>The name, with a number behind it where it is taken, and with an <c>@</c> where it is a keyword.</summary>
    public string Take(string preferred)
    {
        var name = preferred;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = $"{preferred}{number}";
        }

        return Names.Escape(name);
    }
}
