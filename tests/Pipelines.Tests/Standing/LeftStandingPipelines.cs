using Distil.Pipelines.Tests.Stopping;

namespace Distil.Pipelines.Tests.Standing;

/// <summary>Lets the rows before a number pass, and then stands, or fails, as it is told.</summary>
[Step(OnError = OnError.Stop)]
public sealed class StopsAt(int at, Reached reached, Wedge? wedge)
{
    [return: Column("number")]
    public int Process(int number)
    {
        if (number == at)
        {
            reached.WaitFor(number - 1);
            return wedge?.Block() ?? throw new InvalidDataException("Here.");
        }

        return number;
    }
}

[Pipeline]
public sealed partial class FailsWhereItStood(int count, int at, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] StopsAt Stood { get; } = new(at, reached, null);
    [From(nameof(Stood))] Name Named { get; } = new("n");
}

[Pipeline]
public sealed partial class FailsInReplica(int count, int at, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(Concurrency = 3)] StopsAt Stood { get; } = new(at, reached, null);
}

[Pipeline]
public sealed partial class WedgedBelowCall(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] StopsAt Stood { get; } = new(at, reached, wedge);
}

[Pipeline]
public sealed partial class WedgedOnEdge(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] See Seen { get; } = new(new Calls());
    [From(nameof(Seen))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] Pass Same { get; } = new();
    [From(nameof(Same))] StopsAt Stood { get; } = new(at, reached, wedge);
}

[Pipeline]
public sealed partial class WedgedInReplicas(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(Concurrency = 3)] StopsAt Stood { get; } = new(at, reached, wedge);
}

[Pipeline]
public sealed partial class WedgedBelowBatch(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(BatchSize = 4)] SameInBatch Batched { get; } = new();
    [From(nameof(Batched))] StopsAt Stood { get; } = new(at, reached, wedge);
}

[Pipeline]
public sealed partial class WedgedBelowBatches(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(BatchSize = 4, Concurrency = 2)] SameInBatch Batched { get; } = new();
    [From(nameof(Batched))] StopsAt Stood { get; } = new(at, reached, wedge);
}

[Pipeline]
public sealed partial class WedgedBelowJoin(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(All))] AddMoreLater More { get; } = new(0);
    [From(nameof(Sum), nameof(More))] StopsAt Stood { get; } = new(at, reached, wedge);
}

[Pipeline]
public sealed partial class WedgedInSource(int count, int at, Reached reached, Wedge wedge)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] StopsAt Stood { get; } = new(at, reached, wedge);
}
