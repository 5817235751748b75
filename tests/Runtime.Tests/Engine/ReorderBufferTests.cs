using Distil.Engine.Calls;
using Buffer = Distil.Engine.Calls.ReorderBuffer<Distil.Runtime.Tests.Engine.NumberBatch, Distil.Runtime.Tests.Engine.NumberResults>;
using Worker = Distil.Engine.Calls.RowWorker<Distil.Runtime.Tests.Engine.NumberBatch, Distil.Runtime.Tests.Engine.NumberResults>;

namespace Distil.Runtime.Tests.Engine;

/// <summary>The reorder buffer, one operation after the other. <see cref="ReorderBufferThreadTests"/> has many threads at it.</summary>
public sealed class ReorderBufferTests
{
    private const int Window = 32;

    private readonly Buffer _buffer = Create(Window);

    [Fact]
    public void Rows_go_on_in_order_and_no_sooner_than_the_first_is_answered()
    {
        var workers = AddWorkers(3);
        Enqueue(0, 1, 2);
        Assert.Equal([0, 1, 2], workers.Select(Take));

        Answer(workers[2]);
        Answer(workers[1]);
        Assert.Null(TakeAnswered());

        Answer(workers[0]);
        Assert.Equal([0, 1, 2], TakeAnswered());
    }

    [Fact]
    public void Where_order_does_not_matter_rows_go_on_as_they_are_answered()
    {
        var buffer = Create(Window, isOrdered: false);
        var workers = AddWorkers(3, buffer);
        Enqueue(buffer, 0, 1, 2);
        Assert.Equal([0, 1, 2], workers.Select(worker => Take(buffer, worker)));

        Answer(workers[2], buffer);
        Assert.Equal([2], TakeAnswered(buffer));
        Answer(workers[0], buffer);
        Assert.Equal([0], TakeAnswered(buffer));
    }

    [Fact]
    public void No_more_rows_begin_than_the_window_holds()
    {
        var buffer = Create(2);
        var workers = AddWorkers(3, buffer);
        Enqueue(buffer, 0, 1, 2, 3);
        Assert.False(buffer.HasRoom);
        Assert.Equal([0, 1, null], workers.Select(worker => Take(buffer, worker)));

        Answer(workers[1], buffer);
        Assert.Null(Take(buffer, workers[1]));
        Answer(workers[0], buffer);
        Assert.Equal([0, 1], TakeAnswered(buffer));
        Assert.Equal(2, Take(buffer, workers[0]));
    }

    [Fact]
    public void Runs_become_longer_while_calls_are_answered_at_once_and_shorter_when_one_is_not()
    {
        var worker = AddWorkers(1)[0];
        Enqueue(Enumerable.Range(0, 12).ToArray());
        Assert.Equal([1, 2, 4], Enumerable.Range(0, 3).Select(_ => TakeRun(worker)));

        Assert.Equal(7, Take(worker));
        Assert.Equal(4, worker.Unbegun);
        _buffer.ReturnRun(worker);
        Assert.Equal(0, worker.Unbegun);
        Answer(worker);
        Assert.Equal(8, Take(worker));
        Assert.Equal(3, worker.Unbegun);
        Answer(worker);
        Assert.Equal(9, Take(worker));
        Assert.Equal(1, worker.Unbegun);
    }

    [Fact]
    public void A_run_is_at_most_half_of_the_window()
    {
        var worker = AddWorkers(1)[0];
        Enqueue(Enumerable.Range(0, 4 * Window).ToArray());
        var longest = 0;
        for (var run = 0; run < 8; run++)
        {
            longest = Math.Max(longest, TakeRun(worker));
            while (TakeAnswered() is not null)
            {
                // They go on.
            }
        }

        Assert.Equal(Window / 2, longest);
    }

