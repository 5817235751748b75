namespace Distil.Checkpoints;

/// <summary>A place where a stage may begin again, with all that it has to remember of the rows before.</summary>
/// <param name="Position">The place in the rows that come into the stage.</param>
/// <param name="Forks">Per fork of the stage: how many rows had reached it there.</param>
internal sealed record RestartPoint(Position Position, IReadOnlyList<long> Forks)
{
    /// <summary>The stage needs no answers.</summary>
    public const long NoAnswers = -1;

    /// <summary>
    /// Of a stage with a durable step: the location in the journal, packed, before which no answer lies to a row behind the place.
    /// Otherwise <see cref="NoAnswers"/>.
    /// </summary>
    public long Answers { get; init; } = NoAnswers;

    /// <summary>Before the first row of a stage.</summary>
    /// <param name="forks">How many forks the stage has.</param>
    public static RestartPoint Start(int forks) => new(Position.Start, new long[forks]);
}
