namespace Distil.Checkpoints;

/// <summary>
/// The places of a file of rows up to which it can be committed, in order. Any lower place is as right as a higher one: where there are
/// many, some are forgotten. Not safe for several threads at once.
/// </summary>
/// <param name="start">The place at which the run begins.</param>
internal sealed class LeafPlaces(LeafPlace start)
{
    /// <summary>So many places are kept at most.</summary>
    internal const int MaxPlaces = 1_024;

    private readonly List<LeafPlace> _places = [start];

    /// <summary>The place that was last committed, or at which the run begins.</summary>
    public LeafPlace First => _places[0];

    /// <summary>The last place that was noted.</summary>
    public LeafPlace Last
    {
        get => _places[^1];
        set => _places[^1] = value;
    }

    /// <summary>Adds a place behind the others.</summary>
    public void Add(LeafPlace place)
    {
        if (_places.Count == MaxPlaces)
        {
            _places.RemoveRange(1, MaxPlaces / 2);
        }

        _places.Add(place);
    }

    /// <summary>Finds the last place that is not above a number, and forgets those before it.</summary>
    public LeafPlace Take(long below)
    {
        var last = _places.FindLastIndex(one => one.Below <= below);
        _places.RemoveRange(0, Math.Max(0, last));
        return _places[0];
    }
}
