namespace Distil.Generators.Naming;

/// <summary>
/// Finds the name that a user most likely meant who wrote one that does not exist. The compiler and a run suggest names by it.
/// </summary>
internal static class NearestName
{
    /// <summary>The ending of a message: the nearest name, or, where none is near and they are few, all there are.</summary>
    public static string Hint(string name, IEnumerable<string> candidates, string ifNone)
    {
        var names = candidates.Distinct(StringComparer.Ordinal).ToList();
        if (Find(name, names) is { } nearest)
        {
            return $"; did you mean '{nearest}'?";
        }

        return names.Count switch
        {
            0 => ifNone,
            <= 8 => "; there are " + string.Join(", ", names.Select(candidate => $"'{candidate}'")),
            _ => "",
        };
    }

    /// <summary>
    /// The nearest column, as it is written in attributes: in snake case, or as its property where that is how the user wrote.
    /// </summary>
    public static string? FindColumn(string name, IEnumerable<string> columns) => Find(name, columns) is not { } nearest
        ? null
        : name.Length > 0 && char.IsUpper(name[0]) ? nearest : Names.Snake(nearest);

    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var wanted = Names.Key(name);
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var key = Names.Key(candidate);
            var distance = Distance(wanted, key);
            var length = Math.Max(wanted.Length, key.Length);

            // A word that is contained in the other (text, answer_text) is near however much longer that is.
            var isNear = distance <= Math.Max(1, length / 3) || (Math.Min(wanted.Length, key.Length) >= 3 && Contains(wanted, key));
            if (isNear && distance < least)
            {
                nearest = candidate;
                least = distance;
            }
        }

        return nearest;
    }

    private static bool Contains(string left, string right) =>
        left.AsSpan().IndexOf(right.AsSpan()) >= 0 || right.AsSpan().IndexOf(left.AsSpan()) >= 0;

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.</summary>
    private static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            distances[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            distances[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var best = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    best = Math.Min(best, distances[i - 2, j - 2] + 1);
                }

                distances[i, j] = best;
            }
        }

        return distances[left.Length, right.Length];
    }
}
