using Distil.Journal.Records;

namespace Distil.Engine.Calls;

/// <summary>A batch whose rows are being called one by one.</summary>
internal sealed class ReorderBatch<TIn, TResults>(TResults results)
    where TIn : RowBatch
    where TResults : Results
{
    private byte[] _states = new byte[results.Capacity];
    private Dictionary<int, CallOutcome>? _failures;
    private ChildBuffer?[] _children = [];
    private int _emittedRows;
    private int _firstUnemitted;
    private bool _isWatermarkEmitted;

    public TResults Results => results;

    public TIn Rows { get; private set; } = null!;

    /// <summary>Of a durable step: where the journal ended before a row of the batch was called.</summary>
    public JournalLocation Location { get; set; }

    /// <summary>How many rows came in before it, of which calls have begun or will.</summary>
    public long First { get; set; }

    /// <summary>The first row that no worker has taken.</summary>
    public int Next { get; set; }

    /// <summary>The first row that has not gone on, counted as the rows came in.</summary>
    public long FirstUnemitted => First + _firstUnemitted;

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
            _states = new byte[results.Capacity];
        }
    }

    /// <summary>The call of a row begins, and its children go on as they are made.</summary>
    public void SetChildren(int row, ChildBuffer children)
    {
        if (_children.Length < Rows.Count)
        {
            Array.Resize(ref _children, _states.Length);
        }

        _children[row] = children;
    }

    /// <summary>The children of a row whose call has begun, where they go on as they are made; otherwise null.</summary>
    public ChildBuffer? ChildrenOf(int row) => row < _children.Length ? _children[row] : null;

    public TIn End()
    {
        var rows = Rows;
        Array.Clear(_states, 0, rows.Count);
        Array.Clear(_children);
        results.Clear(rows.Count);
        (Rows, Next, _emittedRows, _firstUnemitted, _isWatermarkEmitted, _failures) = (null!, 0, 0, 0, false, null);
        return rows;
    }

    /// <summary>Whether the call of a row has ended, or is left.</summary>
    public bool HasOutcome(int row) => _states[row] != RowState.Waiting;

    /// <summary>Whether a row has gone on, or has been left out.</summary>
    public bool HasGone(int row) => _states[row] == RowState.Emitted;

    public bool IsAnswered(int row) => StateOf(row) == RowState.Answered;

    /// <summary>Notes that a call was answered; without the buffer's lock. The result is there.</summary>
    public void SetAnswered(int row) => Volatile.Write(ref _states[row], RowState.Answered);

    /// <summary>Notes the end of a call.</summary>
    public void SetOutcome(int row, CallOutcome outcome)
    {
        var hasFailed = outcome.Failure is not null;
        _states[row] = outcome.IsLeft ? RowState.Left : hasFailed ? RowState.Failed : RowState.Answered;
        if (hasFailed)
        {
            (_failures ??= [])[row] = outcome;
        }
    }

    /// <summary>
    /// Finds rows that are answered and may go on; behind them, the row of which only some children are made, or the failure of the row
    /// that stopped them.
    /// </summary>
    /// <param name="isOrdered">Rows go on in the order in which they came.</param>
    /// <param name="start">Where order does not matter: the first row that is looked at.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="hasPart">Whether the row at <paramref name="to"/> has children that go on with them.</param>
    /// <param name="failure">What the row at <paramref name="to"/> failed with.</param>
    public bool TryTake(bool isOrdered, int start, out int from, out int to, out bool hasPart, out CallOutcome? failure)
    {
        failure = null;
        from = _firstUnemitted;
        if (!isOrdered)
        {
            from = Math.Max(from, start);
            while (from < Rows.Count && StateOf(from) is RowState.Emitted or RowState.Waiting or RowState.Left && !HasChildren(from))
            {
                from++;
            }
        }

        to = from;
        while (to < Rows.Count && IsAnswered(to))
        {
            to++;
        }

        // What a row that failed has made before goes on before its failure.
        hasPart = to < Rows.Count && HasChildren(to);
        if (to < Rows.Count && !hasPart && _states[to] == RowState.Failed)
        {
            failure = _failures![to];
        }

        // A batch without rows is taken once, for its watermarks.
        return to > from || hasPart || failure is not null || (Rows.Count == 0 && !_isWatermarkEmitted);
    }

    /// <summary>Whether a row has children that have not been taken.</summary>
    public bool HasChildren(int row) => ChildrenOf(row) is { Count: > 0 };

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

    /// <summary>What workers write without the buffer's lock is read once.</summary>
    private byte StateOf(int row) => Volatile.Read(ref _states[row]);

    private static class RowState
    {
        public const byte Waiting = 0;
        public const byte Answered = 1;
        public const byte Failed = 2;
        public const byte Left = 3;
        public const byte Emitted = 4;
    }
}
