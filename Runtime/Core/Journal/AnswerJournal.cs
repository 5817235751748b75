using Distil.IO;
using Distil.Journal.Earlier;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>
/// The journal of the answers of durable calls: appended to one buffer by all workers, written by whoever needs it first, and brought to
/// the storage device by <see cref="JournalSync"/> and by whoever writes a cut. What a run has asked once, it does not ask again.
/// </summary>
/// <remarks>
/// <para>
/// Contract. When <see cref="Write(JournalLocation)"/> has returned, the answer is with the operating system: the end of the process does
/// not lose it. A worker writes its answer before it begins its next call and before anything below sees it. When <see cref="Sync"/> has
/// returned, all that was appended before is on the storage device: a power cut does not lose it. Records become durable in the order in
/// which they were appended; after a power cut the journal ends at one of them.
/// </para>
/// <para>
/// Threads. All members are safe for several threads. Appending copies into the buffer; it writes only where the buffer is full or the
/// segment ends. Of several threads that write at once, one writes what all have appended; the others wait for it and find their bytes
/// written, or write the next lot. <see cref="Sync"/> runs beside appends and writes, and never beside itself.
/// </para>
/// <para>
/// States. Open, failed, disposed. After one failed write, flush, creation or rename the journal is failed for good: nothing more is
/// appended, written or flushed, and each member that would do so throws a <see cref="RunDirectoryException"/> that names the file, with
/// the first cause inside. A file whose flush has failed is never flushed again: the system may have dropped the bytes, and would report
/// success. What is in the journal can still be read.
/// </para>
/// <para>
/// Lock order: the lock of flushes, that of writes, that of the buffer. Files are written under the second alone and flushed under the
/// first alone, so that neither stops a thread that appends.
/// </para>
/// </remarks>
internal sealed partial class AnswerJournal : IDisposable
{
    private const int MaxStep = (1 << 24) - 1;

    private readonly JournalSettings _settings;
    private readonly JournalFiles _files;

    /// <summary>The lock of flushes.</summary>
    private readonly Gate _syncing = new();

    /// <summary>The lock of writes: the open segments.</summary>
    private readonly Gate _writing = new();

    /// <summary>The lock of the buffer: both buffers, the failure and the large bodies under way.</summary>
    private readonly Gate _gate = new();

    /// <summary>Where the records of large bodies lie at the earliest that are being written.</summary>
    private readonly List<JournalLocation> _largeUnderWay = [];

    /// <summary>What is appended and not taken for writing.</summary>
    private RecordBuffer _waiting = new();

    /// <summary>What is being written. Changed under both the lock of writes and that of the buffer.</summary>
    private RecordBuffer _lot = new();

    private JournalFailure? _failure;
    private long _written;
    private long _synced;

    /// <summary>Goes on with a journal whose segments are whole and on the storage device.</summary>
    /// <param name="settings">Where it is kept.</param>
    /// <param name="end">Where the next record begins; of a journal without a segment, the default value.</param>
    internal AnswerJournal(JournalSettings settings, JournalLocation end)
    {
        _settings = settings;
        _files = new(settings.Folder);
        _written = _synced = end.Packed;
        _waiting.Clear(end);
        _lot.Clear(end);
        lock (_writing)
        {
            if (end.Segment == 0)
            {
                lock (_gate)
                {
                    TakeLot(beginsSegment: true);
                }

                CreateSegment(1);
            }
            else
            {
                var path = _files.Segment(end.Segment);
                Try(path, () => _segments.Add(new(end.Segment, path, settings.Disk.Open(path, DiskFileMode.Append))));
            }
        }
    }

    /// <summary>
    /// The location to note as the beginning of what comes: all records of answers that are appended from now on lie there or behind, and
    /// all files of bodies that are resumed from there can be told apart. Therefore it stays behind <see cref="End"/> while a large body
    /// is being written.
    /// </summary>
    public JournalLocation Position
    {
        get
        {
            lock (_gate)
            {
                return _largeUnderWay.Count == 0 ? _waiting.End : _largeUnderWay.Min();
            }
        }
    }

    /// <summary>Where the next record begins, if it still fits the segment.</summary>
    public JournalLocation End
    {
        get
        {
            lock (_gate)
            {
                return _waiting.End;
            }
        }
    }

    /// <summary>What lies below is with the operating system.</summary>
    public JournalLocation Written => JournalLocation.FromPacked(Volatile.Read(ref _written));

    /// <summary>What lies below is on the storage device: what a cut notes as the place of the journal.</summary>
    public JournalLocation Synced => JournalLocation.FromPacked(Volatile.Read(ref _synced));

    /// <summary>Whether anything was appended that is not on the storage device.</summary>
    public bool HasUnsynced => Synced < End;

