using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>Where the rows of the cheap workloads end.</summary>
[Sink]
public sealed class Checksum
{
    private ulong _inOrder;
    private ulong _anyOrder;

    public Outcome Outcome => new(_inOrder, _anyOrder);

    public void Write(long id, int result)
    {
        var one = (ulong)id ^ ((ulong)(uint)result << 32);
        _inOrder = _inOrder * 31 + one;
        _anyOrder += one * 0x9E37_79B9_7F4A_7C15;
    }
}
