using System.Globalization;
using System.Security.Cryptography;
using Distil.IO;
using Distil.Pipelines.Tests.Editing;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>A run that takes over the answers of another directory.</summary>
public sealed class ReuseTests : IDisposable
{
    private const int Count = 60;

    /// <summary>A call that stops the run is over before another begins, so that rows are left.</summary>
    private static readonly AskedAnew.Parameters s_oneCall = new() { Asked = { Concurrency = 1 } };

    private readonly TemporaryDirectory _directory = new();
    private readonly Ledger _ledger = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Answers_of_another_directory_are_copied_and_nothing_is_written_there()
    {
        var first = await AskAsync("first");
        var before = Everything("first");
        var second = await ReuseAsync("second");

        Assert.Equal(Count, _ledger.Count);
        Assert.Equal(Answers(first), Answers(second));
        Assert.Equal(Count, second.Steps.Single(static step => step.Name == "Asked").Reused);
        Assert.Equal(ResumeKind.New, second.Resume!.Kind);
        Assert.Equal(before, Everything("first"));
        Assert.Contains(
            $"takes over answers in {_directory["first"]} where steps and inputs are the same: there are 60", await LogAsync("second"), StringComparison.Ordinal);

        var answers = Answers(first);

        // The copies are the run's own: made anew, it needs the other directory no more.
        Directory.Delete(_directory["first"], recursive: true);
        var third = await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options("second") with { Recompute = true }));
        Assert.Equal(ResumeKind.MadeAnew, third.Resume!.Kind);
        Assert.Equal(answers, Answers(third));
        Assert.Equal(Count, _ledger.Count);
    }

    [Fact]
    public async Task Each_answer_is_given_to_one_row()
    {
        // Questions are equal in pairs.
        var first = await AskAsync("first");
        await ReuseAsync("second", Count / 2);
        Assert.Equal(Count, _ledger.Count);
        var third = await Run.WithLimit(new AskedAnew(Count + 20, _ledger).RunAsync(Options("second") with { ReuseFrom = _directory["first"] }));
        Assert.Equal(Count + 20, third.Kept.Count);
        Assert.Equal(Count + 20, Answers(third).Distinct().Count());
        Assert.Equal(Answers(first), Answers(third).Take(Count));
        Assert.Equal(Count + 20, _ledger.Count);

        // What the first takes back is what the second asked for itself: not one of its own answers.
        var back = await Run.WithLimit(new AskedAnew(Count + 20, _ledger).RunAsync(Options("first") with { ReuseFrom = _directory["second"] }));
        Assert.Equal(Answers(third), Answers(back));
        Assert.Equal(Count + 20, _ledger.Count);
    }

    [Fact]
    public async Task Answers_of_another_pipeline_are_taken_over()
    {
        var first = await AskAsync("first");
        var second = await Run.WithLimit(
            new AskedForTwo(Count, _ledger).RunAsync(Options("second") with { ReuseFrom = _directory["first"] }));
        Assert.Equal(Answers(first), second.One.Select(static row => row.Answer));
        Assert.Equal(Count, _ledger.Count);
    }

    [Fact]
    public async Task A_run_that_was_killed_may_be_reused()
    {
        var counting = new FrozenDisk(int.MaxValue);
        await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(SmallSteps.On(counting, _directory["counted"])));
        var calls = new List<int>();
        for (var kill = 1; kill < 12; kill++)
        {
            var killed = _directory[$"killed {kill}"];
            var disk = new FrozenDisk(counting.Operations * kill / 12);
            var dying = new Ledger { IsDead = () => disk.IsFrozen };
            await IgnoreAsync(Run.WithLimit(new AskedAnew(Count, dying).RunAsync(SmallSteps.On(disk, killed))));
            var journal = Path.Combine(killed, ".distil", "answers", "000001.log");
            if (!File.Exists(journal) || new FileInfo(journal).Length < Distil.Journal.Records.SegmentHeader.Length)
            {
                continue;
            }

            await File.AppendAllTextAsync(journal, "half a record");
            var ledger = new Ledger();
            var run = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options($"{kill}") with { ReuseFrom = killed }));
            Assert.Equal(Count, run.Kept.Count);
            calls.Add(ledger.Count);
        }

        Assert.Contains(calls, static count => count is > 0 and < Count);
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_takes_over_goes_on_as_if_it_was_not()
    {
        // Every question is asked once more than there are answers: who gets one depends on all rows before.
        const int Kills = 25;
        var first = await Run.WithLimit(new AskedForTwo(Count, _ledger).RunAsync(Options("first")));
        var asked = first.One.Select(static row => row.Answer).ToList();
        var counting = new FrozenDisk(int.MaxValue);
        var whole = await Run.WithLimit(new AskedTwice(Count, _ledger).RunAsync(Reuse("counted", counting)));
        var expected = Taken(whole);
        Assert.Equal(Count, expected.Count(static one => one is not null));
        var resumed = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var name = kill.ToString(CultureInfo.InvariantCulture);
            var disk = new FrozenDisk(counting.Operations * kill / (Kills + 1));
            var ledger = new Ledger { IsDead = () => disk.IsFrozen };
            await IgnoreAsync(Run.WithLimit(new AskedTwice(Count, ledger).RunAsync(Reuse(name, disk))));
            ledger.IsDead = static () => false;
            var again = await Run.WithLimit(new AskedTwice(Count, ledger).RunAsync(Reuse(name, RealDisk.Instance)));
            resumed += again.Resume!.Kind == ResumeKind.Resumed ? 1 : 0;
            Assert.Equal(expected, Taken(again));
            Assert.Equal(2 * Count, again.Asked.Select(static row => row.Answer).Distinct().Count());
        }

        Assert.InRange(resumed, Kills / 2, Kills);

        List<string?> Taken(AskedTwice.Result result) =>
            [.. result.Asked.Select(row => asked.Contains(row.Answer) ? row.Answer : null)];

        RunOptions Reuse(string name, IDisk disk) => SmallSteps.On(disk, _directory[name]) with { ReuseFrom = _directory["first"] };
    }

    [Fact]
    public async Task Answers_with_files_of_their_own_are_copied()
    {
        var first = await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Large("first")));
        var second = await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Large("second") with { ReuseFrom = _directory["first"] }));
        Assert.Equal(Answers(first), Answers(second));
        Assert.Equal(Count, _ledger.Count);
        Assert.Equal(Count, Directory.GetFiles(_directory["second", ".distil", "answers", "large"]).Length);

        var file = Directory.GetFiles(_directory["first", ".distil", "answers", "large"]).Order(StringComparer.Ordinal).First();
        var text = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, [.. text.Reverse()]);
        var failure = await Assert.ThrowsAsync<RunDirectoryException>(() => Run.WithLimit(
            new AskedAnew(Count, _ledger).RunAsync(Large("third") with { ReuseFrom = _directory["first"] })));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("run without RunOptions.ReuseFrom", failure.Message, StringComparison.Ordinal);

        File.Delete(file);
        await RefusedAsync("fourth", file, "is missing", "run without RunOptions.ReuseFrom");

        RunOptions Large(string name) => Options(name) is var options
            ? options with { Engine = options.Engine with { LargeBodyBytes = 4 } }
            : options;
    }

    [Fact]
    public async Task A_run_that_goes_on_with_one_that_began_without_does_not_take_over()
    {
        await AskAsync("first");
        using var stop = new CancellationTokenSource();
        var ledger = new Ledger { Event = (10, stop.Cancel) };
        await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options("second") with { StopToken = stop.Token, Parameters = s_oneCall }));
        var second = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options("second") with { ReuseFrom = _directory["first"] }));

        Assert.Equal(ResumeKind.Resumed, second.Resume!.Kind);
        Assert.Equal(Count, ledger.Count);
        Assert.Contains("was begun without the answers in", await LogAsync("second"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_began_with_answers_of_another_directory_may_go_on_without()
    {
        await AskAsync("first");
        using var stop = new CancellationTokenSource();
        var ledger = new Ledger { Event = (1, stop.Cancel) };
        var options = Options("second") with { ReuseFrom = _directory["first"], StopToken = stop.Token, Parameters = s_oneCall };
        await Run.WithLimit(new AskedAnew(Count + 300, ledger).RunAsync(options));
        var second = await Run.WithLimit(new AskedAnew(Count + 300, ledger).RunAsync(Options("second")));

        Assert.Equal(ResumeKind.Resumed, second.Resume!.Kind);
        Assert.Equal(Count + 300, second.Kept.Count);
        Assert.Equal(300, ledger.Count);
    }

    [Fact]
    public async Task The_directory_itself_is_refused()
    {
        await AskAsync("first");
        var options = Options("first") with { ReuseFrom = _directory["first"] + Path.DirectorySeparatorChar, Recompute = true };
        await RefusedAsync(options, _directory["first"], "the directory of the run itself", "name the directory of another run");
        Directory.CreateSymbolicLink(_directory["link"], _directory["first"]);
        await RefusedAsync(options with { ReuseFrom = _directory["link"] }, _directory["link"], "the directory of the run itself");
    }

    [Fact]
    public async Task A_directory_without_answers_is_refused()
    {
        await RefusedAsync("second", _directory["first"], "where no run has kept answers", "leave ReuseFrom out");
        await Run.WithLimit(new CountedRows(10, new()).RunAsync(Options("first")));
        await RefusedAsync("second", _directory["first"], "where no run has kept answers");
        await File.WriteAllTextAsync(_directory["file"], "text");
        await RefusedAsync(Options("second") with { ReuseFrom = _directory["file"] }, _directory["file"], "where no run has kept answers");
        Assert.False(File.Exists(_directory["second", ".distil", "pipeline.json"]));
    }

    [Fact]
    public async Task A_directory_that_a_run_uses_is_refused_and_so_is_a_run_in_one_that_is_reused()
    {
        var inUse = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await AskAsync("first");
        var ledger = new Ledger();
        ledger.Event = (1, () =>
        {
            inUse.SetResult();
            goOn.Task.GetAwaiter().GetResult();
        });
        var run = Task.Run(() => new AskedAnew(Count + 20, ledger).RunAsync(Options("second") with { ReuseFrom = _directory["first"] }));
        await Run.WithLimit(inUse.Task);
        try
        {
            await RefusedAsync(
                Options("third") with { ReuseFrom = _directory["second"] },
                _directory["second"],
                $"is used by a run (process {Environment.ProcessId})",
                "run without ReuseFrom");
            await RefusedAsync(Options("first") with { Recompute = true }, _directory["first"], "whose answers another run takes over");

            // Two runs may take over the answers of one directory.
            Assert.Equal(Count, (await ReuseAsync("fourth")).Kept.Count);
        }
        finally
        {
            goOn.SetResult();
        }

        Assert.Equal(Count + 20, (await Run.WithLimit(run)).Kept.Count);
        Assert.Equal(Count, (await AskAsync("first")).Kept.Count);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_locked_is_read_without()
    {
        await AskAsync("first");
        File.Delete(_directory["first", ".distil", "lock"]);
        var before = Everything("first");
        var log = new LogLines();
        await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(
            Options("second") with { ReuseFrom = _directory["first"], LoggerFactory = log }));

        Assert.Equal(Count, _ledger.Count);
        Assert.Equal(before, Everything("first"));
        Assert.Contains("cannot be locked", await LogAsync("second"), StringComparison.Ordinal);
        Assert.Contains(log.Warnings, line => line.Text.Contains(_directory["first"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Damage_is_named_before_anything_runs()
    {
        await AskAsync("first");
        var journal = _directory["first", ".distil", "answers", "000001.log"];
        var bytes = await File.ReadAllBytesAsync(journal);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(journal, bytes);
        await RefusedAsync("second", journal, "is damaged at byte", "run without RunOptions.ReuseFrom");
        await File.WriteAllBytesAsync(journal, bytes[..(bytes.Length / 2)]);
        await RefusedAsync("second", journal, "is damaged at byte", "had been flushed");
        bytes[bytes.Length / 2] ^= 1;
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(journal, bytes);
        await RefusedAsync("second", journal, "is no segment of this journal", "run without RunOptions.ReuseFrom");

        var record = _directory["first", ".distil", "pipeline.json"];
        await File.WriteAllTextAsync(record, "{");
        await RefusedAsync("second", record, "cannot be read", "run without RunOptions.ReuseFrom");
    }

    [Fact]
    public async Task Without_a_directory_of_its_own_a_run_takes_nothing_over()
    {
        await AskAsync("first");
        var options = new RunOptions { ReuseFrom = _directory["first"], HandleSignals = false };
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => new AskedAnew(Count, _ledger).RunAsync(options));
        Assert.Contains("RunOptions.Directory", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => new AskedAnew(Count, _ledger).RunAsync(Options("second") with { ReuseFrom = " " }));
        Assert.Equal(Count, _ledger.Count);

        var dry = await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(options with { DryRun = true, ReuseFrom = _directory["none"] }));
        Assert.Equal(50, dry.Kept.Count);
    }

    [Fact]
    public async Task Why_answers_of_a_step_are_not_taken_over_is_said()
    {
        var (before, calls) = (Edit.All[0].Before, new EditCalls());
        var rows = EditInputs.Rows(EditInputs.Distinct, 10);
        await Run.WithLimit(options => before.Compile()(rows, calls, options), Options("first"));
        var result = await Run.WithLimit(
            options => before.With("B", static b => b with { Body = 2 }).Compile()(rows, calls, options),
            Options("second") with { ReuseFrom = _directory["first"] });

        Assert.Equal([10, 0], result.Steps.Where(static step => step.Name is "A" or "B").Select(static step => (int)step.Reused));
        Assert.Null(result.Steps.Single(static step => step.Name == "A").Unused);
        Assert.Contains("the code of 'B'", result.Steps.Single(static step => step.Name == "B").Unused, StringComparison.Ordinal);
    }

    private Task<AskedAnew.Result> AskAsync(string name) => Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(name)));

    private Task<AskedAnew.Result> ReuseAsync(string name, int count = Count) =>
        Run.WithLimit(new AskedAnew(count, _ledger).RunAsync(Options(name) with { ReuseFrom = _directory["first"] }));

    private Task RefusedAsync(string name, params string[] texts) =>
        RefusedAsync(Options(name) with { ReuseFrom = _directory["first"] }, texts);

    /// <summary>A run is refused before it calls anything.</summary>
    private static async Task RefusedAsync(RunOptions options, params string[] texts)
    {
        var ledger = new Ledger();
        var refused = await Assert.ThrowsAsync<RunDirectoryException>(() => Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(options)));
        Assert.All(texts, text => Assert.Contains(text, refused.Message, StringComparison.Ordinal));
        Assert.Equal(0, ledger.Count);
    }

    private static async Task IgnoreAsync(Task run)
    {
        try
        {
            await run;
        }
        catch (Exception exception) when (exception is RunDirectoryException or IOException or PipelineFailedException)
        {
            // A killed process says nothing.
        }
    }

    private static List<string> Answers(AskedAnew.Result result) => [.. result.Kept.Select(static row => row.Answer)];

    private RunOptions Options(string name) => SmallSteps.On(FrozenDisk.Never, _directory[name]);

    private Task<string> LogAsync(string name) => File.ReadAllTextAsync(_directory[name, "run.log"]);

    /// <summary>Every file of a directory, with its contents and when it was written.</summary>
    private List<string> Everything(string name) =>
    [
        .. Directory.GetFileSystemEntries(_directory[name], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            $"{path} {File.GetLastWriteTimeUtc(path):O} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}"),
    ];
}