    /// <summary>Why the journal has failed, with all answers that were lost until now; null: it has not.</summary>
    public RunDirectoryException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure?.ToException();
            }
        }
    }

    internal JournalFiles Files => _files;

    /// <summary>Opens a journal, or makes one where there is none. See <see cref="JournalRecovery"/> for what becomes of damage.</summary>
    /// <param name="settings">Where it is kept.</param>
    /// <param name="start">What the last cut knows of it.</param>
    /// <param name="found">Called for each record from <see cref="JournalStart.From"/> on, in order.</param>
    /// <exception cref="RunDirectoryException">
    /// The journal is damaged, is not of this run, or its files cannot be read or written.
    /// </exception>
    public static OpenedJournal Open(JournalSettings settings, JournalStart start, JournalRecordHandler? found = null) =>
        new JournalRecovery(settings, start).Run(found);

    /// <summary>Appends the name of a step.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="name">Its name, in UTF-8.</param>
    public JournalLocation AppendStep(int step, ReadOnlySpan<byte> name) => AppendRecord(RecordKind.Step, step, default, name, answers: 0);

    /// <summary>Appends the fingerprint of a step.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="fingerprint">The fingerprint, in UTF-8.</param>
    public JournalLocation AppendFingerprint(int step, ReadOnlySpan<byte> fingerprint) =>
        AppendRecord(RecordKind.Fingerprint, step, default, fingerprint, answers: 0);

    /// <summary>Appends that the generation begins. Its steps are described behind it.</summary>
    public JournalLocation AppendGeneration()
    {
        Span<byte> body = stackalloc byte[GenerationBody.Length];
        return AppendRecord(RecordKind.Generation, 0, default, GenerationBody.Write(body, _settings.Sources), answers: 0);
    }

    /// <summary>Appends that a row takes over an answer of an earlier generation.</summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="id">Key and tag of the row.</param>
    /// <param name="answer">The record that holds the answer.</param>
    /// <param name="tag">The tag under which it was written there.</param>
    /// <returns>Its location, to pass to <see cref="Write(JournalLocation)"/>.</returns>
    public JournalLocation AppendClaim(int step, in AnswerId id, JournalLocation answer, ulong tag)
    {
        Span<byte> body = stackalloc byte[ClaimBody.Length];
        ClaimBody.Write(body, answer, tag);
        return AppendRecord(RecordKind.Claim, step, id, body, answers: 0);
    }

    /// <summary>Appends the answer to a call.</summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="id">Key and tag.</param>
    /// <param name="body">The answer.</param>
    /// <returns>Its location, to pass to <see cref="Write(JournalLocation)"/>.</returns>
    public JournalLocation AppendAnswer(int step, in AnswerId id, ReadOnlySpan<byte> body) => AppendBody(RecordKind.Answer, step, id, body);

    /// <summary>Appends an answer of another directory that a row takes over.</summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="id">Key and tag of the row.</param>
    /// <param name="journal">The id of the other journal.</param>
    /// <param name="from">Where the answer lies there.</param>
    /// <param name="body">The answer.</param>
    /// <returns>Its location, to pass to <see cref="Write(JournalLocation)"/>.</returns>
    public JournalLocation AppendCopy(int step, in AnswerId id, Guid journal, in TakenAnswer from, ReadOnlySpan<byte> body)
    {
        Span<byte> prefix = stackalloc byte[CopyBody.PrefixLength];
        CopyBody.WritePrefix(prefix, journal, from.Location, from.Tag);
        return AppendBody(RecordKind.Copy, step, id, body, prefix);
    }

    /// <summary>Appends the failure of a call.</summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="id">Key and tag.</param>
    /// <param name="body">What is kept of the failure.</param>
    /// <returns>Its location, to pass to <see cref="Write(JournalLocation)"/>.</returns>
    public JournalLocation AppendFailure(int step, in AnswerId id, ReadOnlySpan<byte> body) =>
        AppendBody(RecordKind.Failure, step, id, body);

    /// <summary>Frees the files. What is not written is lost: call <see cref="Sync"/> before.</summary>
    public void Dispose()
    {
        lock (_syncing)
        {
            lock (_writing)
            {
                foreach (var segment in _segments)
                {
                    segment.Dispose();
                }

                _segments.Clear();
                lock (_gate)
                {
                    _isDisposed = true;
                }
            }
        }
    }

    /// <summary>Copies a record that is not written yet.</summary>
    /// <param name="location">Where it begins.</param>
    /// <param name="record">Receives the bytes; grows as needed.</param>
    /// <returns>The length; 0: the record is in a file.</returns>
    internal int CopyBuffered(JournalLocation location, ref byte[] record)
    {
        lock (_gate)
        {
            if (!_waiting.TryFind(location, out var bytes) && !_lot.TryFind(location, out bytes))
            {
                return 0;
            }

            if (record.Length < bytes.Length)
            {
                record = new byte[bytes.Length];
            }

            bytes.CopyTo(record);
            return bytes.Length;
        }
    }
}
