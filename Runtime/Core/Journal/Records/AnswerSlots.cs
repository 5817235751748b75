using System.Numerics;

namespace Distil.Journal.Records;

/// <summary>Where an answer belongs in an open table: each slot holds the number of an answer; 0: it is free.</summary>
internal static class AnswerSlots
{
    /// <summary>The slot to look at first.</summary>
    /// <param name="slots">The table.</param>
    /// <param name="key">The key of the call.</param>
    /// <param name="tag">The tag of the row: equal inputs have equal keys. 0 in a table of keys alone.</param>
    public static int First(int[] slots, in AnswerKey key, ulong tag)
    {
        // The product brings every bit into the upper ones, which choose the slot.
        var hash = (key.High ^ BitOperations.RotateLeft(tag, 32)) * 0x9E3779B97F4A7C15;
        return (int)Math.BigMul(hash, (ulong)slots.Length, out _);
    }

    /// <summary>The slot to look at behind one.</summary>
    public static int After(int[] slots, int slot) => slot + 1 == slots.Length ? 0 : slot + 1;

    /// <summary>A larger table: one and a half times the size.</summary>
    public static int[] Larger(int[] slots) => new int[checked((int)(slots.Length * 3L / 2))];
}
