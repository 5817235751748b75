namespace Distil.Engine.Calls;

/// <summary>The rows of a batch step that its calls gave no result to, on their way to what becomes of them.</summary>
/// <remarks>Of one stage, which asks for them in row order.</remarks>
internal sealed class FailedRows<TIn, TResults>(PipelineRun run, BatchKernel<TIn, TResults> kernel)
    where TIn : RowBatch
    where TResults : Results
{
    private readonly bool _goOnWithNulls = run.Settings(kernel.Step).OnError == OnError.Null;
    private readonly Dictionary<int, CallOutcome> _failures = [];
    private long _passed;

    /// <summary>Gets whether there is none, so that the rows at hand may go on without <see cref="Next"/>.</summary>
    public bool IsEmpty => _failures.Count == 0;

    /// <summary>Gets how many rows have an outcome.</summary>
    public long Passed => _passed;

    /// <summary>Counts rows that went on without <see cref="Next"/>.</summary>
    /// <param name="count">How many.</param>
    public void Pass(int count) => _passed += count;

    /// <summary>Adds rows of the batch at hand that have no result.</summary>
    public void Add(IReadOnlyDictionary<int, CallOutcome>? failures)
    {
        // Asked for each batch: most have none.
        if (failures is null)
        {
            return;
        }

        foreach (var (row, outcome) in failures)
        {
            _failures.Add(row, outcome);
        }
    }

    /// <summary>Finds the rows, from one on, that go on together.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="results">Their results.</param>
    /// <param name="from">The first; if it is left out, the one behind it.</param>
    /// <param name="to">Behind the last.</param>
    /// <returns>Behind the last that goes on; where none does, <paramref name="from"/>.</returns>
    /// <exception cref="StepException">Too many rows failed one after the other: the run stops.</exception>
    public int Next(TIn rows, TResults results, ref int from, int to)
    {
        if (_failures.Count == 0)
        {
            _passed += to - from;
            return to;
        }

        if (_failures.Remove(from, out var failure))
        {
            _passed++;
            var inputs = run.Failures.KeepsInputs ? kernel.InputsOf(rows, from)?.End() : null;
            run.Failures.Add(
                new(kernel.Step, kernel.RowIdOf(rows, from), CauseOf(failure), failure.Attempts, inputs), _passed, from);
            if (!_goOnWithNulls)
            {
                return ++from;
            }

            kernel.SetNull(results, from);
            return from + 1;
        }

        var next = from;
        while (next < to && !_failures.ContainsKey(next))
        {
            next++;
        }

        _passed += next - from;
        return next;
    }

    private static Exception CauseOf(CallOutcome failure) =>
        failure.Failure is StepException { InnerException: { } cause } ? cause : failure.Failure!;
}
