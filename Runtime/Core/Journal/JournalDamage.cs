using System.Globalization;
using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>Says what is wrong with a journal that has lost what was on the storage device, and what the user can do.</summary>
internal static class JournalDamage
{
    /// <summary>Bytes that are no record stand where one was.</summary>
    /// <param name="files">The files of the journal.</param>
    /// <param name="location">Where the bytes stand.</param>
    /// <param name="reason">What is wrong with them.</param>
    public static RunDirectoryException OfRecord(JournalFiles files, JournalLocation location, string reason)
    {
        var path = files.Segment(location.Segment);
        return Describe(files, path, $"is damaged at byte {Text(location.Offset)}: {reason}", AnswersBehind(files, location));
    }

    /// <summary>The journal ends before a place that was on the storage device.</summary>
    /// <param name="files">The files of the journal.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="place">The place.</param>
    public static RunDirectoryException OfEnd(JournalFiles files, JournalLocation end, JournalLocation place)
    {
        var answers = AnswersBehind(files, end);
        if (end.Segment == place.Segment)
        {
            var what = $"is damaged at byte {Text(end.Offset)}: it ends there, and {Text(place.Offset)} bytes had been flushed";
            return Describe(files, files.Segment(end.Segment), what, answers);
        }

        var next = files.Segment(end.Segment + 1);
        return File.Exists(next)
            ? Describe(files, next, "is damaged at byte 0: it does not follow the end of the file before it", answers)
            : Describe(files, next, "is missing, and others follow it or had been flushed", answers);
    }

    /// <summary>An answer that was found when the journal was opened cannot be read any more.</summary>
    /// <param name="files">The files of the journal.</param>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where the record or body begins.</param>
    /// <param name="reason">What is wrong with it.</param>
    public static RunDirectoryException OfAnswer(JournalFiles files, string path, long offset, string reason) =>
        new($"The file '{path}' is damaged at byte {Text(offset)}: {reason}. {files.WaysOut}", path);

    private static RunDirectoryException Describe(JournalFiles files, string path, string what, long answers)
    {
        var behind = answers == 1 ? "1 answer lies" : $"{Text(answers)} answers lie";
        return new($"The file '{path}' {what}. {behind} behind this place. {files.WaysOut}", path);
    }

    private static long AnswersBehind(JournalFiles files, JournalLocation location)
    {
        var answers = 0L;
        foreach (var segment in files.Segments())
        {
            if (segment < location.Segment)
            {
                continue;
            }

            var path = files.Segment(segment);
            var from = segment == location.Segment ? location.Offset : 0;
            using var reader = new SegmentReader(path, new(segment, from), new FileInfo(path).Length);
            while (reader.TryRead(out var record) || reader.TryFindNext(out record))
            {
                answers += record.Answers;
            }
        }

        return answers;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
