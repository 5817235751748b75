using Distil.IO;
using Distil.Journal.Records;
using Microsoft.Win32.SafeHandles;

namespace Distil.Journal;

/// <summary>
/// Reads the bodies of answers from a journal, also of those that are not written yet. Each worker has a reader of its own; a reader is
/// used by one thread at a time. It keeps the last record, so that the answers of a batch are read once.
/// </summary>
/// <param name="files">The files of the journal.</param>
/// <param name="journal">The journal; null: it is not written to.</param>
internal sealed class AnswerReader(JournalFiles files, AnswerJournal? journal = null) : IDisposable
{
    private const int FirstBytes = 4096;

    private SafeFileHandle? _file;
    private int _fileSegment;
    private byte[] _bytes = new byte[FirstBytes];
    private int _length;
    private JournalLocation _location;

    /// <summary>The answer of the batch to look at first, and where its body begins.</summary>
    private int _next;
    private int _nextBody;

    /// <summary>Reads from a journal that is written to.</summary>
    public AnswerReader(AnswerJournal journal)
        : this(journal.Files, journal)
    {
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="location">The record, as <see cref="AnswerIndex"/> has it.</param>
    /// <param name="id">Key and tag.</param>
    /// <param name="kind"><see cref="RecordKind.Failure"/> for a failure, otherwise <see cref="RecordKind.Answer"/>.</param>
    /// <returns>The body. It is valid until the next call.</returns>
    /// <exception cref="RunDirectoryException">The answer cannot be read any more, or is damaged.</exception>
    public ReadOnlySpan<byte> Read(JournalLocation location, scoped in AnswerId id, out RecordKind kind)
    {
        if (location != _location || _length == 0)
        {
            Load(location);
        }

        var record = new JournalRecord(_bytes.AsSpan(0, _length), location);
        kind = record.Kind == RecordKind.Failure ? RecordKind.Failure : RecordKind.Answer;
        return record.Kind switch
        {
            RecordKind.Batch => ReadOfBatch(record, id),
            RecordKind.Answer or RecordKind.Failure or RecordKind.Copy when record.Id == id => Body(record.AnswerBody, record.IsLarge, id),
            _ => throw Damaged(location, "another answer stands there"),
        };
    }

    public void Dispose() => _file?.Dispose();

    private ReadOnlySpan<byte> ReadOfBatch(JournalRecord record, scoped in AnswerId id)
    {
        var body = record.Body;
        for (var looked = 0; looked < record.Answers; looked++)
        {
            if (_next == record.Answers || _nextBody == 0)
            {
                (_next, _nextBody) = (0, BatchBody.FirstBody(body));
            }

            var (answer, at) = (_next, _nextBody);
            var length = BatchBody.LengthAt(body, answer, out var isLarge);
            (_next, _nextBody) = (answer + 1, at + length);
            if (BatchBody.IdAt(body, answer) == id)
            {
                return Body(body.Slice(at, length), isLarge, id);
            }
        }

        throw Damaged(record.Location, "the batch does not hold the answer");
    }

    private ReadOnlySpan<byte> Body(ReadOnlySpan<byte> body, bool isLarge, scoped in AnswerId id)
    {
        if (!isLarge)
        {
            return body;
        }

        var path = LargeBodies.PathOf(files, body, id);
        return LargeBodies.Read(path, body)
            ?? throw JournalDamage.OfAnswer(files, path, 0, "the file is missing, or is not what was written");
    }

    private void Load(JournalLocation location)
    {
        (_location, _length, _next, _nextBody) = (location, 0, 0, 0);
        var length = journal?.CopyBuffered(location, ref _bytes) ?? 0;
        if (length == 0)
        {
            length = LoadFromFile(location);
        }

        if (!JournalRecord.TryRead(_bytes.AsSpan(0, length), location, out var record)
            || (record.Kind == RecordKind.Batch && !BatchBody.IsWellFormed(record.Body)))
        {
            throw Damaged(location, "the bytes are no record of the journal");
        }

        _length = length;
    }

    private int LoadFromFile(JournalLocation location)
    {
        var path = files.Segment(location.Segment);
        try
        {
            if (_file is null || _fileSegment != location.Segment)
            {
                _file?.Dispose();
                _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                _fileSegment = location.Segment;
            }

            var read = Fill(location.Offset, 0, _bytes.Length);
            if (!JournalRecord.TryReadLength(_bytes.AsSpan(0, read), out var length))
            {
                throw Damaged(location, "the bytes are no record of the journal");
            }

            if (length > _bytes.Length)
            {
                Array.Resize(ref _bytes, length);
            }

            return read >= length || Fill(location.Offset, read, length) == length
                ? length
                : throw Damaged(location, "the file ends within the record");
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }
    }

    /// <summary>Reads bytes of the file until there are so many in the buffer, or the file ends.</summary>
    private int Fill(long offset, int have, int wanted)
    {
        while (have < wanted)
        {
            var read = RandomAccess.Read(_file!, _bytes.AsSpan(have, wanted - have), offset + have);
            if (read == 0)
            {
                break;
            }

            have += read;
        }

        return have;
    }

    private RunDirectoryException Damaged(JournalLocation location, string reason) =>
        JournalDamage.OfAnswer(files, files.Segment(location.Segment), location.Offset, reason);
}
