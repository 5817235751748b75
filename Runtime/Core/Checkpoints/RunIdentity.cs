using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Distil.Checkpoints;

/// <summary>Something that a run's data depend on besides its rows.</summary>
/// <param name="Name">What it is, as messages name it.</param>
/// <param name="Value">What it was; of what is long, a hash; null: that cannot be known.</param>
internal readonly record struct IdentityPart(string Name, string? Value)
{
    private const int MaxLength = 80;
    private const string HashMark = "sha256:";

    /// <summary>Why it cannot be known, and what would let it be; it is no part of the record.</summary>
    public string? Why { get; init; }

    /// <summary>
    /// Where the values differ: says, as a sentence, how what they stand for does; null: it does not. It is told of the last cut of the run
    /// whose value the other is. It is no part of the record.
    /// </summary>
    public Func<Cut?, string?>? Recheck { get; init; }

    /// <summary>The step on whose answers it has a bearing; null: on all, or none. It is no part of the record.</summary>
    public string? Step { get; init; }

    /// <summary>Whether it says which rows the sources give, besides what it says of a source's <see cref="Step"/>. As above.</summary>
    public bool IsOfSource { get; init; }

    /// <summary>Whether the value says nothing to a reader.</summary>
    public bool IsHashed => Value?.StartsWith(HashMark, StringComparison.Ordinal) == true;

    /// <summary>Makes a part of a value.</summary>
    public static IdentityPart Of(string name, object? value)
    {
        var text = Text(value, quoted: false);
        return text.Length <= MaxLength && IsReadable(text) ? new(name, text) : Hashed(name, text);
    }

    /// <summary>Makes a part of a text that no file shows.</summary>
    public static IdentityPart Hashed(string name, string text) =>
        new(name, HashMark + Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())))[..32]);

    /// <summary>Makes a part of which nothing is known.</summary>
    public static IdentityPart Unknown(string name, string why) => new(name, null) { Why = why };

    /// <summary>The value as text that does not depend on the machine's culture. Different values of a type have different texts.</summary>
    private static string Text(object? value, bool quoted) => value switch
    {
        null => "null",
        string text => quoted || text is "null" or ['"', ..] or ['s', 'h', 'a', '2', '5', '6', ':', ..] ? Quoted(text) : text,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(static one => Text(one, quoted: true)))}]",
        _ => value.ToString() ?? "",
    };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether a file can hold the text.</summary>
    private static bool IsReadable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Compares what two runs depend on.</summary>
internal static class RunIdentity
{
    /// <summary>The first difference, as a message says it; null: there is none.</summary>
    /// <param name="earlier">What the earlier run depended on.</param>
    /// <param name="now">What this one does.</param>
    /// <param name="hasEnded">
    /// Whether the earlier run came to its end. What cannot be known is then taken as changed, otherwise as unchanged.
    /// </param>
    /// <param name="cut">How far the earlier run came; null: nothing is committed.</param>
    public static string? Difference(IReadOnlyList<IdentityPart> earlier, IReadOnlyList<IdentityPart> now, bool hasEnded, Cut? cut)
    {
        var parts = earlier.DistinctBy(static part => part.Name, StringComparer.Ordinal)
            .ToDictionary(static part => part.Name, StringComparer.Ordinal);
        foreach (var part in now)
        {
            if (!parts.TryGetValue(part.Name, out var before))
            {
                return $"{part.Name} is new";
            }

            if (before.Value is null || part.Value is null)
            {
                if (hasEnded)
                {
                    return UnknownDifference(part);
                }

                continue;
            }

            if (before.Value != part.Value && part.Recheck is { } recheck)
            {
                if (recheck(cut) is { } difference)
                {
                    return difference;
                }
            }
            else if (before.Value != part.Value)
            {
                return before.IsHashed || part.IsHashed
                    ? $"{part.Name} has another value"
                    : $"{part.Name} was '{before.Value}' and is '{part.Value}'";
            }
        }

        var gone = parts.Keys.Except(now.Select(static part => part.Name), StringComparer.Ordinal);
        return gone.Select(static name => $"{name} is gone").FirstOrDefault();
    }

    private static string UnknownDifference(IdentityPart part) =>
        $"it cannot be known whether {part.Name} are those of that run{(part.Why is { } why ? $" ({why})" : "")}";
}
