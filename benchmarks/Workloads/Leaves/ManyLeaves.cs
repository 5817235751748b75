using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Leaves;

[Row]
public sealed record Marked(long Id, int Result);

[Step]
public sealed class Mark(int salt)
{
    [return: Column("result")]
    public int Process(int value) => (value ^ salt) * 31;
}

/// <summary>One source, sixteen data sets in memory.</summary>
[Pipeline]
public sealed partial class ManyLeaves(long rows)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf00 { get; } = new(0);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf01 { get; } = new(1);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf02 { get; } = new(2);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf03 { get; } = new(3);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf04 { get; } = new(4);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf05 { get; } = new(5);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf06 { get; } = new(6);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf07 { get; } = new(7);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf08 { get; } = new(8);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf09 { get; } = new(9);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf10 { get; } = new(10);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf11 { get; } = new(11);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf12 { get; } = new(12);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf13 { get; } = new(13);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf14 { get; } = new(14);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Leaf15 { get; } = new(15);
}
