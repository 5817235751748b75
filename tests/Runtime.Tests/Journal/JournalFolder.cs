using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal;

/// <summary>A folder for journals, and how tests open them.</summary>
internal sealed class JournalFolder : IDisposable
{
    public static readonly Guid RunId = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public string Root => _folder.FullPath;

    public string Path => _folder["answers"];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static JournalSettings Settings(string path, IDisk? disk = null, int segment = 64 << 20, int large = 1 << 20) =>
        new(path, RunId, disk ?? FrozenDisk.Never) { SegmentBytes = segment, LargeBodyBytes = large };

    public JournalSettings Settings(IDisk? disk = null, int segment = 64 << 20, int large = 1 << 20) =>
        Settings(Path, disk, segment, large);

    public void Dispose() => _folder.Dispose();

    /// <summary>Opens a journal and reads every answer of it.</summary>
    public static OpenedJournal Open(JournalSettings settings, JournalStart start, out List<string> entries)
    {
        var found = new List<(RecordKind Kind, int Step, AnswerId Id, JournalLocation Location, string? Entry)>();
        var opened = AnswerJournal.Open(settings, start, (in JournalRecord record) =>
        {
            if (record.Answers == 0)
            {
                found.Add((record.Kind, record.Step, record.Id, record.Location,
                    JournalScript.Entry(record.Kind, record.Step, record.Id, record.Body)));
            }

            for (var answer = 0; answer < record.Answers; answer++)
            {
                found.Add((record.Kind, record.Step, record.AnswerAt(answer), record.Location, null));
            }
        });
        using var reader = new AnswerReader(opened.Journal);
        entries = [];
        foreach (var (kind, step, id, location, entry) in found)
        {
            var read = kind;
            entries.Add(entry ?? JournalScript.Entry(
                reader.Read(location, id, out read) is var body && read == RecordKind.Failure ? RecordKind.Failure : RecordKind.Answer,
                step,
                id,
                body));
        }

        return opened;
    }

    /// <summary>What a journal holds that was closed.</summary>
    public static List<string> Read(JournalSettings settings, JournalStart start = default)
    {
        Open(settings, start, out var entries).Journal.Dispose();
        return entries;
    }

    /// <summary>A cut at the end of what is flushed; the tail is read from the beginning.</summary>
    public static JournalStart CutAt(JournalLocation place, bool copies = false) => new() { Place = place, CopiesTail = copies };

    /// <summary>Copies all files of a folder into another, which must not exist.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
