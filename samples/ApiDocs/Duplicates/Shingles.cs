namespace ApiDocs;

/// <summary>
/// The shingles of a text: each three words in a row, as a number. Two texts are alike as far as they have the same shingles
/// (A. Broder, "On the resemblance and containment of documents", 1997).
/// </summary>
internal static class Shingles
{
    private const int Length = 3;

    /// <summary>The distinct shingles, sorted. A text of fewer than three words is one shingle.</summary>
    public static ulong[] Of(string text)
    {
        List<ulong> all = [];
        ulong first = 0;
        ulong second = 0;
        int count = 0;
        var words = new Words(text);
        while (words.MoveNext())
        {
            ulong third = Hash(words.Current);
            if (++count >= Length)
            {
                all.Add(Join(first, second, third));
            }

            (first, second) = (second, third);
        }

        if (count < Length)
        {
            all.Add(Join(0, first, second));
        }

        all.Sort();
        int kept = 0;
        for (int i = 0; i < all.Count; i++)
        {
            if (i == 0 || all[i] != all[i - 1])
            {
                all[kept++] = all[i];
            }
        }

        all.RemoveRange(kept, all.Count - kept);
        return [.. all];
    }

    /// <summary>How alike two texts are, from 0 to 1: the shingles of both by the shingles of either (Jaccard).</summary>
    public static double Likeness(ulong[] a, ulong[] b)
    {
        int both = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                both++;
                i++;
                j++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return (double)both / (a.Length + b.Length - both);
    }

    // FNV-1a without regard to case. Not string.GetHashCode: that differs from process to process, and the same input must give the
    // same output.
    private static ulong Hash(ReadOnlySpan<char> word)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in word)
        {
            hash = (hash ^ char.ToLowerInvariant(c)) * 1099511628211;
        }

        return hash;
    }

    private static ulong Join(ulong first, ulong second, ulong third) =>
        Mix(first + (0x9E3779B97F4A7C15 * Mix(second + (0x9E3779B97F4A7C15 * Mix(third)))));

    /// <summary>Spreads a number over all 64 bits (the last step of SplitMix64, by S. Vigna).</summary>
    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
