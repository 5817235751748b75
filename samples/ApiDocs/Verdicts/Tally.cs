namespace ApiDocs;

/// <summary>Counts of verdicts by kind of member.</summary>
public sealed class Tally
{
    private readonly int[,] _counts = new int[Enum.GetValues<MemberKind>().Length, Enum.GetValues<Flaw>().Length];

    /// <summary>How many rows of a kind had this flaw, or none.</summary>
    public int this[MemberKind kind, Flaw flaw] => _counts[(int)kind, (int)flaw];

    /// <summary>How many rows of a kind were judged.</summary>
    public int Of(MemberKind kind) => Enum.GetValues<Flaw>().Sum(flaw => this[kind, flaw]);

    /// <summary>Counts one row.</summary>
    public void Add(MemberKind kind, Flaw flaw) => _counts[(int)kind, (int)flaw]++;
}