    [Fact]
    public void Rows_behind_a_call_that_does_not_come_back_are_begun_by_the_others()
    {
        var workers = AddWorkers(8);
        Enqueue(Enumerable.Range(0, 15).ToArray());
        var blocked = workers[0];
        for (var run = 0; run < 3; run++)
        {
            TakeRun(blocked);
        }

        // A run of eight, of which the first row blocks its thread: nothing is given back.
        Assert.Equal(7, Take(blocked));
        Assert.Equal(7, blocked.Unbegun);

        var begun = workers.Skip(1).Select(Take).ToList();
        Assert.Equal(7, begun.Distinct().Count());
        Assert.All(begun, row => Assert.InRange(row!.Value, 8, 14));
    }

    [Fact]
    public void Every_row_of_a_run_is_begun_by_others_if_its_call_blocks()
    {
        var workers = AddWorkers(2);
        Enqueue(Enumerable.Range(0, 15).ToArray());
        for (var run = 0; run < 3; run++)
        {
            TakeRun(workers[0]);
        }

        Assert.Equal(7, Take(workers[0]));
        for (var row = 8; row < 15; row++)
        {
            Assert.Equal(row, Take(workers[1]));
            _buffer.ReturnRun(workers[1]);
            Answer(workers[1]);
        }

        Assert.Null(Take(workers[1]));
    }

    [Fact]
    public void Whoever_takes_a_run_wakes_another_worker_for_its_rows()
    {
        var workers = AddWorkers(3);
        Enqueue(0, 1, 2);
        Assert.Equal([1, 2], [TakeRun(workers[0]), TakeRun(workers[0])]);
        Assert.All(workers, worker => Assert.Null(Take(worker)));

        Enqueue(3, 4, 5);
        var first = Assert.Single(workers, worker => worker.IsWoken);
        Assert.Equal(3, Take(first));
        Assert.Equal(2, first.Unbegun);
        var second = Assert.Single(workers, worker => worker.IsWoken);
        Assert.Equal(4, Take(second));
        var third = Assert.Single(workers, worker => worker.IsWoken);
        Assert.Equal(5, Take(third));
    }

