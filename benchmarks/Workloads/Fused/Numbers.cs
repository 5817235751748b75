namespace Distil.Benchmarks.Workloads.Fused;

[Row]
public readonly record struct Reading(long Id, int Value);

/// <summary>The source of the cheap workloads: as many readings as asked for, each a function of its place.</summary>
[Source]
public sealed class Numbers(long count)
{
    public IEnumerable<Reading> Read(long offset)
    {
        for (var id = offset; id < count; id++)
        {
            yield return new Reading(id, (int)(id * 2_654_435_761L >> 7) & 0xFFFF);
        }
    }
}
