using Distil.IO;
using Distil.Journal;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal;

/// <summary>The power fails at every moment of a journal: no flushed answer is lost, and none is wrong or out of order.</summary>
public sealed class PowerCutTests : IDisposable
{
    private const int Segment = 1500;
    private const int Large = 250;
    private const int MostStates = 24;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Variable("DISTIL_SEED", 1), Variable("DISTIL_POWER_CUTS", 1))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_flushed_answer_is_lost(int seed)
    {
        Directory.CreateDirectory(_folder["root"]);
        var disk = new PowerCutDisk(_folder["root"]);
        var script = new JournalScript(seed);
        var promised = new List<Promise> { new(0, 0, default) };
        Append(disk, Path.Combine(_folder["root"], "answers"), script, promised, default, seed);
        var states = Check(disk, script, promised, new Random(seed), deeper: true);
        Assert.InRange(states, 2_000, 100_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
    }

    [Fact]
    public void A_model_that_forgets_nothing_would_see_a_missing_flush()
    {
        // The same, but the names of new segments are not flushed: some state must show it, or the test above proves nothing.
        Directory.CreateDirectory(_folder["root"]);
        var disk = new PowerCutDisk(_folder["root"]);
        var script = new JournalScript(1);
        var promised = new List<Promise> { new(0, 0, default) };
        Append(new WithoutNames(disk), Path.Combine(_folder["root"], "answers"), script, promised, default, 1, disk);
        Assert.ThrowsAny<Exception>(() => Check(disk, script, promised, new Random(1), deeper: false));
    }

    private static int Variable(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text) : otherwise;

    /// <summary>
    /// Opens a journal and appends: writes, flushes and cuts now and then, each noted with the moment from which it holds.
    /// </summary>
    private static void Append(
        IDisk disk, string path, JournalScript script, List<Promise> promised, JournalStart start, int seed, PowerCutDisk? counting = null)
    {
        counting ??= (PowerCutDisk)disk;
        var random = new Random(seed);
        using var journal = AnswerJournal.Open(JournalFolder.Settings(path, disk, Segment, Large), start).Journal;
        var cut = start;
        for (var record = 0; record < 50; record++)
        {
            var location = script.Append(journal);
            switch (random.Next(6))
            {
                case 0 or 1:
                    journal.Write(location);
                    break;
                case 2:
                    // Half of the flushes belong to a cut.
                    journal.Sync();
                    if (random.Next(2) == 0)
                    {
                        cut = new() { Place = journal.Synced };
                    }

                    promised.Add(new(counting.Operations, script.Appended.Count, cut));
                    break;
                default:
                    break;
            }
        }
    }

    private int Check(PowerCutDisk disk, JournalScript script, List<Promise> promised, Random random, bool deeper)
    {
        var states = 0;
        foreach (var (operations, model) in disk.Moments())
        {
            var promise = promised.Last(each => each.Operations <= operations);
            foreach (var state in model.States(MostStates, random))
            {
                states++;
                var root = _folder["state"];
                Recreate(model, state, root);
                var start = promise.Cut with { CopiesTail = random.Next(2) == 0 };
                var entries = Recover(root, start, FrozenDisk.Never);
                AssertIsRight(entries, script, promise);

                // The same again, and the journal goes on.
                Assert.Equal(entries, Recover(root, start, FrozenDisk.Never));
                if (deeper && states % 100 == 0)
                {
                    Recreate(model, state, root);
                    states += CheckRecovery(root, start, entries, random);
                }
            }
        }

        return states;
    }

    /// <summary>The power fails again while the journal is recovered.</summary>
    private int CheckRecovery(string root, JournalStart start, List<string> expected, Random random)
    {
        var states = 0;
        var disk = new PowerCutDisk(root);
        var path = Path.Combine(root, "answers");
        Directory.CreateDirectory(path);
        using (AnswerJournal.Open(JournalFolder.Settings(path, disk, Segment, Large), start).Journal)
        {
        }

        foreach (var (_, model) in disk.Moments())
        {
            foreach (var state in model.States(4, random))
            {
                states++;
                Recreate(model, state, _folder["again"]);
                Assert.Equal(expected, Recover(_folder["again"], start, FrozenDisk.Never));
            }
        }

        return states;
    }

    private static List<string> Recover(string root, JournalStart start, IDisk disk)
    {
        var settings = JournalFolder.Settings(Path.Combine(root, "answers"), disk, Segment, Large);
        JournalFolder.Open(settings, start, out var entries).Journal.Dispose();
        return entries;
    }

    private static void AssertIsRight(List<string> entries, JournalScript script, Promise promise)
    {
        Assert.True(entries.Count >= promise.Answers, $"{promise.Answers} answers were flushed, {entries.Count} are there.");
        Assert.Equal(script.Appended.Take(entries.Count), entries);
    }

    private static void Recreate(PowerCutModel model, Dictionary<string, byte[]> state, string root)
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        model.Materialise(state, root);
    }

    /// <summary>What holds from a moment on.</summary>
    /// <param name="Operations">The moment.</param>
    /// <param name="Answers">How many entries were flushed.</param>
    /// <param name="Cut">The last cut.</param>
    private sealed record Promise(int Operations, int Answers, JournalStart Cut);

    /// <summary>A disk that does not flush names.</summary>
    private sealed class WithoutNames(PowerCutDisk disk) : ForwardingDisk(disk)
    {
        public override void SyncDirectory(string path)
        {
        }
    }
}
