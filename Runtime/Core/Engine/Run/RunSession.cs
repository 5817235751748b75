using Distil.Checkpoints;
using Distil.Guards;
using Distil.Logging;
using Distil.RunDirectories;
using Distil.Signals;

namespace Distil.Engine.Run;

/// <summary>One run from its parameters to its result.</summary>
internal sealed class RunSession<TResult>(PipelineDefinition<TResult> definition, RunOptions options, object? stream)
    where TResult : PipelineResult
{
    // What a timer can wait for.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly UserCode _code = new();

    public async Task<TResult> RunAsync(Func<PipelineRun, IDisposable>? started, CancellationToken ct)
    {
        CheckOptions();
        var clock = GuardedClock.Of(options.TimeProvider, exception => _code.FailedOnce(UserCode.Clock, exception));
        var begun = clock.GetTimestamp();
        var steps = definition.CreateSteps();
        var declared = definition.CreateParameters();
        var parameters = ParameterBinder.Apply(options.Parameters, steps, declared);
        try
        {
            var files = options.Directory is null || options.DryRun ? null : SourceFiles.Take(steps, ct);
            var clocked = options with { TimeProvider = clock };
            var identity = files is null
                ? []
                : PipelineIdentity.Of(steps, parameters.EffectiveSettings, declared, Sources(files, ct), options.Limit);
            using var directory = files is null
                ? null
                : RunDirectoryOpening.Open(clocked, definition.TypeName, definition.Name, identity, definition.Leaves);
            using var leaves = new LeafSet(definition.Leaves, directory, stream);
            var events = new RunEvents(options.LoggerFactory, directory?.Log, definition.Name, _code);
            using var run = new PipelineRun(
                options, clock, directory?.RunId ?? Guid.NewGuid().ToString("N"), steps, parameters.EffectiveSettings, events, _code,
                directory?.Errors);
            events.Started(run.RunId, directory?.FullPath);
            _code.LogTo(events.UserCodeFailed);
            if (directory is not null)
            {
                TakeUp(directory, run, events, options.ReuseFrom);
            }

            if (directory is { HasEnded: false })
            {
                events.Described(RunRecorder.Describe(
                    run.RunId, definition.Graph, steps, parameters.EffectiveSettings, definition.Leaves, declared, options.Parameters,
                    identity, directory.Resume));
            }

            if (directory is { HasEnded: true })
            {
                var ended = new ProgressReporter(run, steps, options.Progress, begun);
                return await new EndedRun<TResult>(definition, run, directory, leaves).TellAsync(ended, begun).ConfigureAwait(false);
            }

            using var signals = options.HandleSignals ? SignalHandling.Register(run.Stop) : null;
            using var streaming = started?.Invoke(run);
            using var stopping = options.StopToken.UnsafeRegister(static state => ((PipelineRun)state!).Stop(), run);
            using var cancelling = ct.UnsafeRegister(static state => ((PipelineRun)state!).Cancel(), run);
            var progress = new ProgressReporter(run, steps, options.Progress, begun);
            using var recorder = directory is null ? null : new RunRecorder(run, steps, begun);
            var execution = new RunExecution<TResult>(
                definition, run, steps, files, directory, PipelineIdentity.Answers(steps, parameters.EffectiveSettings, identity), leaves,
                clocked, _code);
            var cause = await execution.RunAsync(ct).ConfigureAwait(false);
            _code.Run(UserCode.Parameters, parameters.Dispose);
            var ending = new RunEnding(run, steps, definition.Name, cause, ct);
            var summary = await ending.EndAsync(
                leaves, directory, execution.Checkpointer, definition.Graph, progress, recorder, begun).ConfigureAwait(false);
            if (directory is not null)
            {
                RunReport.WriteAtEnd(directory.FullPath, clocked.Engine.Disk, events);
            }

            var result = run.IsBuilt ? definition.CreateResult(new(summary, leaves.Dataset)) : null;
            ending.ThrowIfFailed(result);
            return result!;
        }
        finally
        {
            _code.Run(UserCode.Parameters, parameters.Dispose);
        }
    }

    /// <summary>What the rows of the sources depend on besides the build.</summary>
    private IEnumerable<IdentityPart> Sources(SourceFiles files, CancellationToken ct)
    {
        var sources = new SourceDescriptions(options.Limit, ct);
        definition.Describe(sources);
        return sources.Parts.Concat(files.Parts);
    }

    private void CheckOptions()
    {
        if (options.Limit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, "RunOptions.Limit");
        }

        if (options is { ReuseFrom: { } reused, DryRun: false } && (options.Directory is null || string.IsNullOrWhiteSpace(reused)))
        {
            throw new ArgumentException(options.Directory is null
                ? "RunOptions.ReuseFrom is set, and RunOptions.Directory, into which answers are taken over, is not: set both, or neither."
                : "RunOptions.ReuseFrom is empty: give the directory of another run, or null.");
        }

        CheckDevices();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxConsecutiveErrors, "RunOptions.MaxConsecutiveErrors");
        ArgumentNullException.ThrowIfNull(options.TimeProvider, "RunOptions.TimeProvider");
        if (options.AbandonAfter != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(options.AbandonAfter, TimeSpan.Zero, "RunOptions.AbandonAfter");
            ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AbandonAfter, s_longest, "RunOptions.AbandonAfter");
        }
    }

    private void CheckDevices()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var device in options.Devices ?? [])
        {
            if (string.IsNullOrWhiteSpace(device))
            {
                throw new ArgumentException("RunOptions.Devices has an empty name: leave it out, or name the device.");
            }

            if (!seen.Add(device))
            {
                throw new ArgumentException($"RunOptions.Devices lists the device '{device}' twice; list each once.");
            }
        }
    }

    /// <summary>Says what the run does with an earlier one, and takes over what that has told, where this one goes on with it.</summary>
    private static void TakeUp(RunDirectory directory, PipelineRun run, RunEvents events, string? reuseFrom)
    {
        if (directory.Reason is { } reason)
        {
            events.MadeAnew(reason);
        }

        if (directory.Reused is { } reused)
        {
            events.Reuses(reused.FullPath, reused.Answers.Count, reused.IsLocked);
        }
        else if (reuseFrom is not null && directory.Use == GenerationUse.Resumed)
        {
            events.ReusesNothing(reuseFrom);
        }

        if (directory.Use is not (GenerationUse.Resumed or GenerationUse.Ended))
        {
            return;
        }

        var rows = directory.Start?.Leaves.Values.Sum(static leaf => leaf.Rows) ?? 0;
        events.Resumed(directory.Generation.Description, rows, directory.HasEnded);
        if (directory.TornBytes > 0)
        {
            events.CutTorn(directory.TornBytes);
        }

        foreach (var error in directory.Errors.Earlier)
        {
            run.UserCode.Errors.Add(error);
            run.Failures.NoteEarlier();
        }
    }
}
