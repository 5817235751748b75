using System.ComponentModel;
using System.Text;

namespace Distil.Engine;

/// <summary>What a member of a line may be.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum JsonMemberRules
{
    /// <summary>No step and no data set reads it: it is only passed over.</summary>
    None = 0,

    /// <summary>It is read.</summary>
    Read = 1,

    /// <summary>It may be null.</summary>
    Null = 2,

    /// <summary>It may be missing.</summary>
    Missing = 4,

    /// <summary>Files have its name letter by letter; otherwise names compare without case or underscores.</summary>
    Exact = 8,

    /// <summary>It is in no file, whatever names stand there.</summary>
    Ignored = 16,
}

/// <summary>A member of a line or of a row in it, as generated code tells the engine of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonMember
{
    /// <summary>Makes it.</summary>
    /// <param name="name">The name as files have it.</param>
    /// <param name="expected">What its value must be, for messages: <c>a whole number (int)</c>.</param>
    /// <param name="rules">What else it may be.</param>
    public JsonMember(string name, string expected, JsonMemberRules rules)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        ComparedName = Key(name);
        Expected = expected;
        IsRead = (rules & JsonMemberRules.Read) != JsonMemberRules.None;
        AllowsNull = (rules & JsonMemberRules.Null) != JsonMemberRules.None;
        AllowsMissing = (rules & JsonMemberRules.Missing) != JsonMemberRules.None;
        IsExact = (rules & JsonMemberRules.Exact) != JsonMemberRules.None;
        IsIgnored = (rules & JsonMemberRules.Ignored) != JsonMemberRules.None;
    }

    internal string Name { get; }

    internal byte[] Utf8Name { get; }

    /// <summary>What its name compares by.</summary>
    internal string ComparedName { get; }

    internal string Expected { get; }

    internal bool IsRead { get; }

    internal bool AllowsNull { get; }

    internal bool AllowsMissing { get; }

    internal bool IsExact { get; }

    internal bool IsIgnored { get; }

    /// <summary>What a name compares by: it has no case and no underscores.</summary>
    internal static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
