using System.Globalization;
using Distil.Engine.State;

namespace Distil.Engine;

/// <content>What a run does about code of the user's that does not end.</content>
public sealed partial class PipelineRun
{
    private const int MaxNamed = 10;

    private readonly List<string> _leftLoads = [];
    private HashSet<object> _leftSteps = new(ReferenceEqualityComparer.Instance);

    /// <summary>When code of the user's is waited for no longer.</summary>
    internal Abandonment Abandonment { get; }

    /// <summary>Calls that have not ended although their time is over.</summary>
    internal LateCalls LateCalls { get; }

    /// <summary>What runs still although the run ends, as a sentence without its full stop; null: nothing does.</summary>
    internal string? LeftBehind { get; private set; }

    /// <summary>What is left behind is known: gives the turn of a sequential run to all who wait for it.</summary>
    internal void EndTurns() => _turn?.End();

    /// <summary>Waits for the loading of a step, but not longer than for other code of the user's.</summary>
    /// <param name="step">The step.</param>
    /// <param name="load">Its loading.</param>
    /// <param name="position">Where the task stands that loads it.</param>
    /// <returns>False: it is left behind.</returns>
    internal async Task<bool> IsLoadedInTimeAsync(int step, Task load, UserCodePosition position)
    {
        await Task.WhenAny(load, Abandonment.WhenDue).ConfigureAwait(false);
        if (!position.IsStillInside)
        {
            return true;
        }

        Observe(load);
        _leftLoads.Add($"the loading of '{StepName(step)}'");
        return false;
    }

    /// <summary>Waits until no late call of a step runs any longer, as long as the run waits for code of the user's.</summary>
    /// <returns>False: one runs still, and the step must not be unloaded.</returns>
    internal async Task<bool> MayUnloadAsync(int step)
    {
        var instance = _steps[step].Instance;
        if (_leftSteps.Contains(instance))
        {
            return false;
        }

        var late = Array.FindAll(LateCalls.All, call => ReferenceEquals(_steps[call.Step].Instance, instance));
        if (late.Length == 0)
        {
            return true;
        }

        Abandonment.BeginWaiting();
        var ended = Task.WhenAll(Array.ConvertAll(late, static call => call.Ended));
        await Task.WhenAny(ended, Abandonment.WhenDue).ConfigureAwait(false);
        return ended.IsCompleted;
    }

    /// <summary>Waits for user code that begins only when the run ends, for <see cref="Abandonment.AfterEnd"/>.</summary>
    /// <returns>False: it has not ended.</returns>
    internal async Task<bool> EndsInTimeAsync(Task task)
    {
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(task, Task.Delay(Abandonment.AfterEnd, TimeProvider, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        return task.IsCompleted;
    }

    /// <summary>Waits until a task has ended, or the run is cancelled. Never throws.</summary>
    internal async Task EndsOrIsCancelledAsync(Task task)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Task.WhenAny(task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>The stages have ended or are left behind: notes what runs still.</summary>
    /// <param name="steps">The steps whose methods still run.</param>
    /// <param name="stages">What of the stages is left behind, as text.</param>
    internal void NoteLeftBehind(IEnumerable<int> steps, IEnumerable<string> stages)
    {
        if (!Abandonment.IsDue)
        {
            return;
        }

        _leftSteps = new(steps.Select(step => _steps[step].Instance), ReferenceEqualityComparer.Instance);
        var names = new List<string>([.. _leftLoads, .. stages]);
        names.AddRange(LateCalls.All.Select(call => $"'{StepName(call.Step)}' on row {call.Row.ToString()}"));
        if (names.Count > 0)
        {
            var more = names.Count > MaxNamed ? $" and {(names.Count - MaxNamed).ToString(CultureInfo.InvariantCulture)} more" : "";
            LeftBehind = string.Create(
                CultureInfo.InvariantCulture,
                $"Left behind, since it had not ended after {Abandonment.After.TotalSeconds:0.###} s: "
                    + $"{string.Join(", ", names.Take(MaxNamed))}{more}");
            Events.LeftBehind(LeftBehind);
        }
    }

    /// <summary>Nobody waits for a task any longer: its failure is no failure of the process.</summary>
    internal static void Observe(Task task) =>
        _ = task.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
