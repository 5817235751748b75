using System.Text;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>What is left of claims when a process is killed, when the tail moves, and when a later generation opens the journal.</summary>
public sealed class TornClaimTests : IDisposable
{
    private const string Step = "Judge";

    private readonly JournalFolder _folder = new();

    /// <summary>Rows of the first generation: three inputs, so that most answers are not their row's alone.</summary>
    private readonly List<TakenRow> _first = [.. Enumerable.Range(0, 12).Select(static row => new TakenRow(row, 0, row % 3))];

    /// <summary>Those of the second: moved, and with two that no answer is left for.</summary>
    private readonly List<TakenRow> _second = [.. Enumerable.Range(0, 14).Select(static row => new TakenRow(row, 0, (row + 1) % 3))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_torn_journal_gives_each_row_what_it_had(bool copies)
    {
        var place = Run(_folder.Path, 1, default, _first).End;
        var (whole, end) = Run(_folder.Path, 2, JournalFolder.CutAt(place), _second);
        Assert.Equal(12, whole.Count(static text => text.StartsWith("1-", StringComparison.Ordinal)));
        Assert.Equal(whole, Run(_folder.Path, 2, JournalFolder.CutAt(place), _second).Texts);

        for (var length = place.Offset; length <= end.Offset; length++)
        {
            var copy = Path.Combine(_folder.Root, $"torn{length}");
            JournalFolder.Copy(_folder.Path, copy);
            using (var file = File.OpenWrite(Path.Combine(copy, "000001.log")))
            {
                file.SetLength(length);
            }

            Assert.Equal(whole, Run(copy, 2, JournalFolder.CutAt(place, copies), _second).Texts);
            Directory.Delete(copy, recursive: true);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(1)]
    public void Claims_in_a_copied_tail_name_where_their_answers_have_moved(int segment)
    {
        // The tail begins before the answers that are claimed in it.
        var settings = Settings(_folder.Path, 1, segment);
        JournalLocation place;
        using (var answers = Open(settings, default))
        {
            place = answers.Journal.Sync();
        }

        Run(settings, default, _first, out _);
        var whole = Run(Settings(_folder.Path, 2, segment), default, _second, out _);
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(whole, Run(Settings(_folder.Path, 2, segment), JournalFolder.CutAt(place, copies: true), _second, out var calls));
            Assert.Equal(0, calls);
        }

        // The rows have not changed: each has in the third generation what it had in the second.
        Assert.Equal(whole, Run(Settings(_folder.Path, 3, segment), JournalFolder.CutAt(place, copies: true), _second, out var more));
        Assert.Equal(0, more);
    }

    [Fact]
    public void A_later_generation_is_refused()
    {
        Run(_folder.Path, 1, default, _first);
        Run(_folder.Path, 2, default, _second);

        var exception = Assert.Throws<RunDirectoryException>(() => Open(Settings(_folder.Path, 1), default));
        Assert.Contains("another version of Distil wrote there", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_contradicts_itself_is_cut_off_or_refused()
    {
        var place = Run(_folder.Path, 1, default, _first).End;
        JournalLocation claim;
        using (var answers = Open(Settings(_folder.Path, 2), JournalFolder.CutAt(place)))
        {
            claim = answers.Journal.AppendClaim(3, _second[0].IdIn(Step, 5), answers.Journal.End with { Offset = 1 << 20 }, 1);
            answers.Journal.Sync();
        }

        Open(Settings(_folder.Path, 2), JournalFolder.CutAt(place)).Dispose();
        Assert.Equal(claim.Offset, new FileInfo(_folder["000001.log"]).Length);
    }

    [Fact]
    public void Each_generation_is_described_once()
    {
        Run(_folder.Path, 1, default, _first);
        Run(_folder.Path, 2, default, _second);
        Run(_folder.Path, 2, default, _second);
        Run(_folder.Path, 1 + 2, default, _second);

        var kinds = new List<(RecordKind, uint)>();
        AnswerJournal.Open(Settings(_folder.Path, 3), default, (in JournalRecord record) => kinds.Add((record.Kind, record.Generation)))
            .Journal.Dispose();
        foreach (var kind in (RecordKind[])[RecordKind.Generation, RecordKind.Step, RecordKind.Fingerprint])
        {
            Assert.Equal([1u, 2u, 3u], kinds.Where(one => one.Item1 == kind).Select(static one => one.Item2));
        }
    }

    [Fact]
    public void Large_bodies_of_earlier_generations_stay_and_are_read_when_they_are_needed()
    {
        var settings = Settings(_folder.Path, 1) with { LargeBodyBytes = 10 };
        JournalLocation end;
        using (var answers = Open(settings, default))
        {
            answers.Journal.AppendAnswer(3, _first[0].IdIn(Step, 5), new byte[100]);
            answers.Journal.AppendAnswer(3, _first[1].IdIn(Step, 5), new byte[100]);
            end = answers.Journal.Sync();
        }

        var files = Directory.GetFiles(_folder["large"]);
        Assert.Equal(2, files.Length);
        foreach (var from in (JournalLocation[])[default, end])
        {
            using var answers = Open(settings with { Generation = 2 }, new() { Place = end, From = from, CopiesTail = true });
            Assert.Equal(files, Directory.GetFiles(_folder["large"]));
        }

        // One that is missing is no reason to refuse the journal: nobody may need it.
        File.Delete(files[0]);
        Open(settings with { Generation = 2 }, JournalFolder.CutAt(end)).Dispose();

        // Behind the cut's place it may never have been written whole.
        using var last = Open(settings with { Generation = 2 }, new() { CopiesTail = true });
        Assert.NotNull(last.Opened.TornTail);
    }

    private static JournalSettings Settings(string path, uint generation, int segment = 0) =>
        JournalFolder.Settings(path, segment: segment == 0 ? 64 << 20 : segment) with { Generation = generation };

    private static RunAnswers Open(JournalSettings settings, JournalStart start) => RunAnswers.Open(
        settings, start, [new(2, Step, 5)], static _ => null, static _ => -1, TimeProvider.System, static _ => { });

    private static (List<string> Texts, JournalLocation End) Run(string path, uint generation, JournalStart start, List<TakenRow> rows)
    {
        var settings = Settings(path, generation);
        var texts = Run(settings, start, rows, out _);
        return (texts, new(1, new FileInfo(new JournalFiles(path).Segment(1)).Length));
    }

    /// <summary>Runs a generation to its end.</summary>
    /// <returns>What each row is answered: the generation that called it, and its number.</returns>
    private static List<string> Run(JournalSettings settings, JournalStart start, List<TakenRow> rows, out int calls)
    {
        using var all = Open(settings, start);
        using var reader = new AnswerReader(all.Journal);
        var (answers, texts) = (all.Of(2)!, new List<string>());
        calls = 0;
        foreach (var batch in rows.Chunk(5))
        {
            foreach (var row in batch)
            {
                ulong[] tags = [row.TagIn(Step)];
                answers.Takes?.Pass(row.Number, tags);
                answers.TakeOver(row.IdIn(Step, 5), tags);
            }

            foreach (var row in batch)
            {
                var id = row.IdIn(Step, 5);
                if (answers.TryFind(id, out var location))
                {
                    texts.Add(Encoding.UTF8.GetString(reader.Read(location, id, out _)));
                }
                else if (answers.TryUseTaken(id, out var taken))
                {
                    texts.Add(Encoding.UTF8.GetString(reader.Read(taken.Location, new(id.Key, taken.Tag), out _)));
                }
                else
                {
                    calls++;
                    texts.Add($"{settings.Generation}-{row.Number}");
                    answers.Journal.AppendAnswer(answers.Number, id, Encoding.UTF8.GetBytes(texts[^1]));
                }
            }
        }

        all.Journal.Sync();
        return texts;
    }
}
