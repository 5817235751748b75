using System.Runtime.InteropServices;
using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>An answer of an earlier generation, and the row that has it: 56 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EarlierAnswer
{
    /// <summary>The owner of an answer that a row of this run has taken, or that was copied from another directory.</summary>
    public const int TakenNow = -1;

    /// <summary>The key of the call.</summary>
    public AnswerKey Key;

    /// <summary>The tag under which it was written.</summary>
    public ulong WrittenTag;

    /// <summary>Where its record lies.</summary>
    public EarlierLocation Location;

    /// <summary>The tag of the row that has it.</summary>
    public ulong OwnerTag;

    /// <summary>The packed number of that row.</summary>
    public long OwnerNumber;

    /// <summary>The index of the step of that row among those that are described; <see cref="TakenNow"/>.</summary>
    public int Owner;

    /// <summary>The next answer with the same key, from 1; 0: there is none.</summary>
    public int Next;
}
