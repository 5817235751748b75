namespace Distil.Parameters;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>The nearest name by edits, case aside; null if none is near. Of two, the first.</summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        string? nearest = null;
        var best = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in names)
        {
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best)
            {
                best = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    // Edits (insert, delete, replace, swap of neighbours) that make one text the other.
    private static int Distance(string from, string to)
    {
        var beforeLast = new int[to.Length + 1];
        var last = Enumerable.Range(0, to.Length + 1).ToArray();
        var current = new int[to.Length + 1];
        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[to.Length];
    }
}