    [Fact]
    public async Task The_emitter_is_woken_for_the_row_that_it_waits_for_and_no_other()
    {
        var workers = AddWorkers(2);
        Enqueue(0, 1);
        Assert.Equal([0, 1], workers.Select(Take));
        Assert.Null(TakeAnswered());

        Answer(workers[1]);
        var woken = _buffer.Answered.WaitAsync();
        Assert.False(woken.IsCompleted);
        var task = woken.AsTask();
        Answer(workers[0]);
        await task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Rows_that_have_not_begun_at_a_stop_never_do()
    {
        var workers = AddWorkers(2);
        Enqueue(Enumerable.Range(0, 15).ToArray());
        for (var run = 0; run < 3; run++)
        {
            TakeRun(workers[0]);
        }

        Assert.Equal(7, Take(workers[0]));
        _buffer.Halt();
        Assert.Null(Take(workers[1]));
        Assert.False(_buffer.TryAnswerAndBeginNext(workers[0]));
        Assert.Null(Take(workers[0]));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], TakeAnswered());
        Assert.False(_buffer.TryTake(out _));
    }

    [Fact]
    public void At_a_stop_rows_before_one_that_has_begun_are_called_so_that_it_can_go_on()
    {
        var workers = AddWorkers(3);
        Enqueue([.. Enumerable.Range(0, 31)]);
        for (var run = 0; run < 3; run++)
        {
            TakeRun(workers[0]);
        }

        Assert.Equal([7, 15, 23], workers.Select(Take));
        Assert.All(workers, worker => Assert.Equal(7, worker.Unbegun));
        _buffer.Halt();

        // Those behind 23 stand behind all that have begun.
        workers.ForEach(Answer);
        var begun = new List<int>();
        while (Take(workers[0]) is { } row)
        {
            begun.Add(row);
            while (_buffer.TryAnswerAndBeginNext(workers[0]))
            {
                begun.Add(NumberOf(workers[0]));
            }
        }

        Assert.Equal([.. Enumerable.Range(8, 7), .. Enumerable.Range(16, 7)], begun);
        Assert.Equal(Enumerable.Range(0, 24).Select(row => (long)row), TakeAnswered());
        Assert.False(_buffer.TryTake(out _));
    }

    [Fact]
    public void A_call_that_is_left_behind_leaves_the_rows_behind_it()
    {
        var workers = AddWorkers(2);
        Enqueue(0, 1, 2);
        Assert.Equal([0, 1], workers.Select(Take));
        Answer(workers[0]);
        _buffer.Abandon(workers[1]);
        _buffer.Abandon(workers[1]);

        Assert.Null(Take(workers[0]));
        Assert.Equal([0], TakeAnswered());
        Assert.False(_buffer.TryTake(out _));
        Assert.True(_buffer.TryTakeLeft(out var left));
        Assert.Equal((2, true), (left.Unemitted, left.IsHeld));
    }

    [Fact]
    public void Where_a_failure_stops_the_run_the_rows_before_it_go_on_first()
    {
        var buffer = Create(Window, stopsAtFailure: true);
        var workers = AddWorkers(2, buffer);
        Enqueue(buffer, 0, 1, 2);
        Assert.Equal([0, 1], workers.Select(worker => Take(buffer, worker)));
        var failure = new InvalidOperationException();
        Assert.True(buffer.TryCompleteAndTakeNext(workers[1], CallOutcome.Failed(failure, 1)));
        Assert.False(workers[1].HasRow);
        Assert.Null(TakeAnswered(buffer));

        Answer(workers[0], buffer);
        Assert.True(buffer.TryTake(out var rows));
        Assert.Equal((0, 1, failure), (rows!.Value.From, rows.Value.To, rows.Value.Failure!.Value.Failure));
    }

    internal static Buffer Create(int window, bool isOrdered = true, bool stopsAtFailure = false) =>
        new(window, isOrdered, stopsAtFailure, static () => new NumberResults(4));

    private List<Worker> AddWorkers(int count) => AddWorkers(count, _buffer);

    private static List<Worker> AddWorkers(int count, Buffer buffer) =>
        [.. Enumerable.Range(0, count).Select(_ => buffer.AddWorker())];

    private void Enqueue(params ReadOnlySpan<int> numbers) => Enqueue(_buffer, numbers);

    private static void Enqueue(Buffer buffer, params ReadOnlySpan<int> numbers)
    {
        var batch = new NumberBatch(1, Math.Max(1, numbers.Length));
        foreach (var number in numbers)
        {
            batch.Add(number);
        }

        batch.Share(1, static _ => { });
        Assert.True(buffer.TryEnqueue(batch));
    }

    private int? Take(Worker worker) => Take(_buffer, worker);

    /// <summary>Asks for a row, without one at hand.</summary>
    private static int? Take(Buffer buffer, Worker worker)
    {
        Assert.False(worker.HasRow);
        Assert.True(buffer.TryCompleteAndTakeNext(worker, default));
        return worker.HasRow ? NumberOf(worker) : null;
    }

    /// <summary>Takes a run, and answers all its rows at once.</summary>
    /// <returns>How many it had.</returns>
    private int TakeRun(Worker worker)
    {
        Assert.NotNull(Take(worker));
        var rows = 1;
        while (_buffer.TryAnswerAndBeginNext(worker))
        {
            rows++;
        }

        worker.Pace = 1;
        return rows;
    }

    private void Answer(Worker worker) => Answer(worker, _buffer);

    /// <summary>Answers the row at hand, the last of its run.</summary>
    private static void Answer(Worker worker, Buffer buffer)
    {
        if (worker.Unbegun > 0)
        {
            buffer.ReturnRun(worker);
        }

        Assert.False(buffer.TryAnswerAndBeginNext(worker));
    }

    private static int NumberOf(Worker worker) => (int)worker.Batch.Rows.Keys[0][worker.Row];

    private IEnumerable<long>? TakeAnswered() => TakeAnswered(_buffer);

    /// <summary>The rows of a batch that go on, which do; null: none may.</summary>
    private static List<long>? TakeAnswered(Buffer buffer)
    {
        if (!buffer.TryTake(out var taken) || taken is not { } rows)
        {
            return null;
        }

        var numbers = rows.Pending.Rows.Keys[0][rows.From..rows.To].ToList();
        buffer.Emitted(rows);
        return numbers;
    }
}
