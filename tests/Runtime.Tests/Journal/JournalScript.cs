using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Runtime.Tests.Journal;

/// <summary>
/// Appends records of all kinds, and knows what a journal must give back. Bodies tell their answer, so that none can be mixed up.
/// </summary>
internal sealed class JournalScript(int seed, int longestBody = 300)
{
    private readonly Random _random = new(seed);
    private ulong _tag;

    /// <summary>What was appended or at least tried, in order; an entry an answer.</summary>
    public List<string> Appended { get; } = [];

    public static string Entry(RecordKind kind, int step, AnswerId id, ReadOnlySpan<byte> body) =>
        $"{kind} {step} {id.Key.High:x}{id.Key.Low:x}-{id.Tag:x} {Convert.ToHexString(body)}";

    /// <summary>Appends some record.</summary>
    /// <returns>Its location.</returns>
    public JournalLocation Append(AnswerJournal journal)
    {
        var step = _random.Next(5);
        switch (_random.Next(10))
        {
            case 0:
                return Append(RecordKind.Step, step, default, () => journal.AppendStep(step, Body));
            case 1:
                return Append(RecordKind.Fingerprint, step, default, () => journal.AppendFingerprint(step, Body));
            case 2:
                var failed = NextId();
                return Append(RecordKind.Failure, step, failed, () => journal.AppendFailure(step, failed, Body));
            case 3 or 4:
                return AppendBatch(journal, step, _random.Next(1, 8));
            default:
                return AppendAnswer(journal, step, _random.Next(longestBody));
        }
    }

    public JournalLocation AppendAnswer(AnswerJournal journal, int step, int length)
    {
        var id = NextId();
        return Append(RecordKind.Answer, step, id, () => journal.AppendAnswer(step, id, Body), length);
    }

    public JournalLocation AppendBatch(AnswerJournal journal, int step, int count)
    {
        var ids = new AnswerId[count];
        var lengths = new int[count];
        var bodies = new List<byte>();
        var entries = new List<string>();
        for (var answer = 0; answer < count; answer++)
        {
            ids[answer] = NextId();
            NextBody(_random.Next(longestBody));
            lengths[answer] = Body.Length;
            bodies.AddRange(Body);
            entries.Add(Entry(RecordKind.Answer, step, ids[answer], Body));
        }

        Appended.AddRange(entries);
        return journal.AppendBatch(step, ids, lengths, [.. bodies]);
    }

    private byte[] Body { get; set; } = [];

    private JournalLocation Append(RecordKind kind, int step, AnswerId id, Func<JournalLocation> append, int? length = null)
    {
        NextBody(length ?? _random.Next(Math.Min(longestBody, 200)));
        Appended.Add(Entry(kind, step, id, Body));
        return append();
    }

    private void NextBody(int length)
    {
        Body = new byte[length];
        _random.NextBytes(Body);
    }

    private AnswerId NextId() => new(new((ulong)_random.NextInt64(), (ulong)_random.Next(3)), _tag++);
}
