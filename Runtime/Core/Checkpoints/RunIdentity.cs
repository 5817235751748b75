using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Distil.Checkpoints;

/// <summary>Something that a run's data depend on besides its rows.</summary>
/// <param name="Name">What it is, as messages name it.</param>
/// <param name="Value">What it was; of what is long, a hash.</param>
internal readonly record struct IdentityPart(string Name, string Value)
{
    private const int MaxLength = 80;

    /// <summary>Makes a part of a value.</summary>
    public static IdentityPart Of(string name, object? value)
    {
        var text = Text(value);
        return new(name, text.Length <= MaxLength ? text : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
    }

    /// <summary>The value as text that does not depend on the machine's culture.</summary>
    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Text))}]",
        _ => value.ToString() ?? "",
    };
}

/// <summary>Compares what two runs depend on.</summary>
internal static class RunIdentity
{
    /// <summary>The first difference, as a message says it; null: there is none.</summary>
    /// <param name="earlier">What the earlier run depended on.</param>
    /// <param name="now">What this one does.</param>
    public static string? Difference(IReadOnlyList<IdentityPart> earlier, IReadOnlyList<IdentityPart> now)
    {
        foreach (var part in now)
        {
            var before = earlier.FirstOrDefault(one => one.Name == part.Name);
            if (before.Name is null)
            {
                return $"{part.Name} is new";
            }

            if (before.Value != part.Value)
            {
                return $"{part.Name} was '{before.Value}' and is '{part.Value}'";
            }
        }

        return earlier.Where(part => !now.Any(one => one.Name == part.Name)).Select(static part => $"{part.Name} is gone").FirstOrDefault();
    }
}
