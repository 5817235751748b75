using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>A row of the chain, for peers that hand rows from step to step.</summary>
internal record struct ChainRow(long Id, int Value)
{
    public int Calibrated;
    public long Mixed;
    public int Result;

    public static ChainRow Of(Reading reading) => new(reading.Id, reading.Value);
}

/// <summary>The steps of the chain over such rows.</summary>
internal sealed class ChainWork
{
    private readonly Calibrate _calibrate = new();
    private readonly InRange _inRange = new();
    private readonly Mix _mix = new();
    private readonly Fold _fold = new();
    private readonly Checksum _checksum = new();

    public Outcome Outcome => _checksum.Outcome;

    public ChainRow Calibrate(ChainRow row) => row with { Calibrated = _calibrate.Process(row.Value) };

    public bool Keep(ChainRow row) => _inRange.Keep(row.Calibrated);

    public ChainRow Mix(ChainRow row) => row with { Mixed = _mix.Process(row.Id, row.Calibrated) };

    public ChainRow Fold(ChainRow row) => row with { Result = _fold.Process(row.Mixed) };

    public void Write(ChainRow row) => _checksum.Write(row.Id, row.Result);

    public ArraySegment<ChainRow> Calibrate(ArraySegment<ChainRow> rows)
    {
        foreach (ref var row in rows.AsSpan())
        {
            row.Calibrated = _calibrate.Process(row.Value);
        }

        return rows;
    }

    public ArraySegment<ChainRow> Keep(ArraySegment<ChainRow> rows)
    {
        var kept = 0;
        var all = rows.AsSpan();
        foreach (ref var row in all)
        {
            if (_inRange.Keep(row.Calibrated))
            {
                all[kept++] = row;
            }
        }

        return rows[..kept];
    }

    public ArraySegment<ChainRow> Mix(ArraySegment<ChainRow> rows)
    {
        foreach (ref var row in rows.AsSpan())
        {
            row.Mixed = _mix.Process(row.Id, row.Calibrated);
        }

        return rows;
    }

    public ArraySegment<ChainRow> Fold(ArraySegment<ChainRow> rows)
    {
        foreach (ref var row in rows.AsSpan())
        {
            row.Result = _fold.Process(row.Mixed);
        }

        return rows;
    }

    public void Write(ArraySegment<ChainRow> rows)
    {
        foreach (ref var row in rows.AsSpan())
        {
            _checksum.Write(row.Id, row.Result);
        }

        Peers.Batches.Return(rows);
    }
}
