using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>A segment, and how much of its file belongs to the journal.</summary>
internal readonly record struct ChainedSegment(int Number, long Length)
{
    /// <summary>Behind the last byte.</summary>
    public JournalLocation End => new(Number, Length);
}

/// <summary>
/// Which files make the journal, by their headers: each names the end of the segment before it. A copy of the tail takes the place of all
/// that stands behind the location that it names.
/// </summary>
internal sealed class SegmentChain
{
    private readonly JournalFiles _files;
    private readonly List<ChainedSegment> _segments = [];
    private readonly List<int> _behind = [];
    private readonly List<int> _replaced = [];

    private SegmentChain(JournalFiles files) => _files = files;

    /// <summary>The segments, in order.</summary>
    public IReadOnlyList<ChainedSegment> Segments => _segments;

    /// <summary>Segments that do not follow those of the chain: something before them is missing.</summary>
    public IReadOnlyList<int> Behind => _behind;

    /// <summary>Segments that a copy of the tail has replaced. They were to be deleted when the process ended.</summary>
    public IReadOnlyList<int> Replaced => _replaced;

    /// <summary>A segment whose end a copy of the tail has replaced; null: there is none.</summary>
    public int? Shortened { get; private set; }

    /// <summary>Where the chain ends.</summary>
    public JournalLocation End => _segments.Count == 0 ? default : _segments[^1].End;

    /// <summary>Finds the segments in the folder.</summary>
    /// <exception cref="RunDirectoryException">A file is no segment of this journal.</exception>
    public static SegmentChain Find(JournalFiles files, Guid journalId)
    {
        var chain = new SegmentChain(files);
        foreach (var number in files.Segments())
        {
            var header = SegmentHeader.Read(files.Segment(number), number, journalId, files.WaysOut);
            if (header is not { } whole || !chain.TryAdd(whole))
            {
                chain._behind.Add(number);
            }
        }

        return chain;
    }

    private bool TryAdd(SegmentHeader header)
    {
        if (header.IsCopy && CanReplace(header.Previous))
        {
            _replaced.AddRange(_behind);
            _behind.Clear();
            while (_segments.Count > 0 && _segments[^1].Number > header.Previous.Segment)
            {
                _replaced.Add(_segments[^1].Number);
                _segments.RemoveAt(_segments.Count - 1);
            }

            Shortened = null;
            if (_segments.Count > 0 && _segments[^1].Length > header.Previous.Offset)
            {
                _segments[^1] = new(header.Previous.Segment, header.Previous.Offset);
                Shortened = header.Previous.Segment;
            }
        }
        else if (_behind.Count > 0 || header.Previous != End)
        {
            return false;
        }

        _segments.Add(new(header.Segment, LengthOf(_files.Segment(header.Segment))));
        return true;
    }

    private bool CanReplace(JournalLocation previous) =>
        previous == default || _segments.Exists(segment => segment.Number == previous.Segment && segment.Length >= previous.Offset);

    private static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }
    }
}
