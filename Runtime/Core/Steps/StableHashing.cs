namespace Distil.Steps;

/// <summary>
/// FNV-1a over 64 bits: the same in every process, unlike the hash codes of <see cref="string"/> and <see cref="HashCode"/>.
/// </summary>
internal static class StableHashing
{
    public const ulong Start = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    public static ulong Add(ulong hash, string text)
    {
        foreach (var character in text)
        {
            hash = (hash ^ (byte)character) * Prime;
            hash = (hash ^ (byte)(character >> 8)) * Prime;
        }

        // Ends the text: "ab" + "c" is not "a" + "bc". No character can give this value.
        return (hash ^ 0x10000) * Prime;
    }

    public static ulong Add(ulong hash, long number)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            hash = (hash ^ (byte)(number >> shift)) * Prime;
        }

        return hash;
    }

    /// <summary>Mixes the bits of a seed, so that those of neighbouring rows differ widely.</summary>
    public static int ToSeed(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return (int)(hash ^ (hash >> 33));
    }
}
