using System.Globalization;
using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>The names of the files of a journal: segments <c>000001.log</c> and on, and bodies in the folder <c>large</c>.</summary>
/// <param name="folder">The full path of the journal's folder.</param>
/// <param name="waysOut">What a user can do about a file that is damaged; null: what can be done about one of the run's own.</param>
internal sealed class JournalFiles(string folder, string? waysOut = null)
{
    private const string SegmentExtension = ".log";

    /// <summary>What a user can do about a file that is damaged, as sentences.</summary>
    public string WaysOut { get; } = waysOut
        ?? "Put back the file from a copy, or pass RunOptions.Resume = false, which makes all data anew and asks for all answers "
            + "again.";

    /// <summary>The folder of the segments.</summary>
    public string Folder => folder;

    /// <summary>The folder of the bodies that have a file of their own.</summary>
    public string LargeFolder { get; } = Path.Combine(folder, "large");

    /// <summary>The path of a segment.</summary>
    public string Segment(int number) => Path.Combine(folder, number.ToString("D6", CultureInfo.InvariantCulture) + SegmentExtension);

    /// <summary>The path of a segment that is not complete yet.</summary>
    public string UnfinishedSegment(int number) => Segment(number) + ".new";

    /// <summary>The path of a body: the location below which its record does not lie, key and tag.</summary>
    public string Large(JournalLocation since, in AnswerId id) => Path.Combine(
        LargeFolder,
        string.Create(CultureInfo.InvariantCulture, $"{since.Packed:x16}-{id.Key.High:x16}{id.Key.Low:x16}-{id.Tag:x16}"));

    /// <summary>The numbers of the segments, in order.</summary>
    public List<int> Segments() => Numbers("*" + SegmentExtension, SegmentExtension);

    /// <summary>The numbers of the segments that were not completed.</summary>
    public List<int> UnfinishedSegments() => Numbers("*" + SegmentExtension + ".new", SegmentExtension + ".new");

    /// <summary>The paths of the bodies whose records lie at a location or behind it, if they have one.</summary>
    public List<string> LargeFrom(JournalLocation location)
    {
        var found = new List<string>();
        foreach (var path in Directory.Exists(LargeFolder) ? Directory.EnumerateFiles(LargeFolder) : [])
        {
            var name = Path.GetFileName(path);
            if (name.Length == 66
                && long.TryParse(name.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var since)
                && JournalLocation.FromPacked(since) >= location)
            {
                found.Add(path);
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Deletes the files of the journal, and no others.</summary>
    public void Delete(IDisk disk)
    {
        // The last segment first: what is left is a journal at each moment.
        foreach (var path in UnfinishedSegments().Select(UnfinishedSegment)
            .Concat(Segments().AsEnumerable().Reverse().Select(Segment))
            .Concat(LargeFrom(default)))
        {
            disk.Delete(path);
        }

        foreach (var directory in (string[])[LargeFolder, folder])
        {
            if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any())
            {
                disk.DeleteDirectory(directory);
            }
        }
    }

    private List<int> Numbers(string pattern, string extension)
    {
        var numbers = new List<int>();
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern) : [])
        {
            var name = Path.GetFileName(path.AsSpan())[..^extension.Length];
            if (name.Length >= 6 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}
