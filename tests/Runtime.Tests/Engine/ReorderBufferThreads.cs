using Distil.Engine.Calls;
using Distil.Engine.State;
using Worker = Distil.Engine.Calls.RowWorker<Distil.Runtime.Tests.Engine.NumberBatch, Distil.Runtime.Tests.Engine.NumberResults>;

namespace Distil.Runtime.Tests.Engine;

/// <summary>
/// A feeder, workers and an emitter at one <see cref="ReorderBuffer{TIn, TResults}"/>, as a stage has them, each on a thread of its own.
/// </summary>
internal sealed class ReorderBufferThreads
{
    private const long Answer = 7;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly int[] _sizes;
    private readonly int[] _workers;
    private readonly int _lateEvery;
    private readonly bool _isOrdered;
    private readonly List<Exception> _failures = [];
    private readonly List<long> _begun = [];
    private int _underWay;
    private int _emitted;
    private ReorderBuffer<NumberBatch, NumberResults> _buffer = null!;

    public ReorderBufferThreads(Random random, bool isOrdered)
    {
        _isOrdered = isOrdered;
        _sizes = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(4) == 0 ? 0 : random.Next(1, 60))];
        _workers = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next())];
        _lateEvery = random.Next(3) switch { 0 => 0, 1 => 1, _ => random.Next(2, 50) };
        Window = Math.Max(_workers.Length, random.Next(1, 200));
        Rows = [.. Enumerable.Range(0, _sizes.Sum()).Select(static row => (long)row)];
    }

    /// <summary>Rows under way at most.</summary>
    public int Window { get; }

    /// <summary>Every so many rows one fails; 0: none.</summary>
    public int FailsEvery { get; init; }

    /// <summary>Every so many rows one is left to the next run; 0: none.</summary>
    public int LeavesEvery { get; init; }

    public bool StopsAtFailure { get; init; }

    /// <summary>After so many rows have gone on, the run stops.</summary>
    public int? StopsAfter { get; init; }

    /// <summary>The rows, by number.</summary>
    public List<long> Rows { get; }

    /// <summary>The rows whose calls have begun.</summary>
    public IReadOnlyList<long> Begun => _begun;

    /// <summary>The rows that have gone on, those that failed included, in the order in which they went.</summary>
    public List<long> Emitted { get; } = [];

    public List<long> Failed { get; } = [];

    /// <summary>Rows that are left to the next run.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many rows had begun and not gone on, at most.</summary>
    public int MostUnderWay { get; private set; }

    public bool Fails(long row) => FailsEvery > 0 && row % FailsEvery == FailsEvery - 1;

    public bool Leaves(long row) => LeavesEvery > 0 && row % LeavesEvery == LeavesEvery - 1;

    public override string ToString() =>
        $"{Rows.Count} rows in {_sizes.Length} batches, {_workers.Length} workers, window {Window}, one of {_lateEvery} late, "
            + $"fails {FailsEvery}, leaves {LeavesEvery}, stop after {StopsAfter}";

    /// <summary>Runs until every thread has ended.</summary>
    public void Run()
    {
        _buffer = new(Window, _isOrdered, StopsAtFailure, static () => new NumberResults(4));
        var workers = Array.ConvertAll(_workers, seed => (Rows: _buffer.AddWorker(), Random: new Random(seed)));
        var threads = new List<Thread> { Start(Feed) };
        threads.AddRange(workers.Select(worker => Start(() => Work(worker.Rows, worker.Random))));
        threads.Add(Start(() =>
        {
            Emit();
            _buffer.Close();
        }));
        foreach (var thread in threads)
        {
            Assert.True(thread.Join(s_limit), "It hangs.");
        }

        Assert.True(_failures.Count == 0, string.Join('\n', _failures));
        while (_buffer.TryTakeLeft(out var left))
        {
            Waiting += left.Unemitted;
            left.End().Release();
        }
    }

    private static void Wait(AsyncSignal signal)
    {
        var wait = signal.WaitAsync();
        if (!wait.IsCompleted)
        {
            Assert.True(wait.AsTask().Wait(s_limit), "It hangs.");
        }
    }

    private Thread Start(Action work)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                lock (_failures)
                {
                    _failures.Add(exception);
                }

                _buffer.Close();
            }
        }) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Feed()
    {
        var row = 0L;
        foreach (var size in _sizes)
        {
            var batch = new NumberBatch(1, Math.Max(1, size));
            for (var index = 0; index < size; index++)
            {
                batch.Add(row++);
            }

            batch.Share(1, static _ => { });
            if (!_buffer.TryEnqueue(batch))
            {
                Waiting += size;
                continue;
            }

            while (!_buffer.HasRoom)
            {
                Wait(_buffer.RoomAvailable);
            }
        }

        _buffer.EndInput();
    }

    private void Work(Worker worker, Random random)
    {
        CallOutcome outcome = default;
        while (_buffer.TryCompleteAndTakeNext(worker, outcome))
        {
            outcome = default;
            if (!worker.HasRow)
            {
                Wait(worker.MayBegin);
                continue;
            }

            do
            {
                outcome = Call(worker, random, out var isLate);
                if (isLate)
                {
                    _buffer.ReturnRun(worker);
                    Thread.SpinWait(random.Next(200));
                    break;
                }
            }
            while (_buffer.TryAnswerAndBeginNext(worker));
            if (!worker.HasRow)
            {
                worker.Pace = random.Next(8) == 0 ? -1 : 1;
            }
        }
    }

    private CallOutcome Call(Worker worker, Random random, out bool isLate)
    {
        var row = worker.Batch.Rows.Keys[0][worker.Row];
        lock (_begun)
        {
            _begun.Add(row);
            MostUnderWay = Math.Max(MostUnderWay, ++_underWay);
        }

        var outcome = Fails(row) ? CallOutcome.Failed(new InvalidOperationException(), 1) : Leaves(row) ? CallOutcome.Left : default;
        worker.Batch.Results[worker.Row] = row * Answer;
        if (random.Next(8) == 0)
        {
            // In the middle of a run: others have their turn.
            Thread.Yield();
        }

        isLate = outcome != default || (_lateEvery > 0 && random.Next(_lateEvery) == 0);
        return outcome;
    }

    private void Emit()
    {
        while (_buffer.TryTake(out var taken))
        {
            if (taken is not { } rows)
            {
                Wait(_buffer.Answered);
                continue;
            }

            var end = rows.Failure is null ? rows.To : rows.To + 1;
            for (var row = rows.From; row < end; row++)
            {
                var number = rows.Pending.Rows.Keys[0][row];
                Assert.Equal(number * Answer, rows.Pending.Results[row]);
                Emitted.Add(number);
            }

            if (rows.Failure is not null)
            {
                Failed.Add(Emitted[^1]);
            }

            lock (_begun)
            {
                _underWay -= end - rows.From;
            }

            _emitted += end - rows.From;
            _buffer.Emitted(rows with { To = end });
            if (rows.Failure is not null && StopsAtFailure)
            {
                return;
            }

            if (_emitted >= StopsAfter)
            {
                _buffer.Halt();
            }
        }
    }
}
