using System.Runtime.CompilerServices;

namespace Distil.Pipelines.Tests.Helpers;

/// <summary>Every run of these tests: it ends within the limit, or the test fails and says how far the run had come.</summary>
internal static class Run
{
    /// <summary>Generous: also on two cores that others keep busy no run of these comes near it.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(180);

    /// <summary>Runs a pipeline in memory, without a hand on the process's signals.</summary>
    public static Task<T> WithLimit<T>(
        Func<RunOptions, Task<T>> run, RunOptions? options = null, [CallerArgumentExpression(nameof(run))] string what = "")
    {
        var progress = new LastProgress();
        options ??= new RunOptions();
        return WithLimit(run(options with { HandleSignals = false, Progress = options.Progress ?? progress }), what, () => progress.Text);
    }

    /// <summary>Waits for a task that is not a run, or that is one with options of its own.</summary>
    public static async Task<T> WithLimit<T>(Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "", Func<string>? state = null)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Did not end within {Limit.TotalSeconds} s: {what}\n{state?.Invoke()}");
        }
    }

    public static async Task WithLimit(Task task, [CallerArgumentExpression(nameof(task))] string what = "") =>
        await WithLimit(Done(task), what);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    /// <summary>Where a run stood when it last spoke.</summary>
    private sealed class LastProgress : IProgress<RunProgress>
    {
        private volatile RunProgress? _last;

        public string Text => _last is { } last
            ? string.Join('\n', last.Steps.Select(step => $"  {step.Name}: {step.RowsIn} in, {step.RowsOut} out, {step.Waiting} waiting"))
            : "  The run had not said how far it was.";

        public void Report(RunProgress value) => _last = value;
    }
}
