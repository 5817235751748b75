using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>A member of a row that cannot have the name in files that its attribute gives it.</summary>
/// <param name="Why">The rest of a sentence.</param>
internal sealed record FileNameProblem(RowMember Member, string Name, Func<INamedTypeSymbol, string> Why)
{
    /// <summary>The first such member; null: there is none.</summary>
    public static FileNameProblem? In(IReadOnlyList<RowMember> members)
    {
        if (members.FirstOrDefault(member => member.File.Name is { } name && !IsText(name)) is { } torn)
        {
            return new FileNameProblem(torn, torn.File.Name!.Replace("\0", "\\0"), static _ => "it is no valid Unicode");
        }

        var names = new Dictionary<string, RowMember>(StringComparer.Ordinal);
        foreach (var member in members.Where(member => !member.File.IsIgnored).OrderBy(member => member.File.Name is not null))
        {
            var name = member.File.NameOf(member.Name);
            if (names.TryGetValue(name, out var other))
            {
                return new FileNameProblem(member, name, type => $"'{TypeNames.Message(type)}.{other.Name}' has it");
            }

            names.Add(name, member);
        }

        return null;
    }

    private static bool IsText(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogate(name[i]) && (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
