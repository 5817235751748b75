namespace Distil.IO.JsonLines;

/// <summary>Where in its files a source may begin again, and how far it has read them.</summary>
/// <remarks>
/// The source notes, the committer asks: safe for several threads at once. What is noted are facts, which stay true, and any lower location
/// is as right as a higher one: where there are many, every other one is forgotten, and of those that follow only every other one is kept.
/// </remarks>
internal sealed class SourceLocations
{
    /// <summary>So many locations are kept at most.</summary>
    internal const int MaxLocations = 1_024;

    private readonly Gate _gate = new();
    private readonly List<SourceLocation> _locations = [SourceLocation.Start];
    private SourceLocation _read = SourceLocation.Start;
    private int _every = 1;
    private int _skipped;

    /// <summary>Where the source begins to read in this run. To be asked before anything is noted.</summary>
    public SourceLocation Start => _locations[0];

    /// <summary>How far the files have been read, by an earlier run too.</summary>
    public SourceLocation Read
    {
        get
        {
            lock (_gate)
            {
                return _read;
            }
        }
    }

    /// <summary>Has the source begin where an earlier run stood. Called before it begins.</summary>
    public void StartAt(SourceRange range) => (_locations[0], _read) = (range.Start, range.Read);

    /// <summary>The source goes on to lines that it has read.</summary>
    /// <param name="from">Where they begin. It may begin there again.</param>
    /// <param name="to">Where they end.</param>
    public void Note(SourceLocation from, SourceLocation to)
    {
        lock (_gate)
        {
            if (to.IsBehind(_read))
            {
                _read = to;
            }

            if (from.Row == _locations[^1].Row)
            {
                // No row lies between the two.
                _locations[^1] = from;
            }
            else if (++_skipped >= _every)
            {
                _skipped = 0;
                Add(from);
            }
        }
    }

    /// <summary>
    /// Finds the last location that is not behind a row, and forgets those before it: rows that are committed never go back.
    /// </summary>
    /// <param name="row">The ordinal of the first row that the next run needs; <see cref="long.MaxValue"/>: none.</param>
    public SourceRange RangeFrom(long row)
    {
        lock (_gate)
        {
            var last = Math.Max(0, _locations.FindLastIndex(location => location.Row <= row));
            _locations.RemoveRange(0, last);
            if (_locations.Count <= MaxLocations / 4)
            {
                _every = Math.Max(1, _every / 2);
            }

            return new(_locations[0], _read);
        }
    }

    private void Add(SourceLocation location)
    {
        if (_locations.Count == MaxLocations)
        {
            for (var kept = 0; kept < MaxLocations / 2; kept++)
            {
                _locations[kept] = _locations[kept * 2];
            }

            _locations.RemoveRange(MaxLocations / 2, MaxLocations / 2);
            _every *= 2;
        }

        _locations.Add(location);
    }
}
