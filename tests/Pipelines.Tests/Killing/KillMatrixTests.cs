using System.Globalization;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>
/// The process of a run is killed at random moments, and the run resumed: it ends as one that was not disturbed, no answer that was seen is
/// asked for again, and only calls that were under way are repeated. DISTIL_KILLS sets how many runs are killed, DISTIL_RETRIED how many
/// that try dead letters again, DISTIL_SEED how. A failure
/// names the seed of its run: that seed as DISTIL_KILL has one run killed again and again, as often as DISTIL_KILLS says.
/// </summary>
public sealed class KillMatrixTests(ITestOutputHelper output)
{
    private static readonly int s_kills = Setting("DISTIL_KILLS", 3);
    private static readonly int s_retried = Setting("DISTIL_RETRIED", 1);
    private static readonly int s_seed = Setting("DISTIL_SEED", 1);
    private static readonly int s_only = Setting("DISTIL_KILL", -1);

    /// <summary>So many runs have seeds of their own.</summary>
    private const int Runs = 10_000;

    private static readonly KillKind[] s_kinds =
    [
        KillKind.Hanging, KillKind.Twice, KillKind.FiveTimes, KillKind.Once,
        KillKind.Twice, KillKind.AtTheEnd, KillKind.Twice, KillKind.Once,
    ];

    [Fact]
    public Task A_run_that_was_killed_repeats_only_calls_under_way_and_ends_as_if_undisturbed() => KillAsync(Subject.Graph, s_kills);

    [Fact]
    public Task So_does_one_with_durable_steps_of_every_other_form() => KillAsync(Subject.Forms, (s_kills + 2) / 4);

    [Fact(Skip = "There are no signals of this kind.", SkipWhen = nameof(IsWindows))]
    public async Task Three_Ctrl_C_end_a_run_at_once_with_code_130_and_lose_only_calls_under_way()
    {
        var chain = new KillChain(Subject.Graph, KillKind.Interrupted, s_seed, messages: 0);
        var failure = await chain.RunAsync();
        Assert.True(failure.Length == 0, failure);
        Assert.Equal(1, chain.Kills);
    }

    public static bool IsWindows => OperatingSystem.IsWindows();

    /// <summary>
    /// A run that ended with dead letters is run again, with the fault gone, and its process is killed meanwhile: it asks for the dead
    /// letters and for the rows that are new below them, and its files become those of a run without faults.
    /// </summary>
    [Fact]
    public async Task A_run_that_tries_dead_letters_again_ends_as_one_without_faults_however_often_it_is_killed()
    {
        var failures = new List<string>();
        for (var run = 0; run < s_retried; run++)
        {
            var seed = s_only >= 0 ? s_only : (s_seed * Runs) + run;
            var chain = new RetriedChain(seed);
            var failure = await chain.RunAsync();
            output.WriteLine($"Seed {seed}: {chain.Letters} dead letters of calls, {chain.Kills} kills; asked for again: {chain.Repeats}");
            if (failure.Length > 0)
            {
                failures.Add(failure);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {s_retried} runs. The first of them:\n\n{string.Join("\n\n", failures.Take(3))}");
    }

    private async Task KillAsync(Subject subject, int runs)
    {
        var undisturbed = new KillChain(subject, KillKind.Never, s_seed, messages: 0);
        var wrong = await undisturbed.RunAsync();
        Assert.True(wrong.Length == 0, wrong);
        output.WriteLine($"Undisturbed: {undisturbed.Messages} messages, {undisturbed.Time.TotalSeconds:0.00} s");
        var failures = new List<string>();
        for (var run = 0; run < runs; run++)
        {
            var seed = s_only >= 0 ? s_only : (s_seed * Runs) + run;
            var kind = s_kinds[((seed % Runs) + (subject == Subject.Graph ? 0 : 1)) % s_kinds.Length];
            var chain = new KillChain(subject, kind, seed, undisturbed.Messages);
            var failure = await chain.RunAsync();
            output.WriteLine($"{kind}, seed {seed}: {chain.Kills} kills; asked for again: {chain.Repeats}");
            if (failure.Length > 0)
            {
                failures.Add(failure);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {runs} runs. The first of them:\n\n{string.Join("\n\n", failures.Take(3))}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
