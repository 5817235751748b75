using System.Text.Json;
using Distil.Engine;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Editing;

/// <summary>
/// The runs of one directory, between which a program and its rows are edited, compared with <see cref="EditReference"/>.
/// </summary>
/// <param name="parent">The directory in which those of the runs are.</param>
internal sealed class EditHistory(string parent)
{
    private readonly EditCalls _calls = new();
    private readonly EditReference _reference = new();
    private (EditState State, EditedRows Rows)? _last;

    /// <summary>How many calls each step made in the last run, by the name of the step: of batches, their rows.</summary>
    public Dictionary<string, int> Calls { get; } = [];

    /// <summary>How many runs did not come to their end: they were resumed.</summary>
    public int Resumed { get; private set; }

    /// <summary>Runs a program, and compares what it calls and gives.</summary>
    /// <param name="state">The program, and the rows of its source.</param>
    public Task RunAsync(EditState state) => RunAsync(state, async options => await MakeAsync(state, options), Ending.Undisturbed);

    /// <summary>Runs a program, stops the run at a call, and resumes it.</summary>
    /// <param name="state">The program, and the rows of its source.</param>
    /// <param name="call">The call, from 1.</param>
    /// <param name="before">The program of the run that is stopped, if it is another with the same steps.</param>
    public Task RunStoppedAsync(EditState state, int call, EditState? before = null) => RunAsync(
        state,
        async options =>
        {
            using var stop = new CancellationTokenSource();
            _calls.Begin(call, stop.Cancel);
            if ((await MakeAsync(before ?? state, options with { StopToken = stop.Token })).Status == RunStatus.Stopped)
            {
                Resumed++;
                await MakeAsync(state, options);
            }
        },
        Ending.Stopped);

    /// <summary>Runs a program until its disk stands still, as after a kill, and resumes the run.</summary>
    /// <param name="state">The program, and the rows of its source.</param>
    /// <param name="disk">The disk.</param>
    public Task RunKilledAsync(EditState state, FrozenDisk disk) => RunAsync(
        state,
        async options =>
        {
            try
            {
                await MakeAsync(state, options with { Engine = SmallSteps(disk) });
            }
            catch (Exception exception) when (disk.IsFrozen && exception is RunDirectoryException or IOException)
            {
                // The next run goes on.
            }

            if (disk.IsFrozen)
            {
                Resumed++;
                await MakeAsync(state, options);
            }
        },
        Ending.Killed);

    private static EngineSettings SmallSteps(FrozenDisk disk) =>
        new() { Disk = disk, ChannelCapacity = 1, TransportSize = 7, CutInterval = TimeSpan.FromMilliseconds(1) };

    private async Task RunAsync(EditState state, Func<RunOptions, Task> make, Ending ending)
    {
        _calls.Begin();
        await make(Options(state));
        var made = _calls.Made;
        var rows = EditedRows.Read(PathOf(state.Directory));
        Assert.Equal(state.Rows.Select(static row => row.Id), rows["Id"]);
        Assert.Equal(state.Rows.Select(row => row.Id + state.Program.Helper), rows["Mark"]);

        _reference.Begin(state);
        Calls.Clear();
        var fresh = new List<Fresh>();
        foreach (var step in state.Program.Steps)
        {
            fresh.AddRange(Compare(state, step, rows, made));
        }

        Compare(state, fresh, made, ending);
        var places = EditedRows.Written(PathOf(state.Directory)).Index().ToDictionary(static one => one.Item, static one => one.Index);
        _reference.Add(fresh.Select(static one => (one.Step, one.Row, one.Key, one.Texts)), text => places[text]);
        CompareUntouched(state, rows);
        _last = (state, rows);
    }

    private async Task<PipelineResult> MakeAsync(EditState state, RunOptions options)
    {
        var runner = state.Program.Compile();
        var result = await Run.WithLimit(o => runner(state.Rows, _calls, o), options);
        if (!options.StopToken.IsCancellationRequested || result.Status != RunStatus.Stopped)
        {
            Assert.Equal(RunStatus.Completed, result.Status);
        }

        // Where it is told why answers are not used, none is.
        Assert.All(result.Steps, static step => Assert.True(step.Unused is null || step.Reused == 0, $"{step}"));
        return result;
    }

    private RunOptions Options(EditState state)
    {
        var parameters = new PipelineParameters();
        foreach (var step in state.Program.Steps)
        {
            parameters[step.Name + ".Heat"] = step.Heat;
            parameters[step.Name + ".Key"] = step.Secret;
        }

        return new()
        {
            Directory = PathOf(state.Directory),
            ReuseFrom = state.ReuseFrom is { } reused ? PathOf(reused) : null,
            Parameters = parameters,
            Engine = SmallSteps(FrozenDisk.Never),
        };
    }

    private string PathOf(string name) => Path.Combine(parent, name);

