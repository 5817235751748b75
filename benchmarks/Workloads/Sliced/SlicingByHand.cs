using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Sliced;

/// <summary>The re-slicing as an expert would write it by hand: three buffers, and rows moved from one to the next in bulk.</summary>
internal static class SlicingByHand
{
    public static Outcome Run(long rows)
    {
        var third = new Slicer(333, new ByThird().ProcessBatch, null);
        var second = new Slicer(64, new BySixtyFour().ProcessBatch, third);
        var first = new Slicer(1000, new ByThousand().ProcessBatch, second);
        foreach (var (id, value) in new Numbers(rows).Read(0))
        {
            first.Add(id, value);
        }

        first.End();
        return third.Checksum.Outcome;
    }

    private sealed class Slicer(int size, BatchStep step, Slicer? next)
    {
        private readonly long[] _ids = new long[size];
        private readonly int[] _values = new int[size];
        private int _count;

        public Checksum Checksum { get; } = new();

        public void Add(long id, int value)
        {
            _ids[_count] = id;
            _values[_count++] = value;
            if (_count == size)
            {
                Process();
            }
        }

        public void End()
        {
            if (_count > 0)
            {
                Process();
            }

            next?.End();
        }

        private void Add(ReadOnlySpan<long> ids, ReadOnlySpan<int> values)
        {
            while (ids.Length > 0)
            {
                var part = Math.Min(size - _count, ids.Length);
                ids[..part].CopyTo(_ids.AsSpan(_count));
                values[..part].CopyTo(_values.AsSpan(_count));
                _count += part;
                if (_count == size)
                {
                    Process();
                }

                ids = ids[part..];
                values = values[part..];
            }
        }

        private void Process()
        {
            var ids = _ids.AsSpan(0, _count);
            var results = step(_values.AsSpan(0, _count)).Span;
            _count = 0;
            if (next is not null)
            {
                next.Add(ids, results);
                return;
            }

            for (var row = 0; row < results.Length; row++)
            {
                Checksum.Write(ids[row], results[row]);
            }
        }
    }
}
