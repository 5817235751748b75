namespace Distil.Engine.Calls;

/// <summary>A batch whose rows are being called one by one.</summary>
internal sealed class ReorderBatch<TIn, TResults>(TResults results)
    where TIn : RowBatch
    where TResults : Results
{
    private RowState[] _states = new RowState[results.Capacity];
    private Dictionary<int, CallOutcome>? _failures;
    private int _emittedRows;
    private int _firstUnemitted;
    private bool _isWatermarkEmitted;

    private enum RowState : byte
    {
        Waiting,
        Answered,
        Failed,
        Left,
        Emitted,
    }

    public TResults Results => results;

    public TIn Rows { get; private set; } = null!;

    /// <summary>The next row to begin.</summary>
    public int Next { get; set; }

    /// <summary>Whether a call that is left behind still uses the batch: it is not used again.</summary>
    public bool IsHeld { get; set; }

    public int Unemitted => Rows.Count - _emittedRows;

    public bool IsEmitted => _emittedRows == Rows.Count && _isWatermarkEmitted;

    /// <summary>Whether the first row that has not gone on is left to the next run.</summary>
    public bool IsLeft => _firstUnemitted < Rows.Count && _states[_firstUnemitted] == RowState.Left;

    /// <summary>The rows whose calls failed, and what with.</summary>
    public IReadOnlyDictionary<int, CallOutcome>? Failures => _failures;

    public void SetRows(TIn rows)
    {
        Rows = rows;
        results.EnsureCapacity(rows.Count);
        if (_states.Length < rows.Count)
        {
            _states = new RowState[results.Capacity];
        }
    }

    public TIn End()
    {
        var rows = Rows;
        Array.Clear(_states, 0, rows.Count);
        results.Clear(rows.Count);
        (Rows, Next, _emittedRows, _firstUnemitted, _isWatermarkEmitted, _failures) = (null!, 0, 0, 0, false, null);
        return rows;
    }

    /// <summary>Whether the call of a row has ended, or is left.</summary>
    public bool HasOutcome(int row) => _states[row] != RowState.Waiting;

    public bool IsAnswered(int row) => _states[row] == RowState.Answered;

    /// <summary>Notes the end of a call.</summary>
    /// <returns>Whether rows can now go on that could not before.</returns>
    public bool SetOutcome(int row, CallOutcome outcome, bool isOrdered)
    {
        var hasFailed = outcome.Failure is not null;
        _states[row] = outcome.IsLeft ? RowState.Left : hasFailed ? RowState.Failed : RowState.Answered;
        if (hasFailed)
        {
            (_failures ??= [])[row] = outcome;
        }

        return !isOrdered || row == _firstUnemitted || hasFailed;
    }

    /// <summary>Finds rows that are answered and may go on; behind them, the failure of the row that stopped them.</summary>
    public bool TryTake(bool isOrdered, out int from, out int to, out CallOutcome? failure)
    {
        failure = null;
        from = _firstUnemitted;
        if (!isOrdered)
        {
            while (from < Rows.Count && _states[from] is RowState.Emitted or RowState.Waiting or RowState.Left)
            {
                from++;
            }
        }

        to = from;
        while (to < Rows.Count && _states[to] == RowState.Answered)
        {
            to++;
        }

        if (to < Rows.Count && _states[to] == RowState.Failed)
        {
            failure = _failures![to];
        }

        // A batch without rows is taken once, for its watermarks.
        return to > from || failure is not null || (Rows.Count == 0 && !_isWatermarkEmitted);
    }

    public void Emit(int from, int to)
    {
        _states.AsSpan(from, to - from).Fill(RowState.Emitted);
        _emittedRows += to - from;
        while (_firstUnemitted < Rows.Count && _states[_firstUnemitted] == RowState.Emitted)
        {
            _firstUnemitted++;
        }

        _isWatermarkEmitted = _emittedRows == Rows.Count;
    }
}
