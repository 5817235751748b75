using Distil.Pipelines.Tests.Resuming;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Editing;

/// <summary>What is called after an edit between two runs, and whose answer each row has: the table of docs/edits.md.</summary>
public sealed class EditTests : IDisposable
{
    private const int Count = 47;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Edits => [.. from edit in Edit.All from inputs in Inputs select (edit.Name, inputs)];

    public static TheoryData<string> StoppedEdits => [.. from edit in Edit.All where edit.Called.Length > 0 select edit.Name];

    private static string[] Inputs => [EditInputs.Distinct, EditInputs.Zipf, EditInputs.Equal];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task An_edit_repeats_what_it_changed_and_each_row_keeps_its_answer(string name, string inputs)
    {
        var edit = Edit.All.Single(one => one.Name == name);
        var history = new EditHistory(_directory["run"]);
        var state = new EditState(edit.Before, EditInputs.Rows(inputs, Count));
        await history.RunAsync(state);
        Assert.All(history.Calls.Values, static calls => Assert.Equal(Count, calls));
        foreach (var change in edit.Changes)
        {
            state = change(state);
            await history.RunAsync(state);
        }

        Assert.All(history.Calls, calls => Assert.True(calls.Value == 0 || edit.Called.Split(' ').Contains(calls.Key), $"{calls} calls"));
    }

    [Theory]
    [MemberData(nameof(StoppedEdits))]
    public async Task A_run_after_an_edit_that_is_stopped_and_resumed_takes_over_the_same(string name)
    {
        var edit = Edit.All.Single(one => one.Name == name);
        var history = new EditHistory(_directory["run"]);
        var state = new EditState(edit.Before, EditInputs.Rows(EditInputs.Zipf, Count));
        await history.RunStoppedAsync(state, call: 20);
        Assert.Equal(1, history.Resumed);
        foreach (var change in edit.Changes)
        {
            state = change(state);
            await history.RunStoppedAsync(state, call: 1);
        }
    }

    [Theory]
    [InlineData("a row on top")]
    [InlineData("shuffle")]
    [InlineData("rename b, and other rows")]
    [InlineData("one row more of an input still to come")]
    [InlineData("whole: rows at the end")]
    [InlineData("reuse, and rows at the end")]
    [InlineData("reuse, and one row more of an input still to come")]
    public async Task A_run_after_an_edit_that_is_killed_and_resumed_takes_over_the_same(string name)
    {
        const int Kills = 8;
        var edit = Edit.All.Single(one => one.Name == name);
        var before = new EditState(edit.Before, EditInputs.Rows(EditInputs.Zipf, Count));
        var after = edit.Changes[0](before);
        var counting = new FrozenDisk(int.MaxValue);
        var resumed = 0;
        for (var kill = 0; kill <= Kills; kill++)
        {
            var history = new EditHistory(_directory[$"{kill}"]);
            await history.RunAsync(before);
            await history.RunKilledAsync(after, kill == 0 ? counting : new FrozenDisk(counting.Operations * kill / (Kills + 1)));
            await history.RunAsync(after);
            resumed += history.Resumed;
        }

        Assert.InRange(resumed, Kills - 2, Kills);
    }

    [Theory]
    [InlineData(EditInputs.Distinct)]
    [InlineData(EditInputs.Zipf)]
    [InlineData(EditInputs.Equal)]
    public async Task An_edit_that_is_given_up_half_way_keeps_its_answers(string inputs)
    {
        var first = new EditState(Edit.All[0].Before, EditInputs.Rows(inputs, Count));
        var second = first with { Program = first.Program.With("A", static a => a with { Body = 2 }) };
        var third = first with { Program = first.Program.With("A", static a => a with { Body = 2, Comment = "// Once more." }) };
        var history = new EditHistory(_directory["run"]);
        await history.RunAsync(first);
        await history.RunStoppedAsync(third, call: 20, before: second);
        Assert.Equal(1, history.Resumed);
        await history.RunAsync(first);
        Assert.All(history.Calls.Values, static calls => Assert.Equal(0, calls));
    }

    [Theory]
    [InlineData(EditInputs.Distinct)]
    [InlineData(EditInputs.Zipf)]
    public async Task Dead_letters_are_tried_again_and_the_data_are_those_of_a_run_without_faults(string inputs)
    {
        const int Rows = 300;
        var runner = Edit.All[0].Before.Compile();
        var rows = EditInputs.Rows(inputs, Rows);
        var whole = new EditCalls { Answer = static input => $"[{input}]" };
        await RunAsync("whole", whole, RunStatus.Completed);

        var failing = new EditCalls
        {
            Answer = static input => $"[{input}]",
            Fails = static (step, input) => step == "AskA" ? input is "t7" or "t107" or "t207" : input is "t9" or "t150",
        };
        await RunAsync("failed", failing, RunStatus.CompletedWithErrors);
        var first = failing.Made;
        failing.Fails = static (_, _) => false;
        failing.Begin();
        await RunAsync("failed", failing, RunStatus.Completed);
        Assert.Equal(RunFiles.Contents(_directory["whole"]), RunFiles.Contents(_directory["failed"]));
        foreach (var step in new[] { "AskA", "AskB", "AskC" })
        {
            Assert.Equal(Rows, first.Concat(failing.Made).Where(call => call.Step == step).Sum(static call => call.Inputs.Count));
        }

        async Task RunAsync(string name, EditCalls calls, RunStatus status)
        {
            var options = new RunOptions { Directory = _directory[name], MaxConsecutiveErrors = 0 };
            Assert.Equal(status, (await Run.WithLimit(o => runner(rows, calls, o), options)).Status);
        }
    }
}
