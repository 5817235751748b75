using System.Buffers;
using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <content>Encoding: records into the buffer, large bodies into files of their own.</content>
internal sealed partial class AnswerJournal
{
    /// <summary>
    /// Appends the answers of a batch, row by row: as one record, or as several where their bodies are longer together than a body that
    /// has no file of its own.
    /// </summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="ids">Keys and tags; at least one.</param>
    /// <param name="lengths">The lengths of the bodies.</param>
    /// <param name="bodies">The bodies, one after the other.</param>
    /// <returns>The location of the last record, to pass to <see cref="Write(JournalLocation)"/>.</returns>
    public JournalLocation AppendBatch(int step, ReadOnlySpan<AnswerId> ids, ReadOnlySpan<int> lengths, ReadOnlySpan<byte> bodies)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ids.Length, nameof(ids));
        ArgumentOutOfRangeException.ThrowIfNotEqual(lengths.Length, ids.Length, nameof(lengths));
        var location = default(JournalLocation);
        while (ids.Length > 0)
        {
            var (count, stored, given) = FirstRecord(lengths);
            try
            {
                location = AppendBatchRecord(step, ids[..count], lengths, bodies[..given], stored);
            }
            catch (RunDirectoryException)
            {
                lock (_gate)
                {
                    // The rest of the batch is lost, too.
                    ThrowIfUnusable(ids.Length - count, bodies.Length - given);
                }

                throw;
            }

            ids = ids[count..];
            lengths = lengths[count..];
            bodies = bodies[given..];
        }

        return location;
    }

    /// <summary>
    /// How many answers the next record of a batch takes, how long its body is, and how many bytes of bodies it stands for.
    /// </summary>
    private (int Count, int Stored, int Given) FirstRecord(ReadOnlySpan<int> lengths)
    {
        var (count, stored, given) = (0, BatchBody.Overhead - BatchBody.EntryLength, 0);
        var most = BatchBody.Overhead + _settings.LargeBodyBytes;
        for (; count < lengths.Length; count++)
        {
            var more = BatchBody.EntryLength + (IsLarge(lengths[count]) ? LargeBodies.ReferenceLength : lengths[count]);
            if (count > 0 && stored + more > most)
            {
                break;
            }

            stored += more;
            given += lengths[count];
        }

        return (count, stored, given);
    }

    private JournalLocation AppendBatchRecord(
        int step, ReadOnlySpan<AnswerId> ids, ReadOnlySpan<int> lengths, ReadOnlySpan<byte> bodies, int stored)
    {
        var rented = ArrayPool<byte>.Shared.Rent(stored);
        var since = default(JournalLocation);
        try
        {
            var body = rented.AsSpan(0, stored);
            BatchBody.WriteCount(body, ids.Length);
            var at = BatchBody.FirstBody(body);
            for (var answer = 0; answer < ids.Length; answer++)
            {
                var given = bodies[..lengths[answer]];
                bodies = bodies[given.Length..];
                var isLarge = IsLarge(given.Length);
                if (isLarge)
                {
                    since = since == default ? BeginLarge(ids.Length) : since;
                    WriteLarge(since, ids[answer], given, body.Slice(at, LargeBodies.ReferenceLength), ids.Length);
                }
                else
                {
                    given.CopyTo(body[at..]);
                }

                var length = isLarge ? LargeBodies.ReferenceLength : given.Length;
                BatchBody.WriteEntry(body, answer, ids[answer], length, isLarge);
                at += length;
            }

            var location = AppendRecord(RecordKind.Batch, step, ids[0], body, ids.Length);
            EndLarge(since);
            return location;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool IsLarge(int length) => length > _settings.LargeBodyBytes;

    private JournalLocation AppendBody(
        RecordKind kind, int step, in AnswerId id, ReadOnlySpan<byte> body, ReadOnlySpan<byte> prefix = default)
    {
        if (!IsLarge(body.Length))
        {
            return AppendRecord(kind, step, id, body, answers: 1, prefix: prefix);
        }

        Span<byte> reference = stackalloc byte[LargeBodies.ReferenceLength];
        var since = BeginLarge(answers: 1);
        WriteLarge(since, id, body, reference, answers: 1);
        var location = AppendRecord(kind, step, id, reference, answers: 1, isLarge: true, prefix);
        EndLarge(since);
        return location;
    }

    private JournalLocation AppendRecord(
        RecordKind kind, int step, in AnswerId id, ReadOnlySpan<byte> body, int answers, bool isLarge = false,
        ReadOnlySpan<byte> prefix = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)step, (uint)MaxStep, nameof(step));
        var length = JournalRecord.HeaderLength + prefix.Length + body.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, JournalRecord.MaxLength, nameof(body));
        while (true)
        {
            lock (_gate)
            {
                ThrowIfUnusable(answers, length);
                if (!EndsSegment(length) && _waiting.HasRoom(length))
                {
                    var location = _waiting.End;
                    var record = _waiting.Add(length, answers);
                    prefix.CopyTo(record[JournalRecord.HeaderLength..]);
                    body.CopyTo(record[(JournalRecord.HeaderLength + prefix.Length)..]);
                    JournalRecord.Seal(record, location, kind, isLarge, step, _settings.Generation, id);
                    return location;
                }
            }

            MakeRoom(length, answers);
        }
    }

    /// <summary>Whether a record belongs into the next segment. A segment has at least one record beside its header.</summary>
    private bool EndsSegment(int length) =>
        _waiting.End.Offset + length > _settings.SegmentBytes && _waiting.End.Offset > SegmentHeader.Length;

    private JournalLocation BeginLarge(int answers)
    {
        lock (_gate)
        {
            ThrowIfUnusable(answers, bytes: 0);
            var since = _waiting.End;
            _largeUnderWay.Add(since);
            return since;
        }
    }

    private void WriteLarge(JournalLocation since, in AnswerId id, ReadOnlySpan<byte> body, Span<byte> reference, int answers)
    {
        var path = _files.Large(since, id);
        try
        {
            LargeBodies.Write(_settings.Disk, path, body);
        }
        catch (Exception exception)
        {
            throw Fail(path, exception, answers, body.Length);
        }

        LargeBodies.WriteReference(reference, since, body);
    }

    /// <summary>The record of the body has its location. After a failure this is not called: the position stays where it was.</summary>
    private void EndLarge(JournalLocation since)
    {
        if (since != default)
        {
            lock (_gate)
            {
                _largeUnderWay.Remove(since);
            }
        }
    }
}