    /// <summary>Compares what the rows of a step were answered.</summary>
    /// <returns>What was called.</returns>
    private List<Fresh> Compare(EditState state, EditedStep step, EditedRows rows, IReadOnlyList<EditCall> made)
    {
        var calls = Keys(step, rows);
        var known = _reference.Known(step);
        var taken = _reference.Take(step, calls);
        var answers = rows[step.Makes];
        var fresh = new List<Fresh>();
        for (var call = 0; call < calls.Count; call++)
        {
            var (row, key) = calls[call];
            var end = call + 1 < calls.Count ? calls[call + 1].Row : answers.Length;
            if (taken[call] is { } answer)
            {
                Assert.True(
                    answer.Texts.SequenceEqual(answers[row..end]),
                    $"{step.Name}, row {row}: {string.Join(' ', answers[row..end])}, and not {string.Join(' ', answer.Texts)}");
            }
            else
            {
                fresh.Add(new(step, row, key, answers[row..end]));
            }
        }

        var asked = made.Where(call => call.Step == "Ask" + step.Class).SelectMany(static call => call.Answers).ToHashSet();
        Assert.All(fresh, one => Assert.True(one.Texts.All(asked.Contains), $"{step.Name}, row {one.Row}: no call gave {one.Texts[0]}"));
        Calls[step.Name] = fresh.Sum(static one => one.Texts.Count);
        var needed = calls.CountBy(static call => call.Key).Sum(one => Math.Max(0, one.Value - known.GetValueOrDefault(one.Key)));
        Assert.True(fresh.Count >= needed);
        var isLeast = step.Form == EditedForm.Whole
            ? state.Rows.DistinctBy(static row => row.Text).Count() == state.Rows.Count
            : IsLeast(calls, known);
        if (isLeast)
        {
            Assert.Equal(needed, fresh.Count);
        }

        return fresh;
    }

    /// <summary>Whether no more calls than needed may be made: all inputs differ, or rows were only added or only removed.</summary>
    private static bool IsLeast(IReadOnlyList<(int Row, string Key)> calls, IReadOnlyDictionary<string, int> known)
    {
        var now = calls.CountBy(static call => call.Key).ToDictionary();
        return now.Values.All(static count => count == 1)
            || known.All(one => now.GetValueOrDefault(one.Key) >= one.Value)
            || now.All(one => known.GetValueOrDefault(one.Key) >= one.Value);
    }

    /// <summary>The calls that a step would make for all rows, each with what it asks.</summary>
    private static IReadOnlyList<(int Row, string Key)> Keys(EditedStep step, EditedRows rows)
    {
        var inputs = rows[step.Reads];
        return step.Form == EditedForm.Whole
            ? [.. inputs.Chunk(step.BatchSize).Select((batch, index) => (index * step.BatchSize, JsonSerializer.Serialize(batch)))]
            : [.. inputs.Select(static (input, row) => (row, input))];
    }

    /// <summary>Compares how often each class was called, and with what.</summary>
    private static void Compare(EditState state, List<Fresh> fresh, IReadOnlyList<EditCall> made, Ending ending)
    {
        var steps = state.Program.Steps;
        foreach (var same in steps.GroupBy(static step => "Ask" + step.Class))
        {
            var calls = made.Where(call => call.Step == same.Key).ToList();
            var called = fresh.Where(one => same.Contains(one.Step)).ToList();
            if (ending == Ending.Killed)
            {
                // What was called and not written is called again.
                continue;
            }

            Assert.Equal(
                called.SelectMany(static one => one.Texts).Order(StringComparer.Ordinal),
                calls.SelectMany(static call => call.Answers).Order(StringComparer.Ordinal));
            var batches = called
                .Select(static one => (one.Step.Name, one.Row / (one.Step.Form == EditedForm.Row ? 1 : one.Step.BatchSize)))
                .Distinct();
            Assert.True(calls.Count == batches.Count() || (calls.Count > batches.Count() && ending == Ending.Stopped));
        }
    }

    /// <summary>With the same rows in the source, a row with the same inputs keeps its answer.</summary>
    private void CompareUntouched(EditState state, EditedRows rows)
    {
        if (_last is not { } last || !last.State.Rows.SequenceEqual(state.Rows))
        {
            return;
        }

        foreach (var step in state.Program.Steps)
        {
            if (last.State.Program.Steps.FirstOrDefault(one => one.Name == step.Name) is not { } before
                || before.Fingerprint != step.Fingerprint
                || (step.Form == EditedForm.Whole && before.BatchSize != step.BatchSize))
            {
                continue;
            }

            var (now, then) = (Keys(step, rows).ToDictionary(), Keys(before, last.Rows).ToDictionary());
            var unchanged = now.Where(one => then[one.Key] == one.Value).Select(static one => one.Key).ToList();
            Assert.Equal(unchanged.Select(row => last.Rows[before.Makes][row]), unchanged.Select(row => rows[step.Makes][row]));
        }
    }

    /// <summary>How a program was run.</summary>
    private enum Ending
    {
        Undisturbed,
        Stopped,
        Killed,
    }

    /// <summary>A call that was made.</summary>
    private sealed record Fresh(EditedStep Step, int Row, string Key, IReadOnlyList<string> Texts);
}
