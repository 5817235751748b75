namespace Distil.Checkpoints;

/// <summary>A place in the rows that come into a stage: before the row with this number of which so many rows came before.</summary>
/// <param name="Number">The packed number of the row; <see cref="long.MaxValue"/>: behind the last row.</param>
/// <param name="Repeat">
/// Rows of that number that stand before the place: children of one row, and rows of merged branches, share it.
/// </param>
internal readonly record struct Position(long Number, long Repeat)
{
    /// <summary>Before the first row.</summary>
    public static Position Start => default;

    /// <summary>Behind the last row.</summary>
    public static Position End => new(long.MaxValue, 0);

    /// <summary>Whether this place stands before another.</summary>
    public bool IsBefore(Position other) => Number != other.Number ? Number < other.Number : Repeat < other.Repeat;
}
