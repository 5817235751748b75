using Distil.Benchmarks.Gates;

namespace Distil.Benchmarks.Running;

/// <summary>Work that is done in several ways, which are compared.</summary>
public abstract class Workload
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>The ways. The first is the one that the others are compared with.</summary>
    public abstract IReadOnlyList<Variant> Variants { get; }

    /// <summary>What must hold.</summary>
    public virtual IReadOnlyList<Gate> Gates => [];

    /// <summary>How many rows are enough to see whether all ways give the same.</summary>
    public virtual long CheckedRows => 20_011;

    /// <summary>How many rows a timed run has at most; slow ways have fewer, so that a round stays short.</summary>
    public virtual long MaxRows => 10_000_000;

    /// <summary>How many rows a timed run of any variant has, where that cannot be chosen for each; null where it can.</summary>
    /// <param name="usual">About how long a timed run should take.</param>
    public virtual long? FixedRows(TimeSpan usual) => null;

    /// <summary>About how long a timed run takes, where runs usually take so long.</summary>
    public virtual TimeSpan Target(TimeSpan usual) => usual;

    public Variant Reference => Variants[0];
}
